import {basename} from 'node:path';
import type {DeploymentRecord} from '../engine/record.ts';
import {Fault} from '../fault.ts';
import {checkInput} from '../runbook/input/input-value.ts';
import type {Runbook} from '../runbook/model.ts';
import {sha256Hex} from '../text/digest.ts';
import {sanitiseLine, sanitiseText} from '../text/sanitise.ts';
import {askLine} from './ask.ts';
import {type BookTexts, bookDiff} from './book-diff.ts';
import {placeOfRecord} from './found-record.ts';
import {knownKeys} from './known-keys.ts';
import {say} from './out.ts';
import {readCopies} from './pinned.ts';
import type {RunbookFile} from './read-file.ts';
import {isTerminal} from './screens.ts';
import type {Settings} from './settings.ts';
import {openPlace} from './state-directory.ts';
import {verifyOne} from './verify-one.ts';

/** A run that another starts from. */
export type EarlierRun = {
	readonly record: DeploymentRecord;
	/** The runbook and what it included as they were then; absent where the record lies alone. */
	readonly texts?: BookTexts;
};

/** @throws Fault `record.invalid` for a record that does not verify, `store.not-found` for none. */
export async function earlierRun(name: string, settings: Settings): Promise<EarlierRun> {
	const place = await openPlace(settings);
	const found = await placeOfRecord(name, place.store);
	const {record, ok} = await verifyOne(found, await knownKeys(place.directory, settings));
	if (!ok || record === undefined) {
		throw new Fault(
			'record.invalid',
			`The record of ${name} does not verify, and nothing is taken from it.`,
			`See why with \`gonogo verify ${name}\`.`,
		);
	}
	// Copies that can't be read, or are not what the record says any more, show nothing of how it was then.
	const texts =
		found.directory === undefined
			? undefined
			: await readCopies(found.directory, record.runbook).catch(() => undefined);
	return {record, ...(texts === undefined ? {} : {texts})};
}

/** The inputs of the earlier run that this runbook still takes; secrets were never kept, and what no longer fits is asked. */
export function inputsOfEarlier({record}: EarlierRun, runbook: Runbook): Record<string, string> {
	return Object.fromEntries(usable(record, runbook).map(({name, value}) => [name, value]));
}

function usable({inputs, cut}: DeploymentRecord, runbook: Runbook): {name: string; value: string}[] {
	return inputs.flatMap(({name, is, value}) => {
		const input = runbook.inputs.find(one => one.name === name);
		const isWhole = value !== undefined && value.length < (cut?.textsOver ?? Number.POSITIVE_INFINITY);
		return is === 'value' &&
			isWhole &&
			input !== undefined &&
			!input.secret &&
			checkInput(input, value) === undefined
			? [{name, value}]
			: [];
	});
}

/**
Shows what is taken from the earlier run and how the runbook differs since, and asks at a terminal whether to start.

@param given names of the inputs that were given anew.
@throws Fault `cli.usage` on no.
*/
export async function showEarlier(
	earlier: EarlierRun,
	now: {
		readonly file: RunbookFile & BookTexts;
		readonly runbook: Runbook;
		readonly environment: string;
	},
	given: Readonly<Record<string, unknown>>,
): Promise<void> {
	const {record, texts} = earlier;
	await say(
		`${[...headLines(earlier, now.environment), ...inputLines(record, now.runbook, given)].join('\n')}\n`,
	);
	const diff =
		texts === undefined
			? undefined
			: bookDiff(texts, now.file, {name: basename(now.file.path), before: 'then', now: 'now'});
	await say(`${changeSaid(diff, isSameBook(now.file, record.runbook))}\n`);
	const answer = isTerminal() ? await askLine('Start from there? [y/N] ') : 'y';
	if (answer?.trim().toLowerCase() !== 'y') {
		throw new Fault(
			'cli.usage',
			'Nothing was started.',
			'Give other inputs with --input, or start without --from.',
		);
	}
}

function headLines({record}: EarlierRun, environment: string): string[] {
	const {run, verdict} = record;
	return [
		`From run ${run.id}, ${sanitiseLine(verdict.is.replaceAll('-', ' '))}, by ${sanitiseLine(record.people[0]?.name ?? 'nobody')}`,
		record.environment.name === environment
			? `On ${sanitiseLine(environment)}, as then`
			: `On ${sanitiseLine(environment)}; then it was ${sanitiseLine(record.environment.name)}`,
	];
}

function inputLines(
	record: DeploymentRecord,
	runbook: Runbook,
	given: Readonly<Record<string, unknown>>,
): string[] {
	const kept = new Map(usable(record, runbook).map(({name, value}) => [name, value]));
	const names = [
		...new Set([...runbook.inputs.map(({name}) => name), ...record.inputs.map(({name}) => name)]),
	];
	return names.map(name => {
		const input = runbook.inputs.find(one => one.name === name);
		const then = record.inputs.find(one => one.name === name);
		const value = kept.get(name);
		const said =
			input === undefined
				? 'no longer an input'
				: name in given
					? `given anew${then?.value === undefined ? '' : `; then ${then.value}`}`
					: (value ?? (then === undefined ? 'new since then' : 'asked again'));
		return `  ${sanitiseLine(`${name}: ${said}`)}`;
	});
}

/** The same bytes in the same files: what is included counts like the runbook itself. */
function isSameBook(file: RunbookFile & BookTexts, then: DeploymentRecord['runbook']): boolean {
	const digests = (files: readonly {path: string; sha256: string}[]): string =>
		files
			.map(one => `${one.path} ${one.sha256}`)
			.toSorted()
			.join('\n');
	const now = file.includes.map(({path, text}) => ({path, sha256: sha256Hex(text)}));
	return sha256Hex(file.bytes) === then.sha256 && digests(now) === digests(then.includes);
}

function changeSaid(diff: string | undefined, isSame: boolean): string {
	if (isSame) {
		return 'The runbook is the same as then.';
	}
	return diff === undefined
		? 'The runbook differs from then; its text of then is not here to compare.'
		: `The runbook has changed since then:\n\n${sanitiseText(diff)}`;
}
