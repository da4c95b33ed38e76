import {Buffer} from 'node:buffer';
import {createDecoder} from '../../src/text/decode.ts';
import {createMasker} from '../../src/text/mask.ts';
import {createSanitiser} from '../../src/text/sanitise.ts';
import {truncate, widthOf} from '../../src/text/width.ts';
import {attacks} from '../text/attacks.ts';

/** One figure beside the same work done plainly: `ratio` is value / baseline. */
export type Row = {
	readonly what: string;
	readonly value: number;
	readonly unit: string;
	readonly baseline: number;
	readonly ratio: number;
};

export const title = 'Text from outside: megabytes a second beside a plain copy of the same bytes';

const megabytes = 32;
const chunkBytes = 65_536;
/** Runs of each figure; the median stands. */
const turns = 7;

const plain =
	'2026-11-21T09:22:01Z INFO  api rollout 3 of 5 pods ready, status=200 path=/health latency=12ms\n';
const coloured =
	'\u001B[90m09:22:01\u001B[0m \u001B[32mINFO\u001B[0m  api rollout \u001B[1m3\u001B[22m of 5 pods ready, status=200 path=/health\n';
const foreign =
	'2026-11-21T09:22:01Z 情報 部署は完了しました ✔ straße naïve — „fertig“ status=200 path=/health latency=12ms\n';

/** Every attack there is, and bytes that are no text. */
const hostile = Buffer.concat([
	Buffer.from(attacks.map(({text}) => `${text}\n`).join('')),
	Buffer.from([0xff, 0xfe, 0xc0, 0x9b, 0xe0, 0x80, 0x0a]),
]);

const secrets = [
	'correct horse battery staple',
	'postgres://deploy:p%40ssw0rd@db.example/shop',
	'ghp_0123456789abcdefghijklmnopqrstuvwxyz',
	[
		'-----BEGIN PRIVATE KEY-----',
		...Array.from({length: 26}, (_, line) => Buffer.alloc(48, `key line ${line} `).toString('base64')),
	].join('\n'),
];

export async function run(): Promise<Row[]> {
	const kinds = [
		['plain lines', plain],
		['coloured lines', coloured],
		['lines beyond ASCII', foreign],
		['hostile text', hostile],
	] as const;
	const rows = kinds.flatMap(([kind, line]) => {
		const chunks = chunksOf(line);
		const baseline = speed(() => copy(chunks));
		const row = (what: string, work: () => void): Row => rowOf(`${what}, ${kind}`, speed(work), baseline);
		return [
			row('decode and sanitise', () => sanitise(chunks)),
			row('mask 4 secrets', () => mask(chunks)),
			row('mask, decode and sanitise', () =>
				sanitise(
					chunks.map(chunk => chunk),
					mask,
				),
			),
		];
	});
	return [...rows, widths()];
}

function rowOf(what: string, value: number, baseline: number): Row {
	return {
		what,
		value: Math.round(value),
		unit: 'MB/s',
		baseline: Math.round(baseline),
		ratio: value / baseline,
	};
}

function chunksOf(line: string | Buffer): readonly Buffer[] {
	const one = Buffer.from(line);
	const whole = Buffer.alloc(megabytes * 1_000_000, one);
	return Array.from({length: Math.ceil(whole.length / chunkBytes)}, (_, index) =>
		whole.subarray(index * chunkBytes, (index + 1) * chunkBytes),
	);
}

/** Megabytes a second, median of all turns after one to warm up. */
function speed(work: () => void): number {
	work();
	const measured = Array.from({length: turns}, () => {
		const started = performance.now();
		work();
		return (megabytes * 1000) / (performance.now() - started);
	});
	return measured.sort((a, b) => a - b)[Math.floor(turns / 2)] ?? 0;
}

/** What any program that reads text must do: take each chunk over as a string. */
function copy(chunks: readonly Buffer[]): void {
	for (const chunk of chunks) {
		chunk.toString('utf8');
	}
}

function sanitise(
	chunks: readonly Uint8Array[],
	before?: (chunks: readonly Uint8Array[], each: (bytes: Uint8Array) => void) => void,
): void {
	const decoder = createDecoder();
	const sanitiser = createSanitiser({keepColour: true});
	const each = (bytes: Uint8Array): void => {
		sanitiser.write(decoder.write(bytes));
	};
	if (before === undefined) {
		chunks.forEach(each);
	} else {
		before(chunks, each);
	}
	sanitiser.end();
}

function mask(chunks: readonly Uint8Array[], each: (bytes: Uint8Array) => void = () => {}): void {
	const masker = createMasker(secrets);
	for (const chunk of chunks) {
		each(masker.write(chunk));
	}
	each(masker.end());
}

/** A screen's worth of rows, measured and cut over and over as a screen does on every frame. */
function widths(): Row {
	const lines = [plain, coloured, foreign].flatMap(line =>
		Array.from({length: 10}, (_, index) => `${index} ${line.trim()}`),
	);
	const frame = (cut: (line: string) => string | number): number => {
		const started = performance.now();
		for (let turn = 0; turn < 1000; turn += 1) {
			lines.forEach(cut);
		}
		return (performance.now() - started) * 1000;
	};
	frame(line => truncate(line, 60).length);
	const value = frame(line => widthOf(line)) / 1000;
	const baseline = frame(line => line.length) / 1000;
	return {
		what: 'measure 30 rows of a screen',
		value: Math.round(value),
		unit: 'µs',
		baseline: Math.round(baseline),
		ratio: value / Math.max(baseline, 1),
	};
}
