import {closeSync, constants, mkdirSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import type {Sample} from '../../engine/condition.ts';
import {maskText} from '../../text/mask.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {shareLike} from '../share.ts';

/** The file of a metric's samples, one JSON line each: `{"at":"…","value":0.7}` or `{"at":"…","gap":"…"}`. */
export type SamplesFile = {
	add(sample: Sample): void;
	/** A line of its own kind, e.g. the limit the samples are held against. */
	note(fields: Readonly<Record<string, unknown>>): void;
	close(): void;
};

/** Length of a gap's reason that is kept. UTF-16 units. */
const gapCharsMax = 300;

export function openSamples(directory: string, step: string, masked: readonly string[]): SamplesFile {
	mkdirSync(join(directory, 'guards'), {recursive: true, mode: 0o700});
	const {O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY} = constants;
	const fd = openSync(
		join(directory, 'guards', `${step}.jsonl`),
		O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW,
		0o600,
	);
	shareLike(directory, fd);
	const write = (fields: Readonly<Record<string, unknown>>) =>
		void writeSync(fd, `${JSON.stringify({at: new Date().toISOString(), ...fields})}\n`);
	return {
		add(sample) {
			const at = new Date(sample.atMs).toISOString();
			write(
				'gap' in sample
					? {
							at,
							gap: sanitiseLine(maskText(sample.gap, masked), gapCharsMax),
							...(sample.inconclusive === true ? {inconclusive: true} : {}),
						}
					: {at, value: sample.value},
			);
		},
		note: write,
		close: () => closeSync(fd),
	};
}
