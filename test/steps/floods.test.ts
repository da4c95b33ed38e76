import {statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {aCommand, aWorld, type World} from './given.ts';

/** Memory may grow by this much while a step floods, whatever it writes. Bytes. */
const growthMax = 120_000_000;

async function flooded(
	world: World,
	script: string,
	more: Parameters<typeof aCommand>[1] = {},
): Promise<{result: string; bytes: number; grown: number; seconds: number}> {
	const before = process.memoryUsage.rss();
	let peak = before;
	const scale = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 20);
	const startedAt = performance.now();
	const outcome = await world.perform(aCommand(script, more));
	clearInterval(scale);
	const {size} = statSync(join(world.directory, 'output/command.1.log'));
	expect(outcome.output?.bytes).toBe(size);
	return {
		result: outcome.result,
		bytes: size,
		grown: peak - before,
		seconds: (performance.now() - startedAt) / 1000,
	};
}

describe.each([
	['straight into the log', {}],
	['through the masker', {token: 'correct-horse-battery'}],
] as const)('a flood %s', (_, secrets) => {
	test('of 200 MB keeps every byte and memory flat', {timeout: 60_000}, async () => {
		const flood = await flooded(aWorld({secrets}), 'head -c 200000000 /dev/zero | tr "\\0" x | fold -w 84');
		expect(flood).toMatchObject({result: 'passed', bytes: 202_380_952});
		expect(flood.grown).toBeLessThan(growthMax);
	});

	test('of one line of 16 MiB is judged like any other', async () => {
		const flood = await flooded(
			aWorld({secrets}),
			'head -c 16777216 /dev/zero | tr "\\0" y; echo; echo end of it',
			{capture: {last: 'last-line'}, expectOutput: '^end of it$'},
		);
		expect(flood).toMatchObject({result: 'passed', bytes: 16_777_217 + 10});
		expect(flood.grown).toBeLessThan(growthMax);
	});

	test('of many small writes', {timeout: 60_000}, async () => {
		const flood = await flooded(
			aWorld({secrets}),
			'i=0; while [ $i -lt 200000 ]; do echo $i; i=$((i+1)); done',
		);
		expect(flood.result).toBe('passed');
		expect(flood.grown).toBeLessThan(growthMax);
	});

	test('of bytes that are no text', async () => {
		const flood = await flooded(
			aWorld({secrets}),
			'head -c 3000000 /dev/urandom; printf "\\xff\\xfe\\xc0\\n"',
			{failOn: 'never', capture: {x: 'last-line'}},
		);
		expect(flood.bytes).toBe(3_000_004);
		expect(flood.grown).toBeLessThan(growthMax);
	});
});

test('a pattern that never comes to an end makes it unknown, and nothing hangs', {
	timeout: 20_000,
}, async () => {
	const world = aWorld();
	const outcome = await world.perform(aCommand('printf "%050d!\\n" 0', {failOn: '^(0|0)*$'}));
	expect(outcome).toMatchObject({result: 'unknown', why: expect.stringContaining('took longer than 2 s')});
});
