import {mkdtempSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {type Begun, begin} from '../../src/steps/shell/begin.ts';
import {type Handed, Standby, Standbys} from '../../src/steps/shell/standby.ts';

const base = {PATH: process.env.PATH ?? '', GONOGO_STEP: 'before'};

/** A log, and what is handed to a shell that adds to it. */
function aHandover(
	call: string,
	env: Readonly<Record<string, string>> = base,
): Handed & {read: () => string} {
	const log = join(mkdtempSync(join(tmpdir(), "gonogo standby's\n-")), 'log');
	writeFileSync(log, 'before\n');
	return {call, env, log, read: () => readFileSync(log, 'utf8')};
}

/** Its number, once it has come up. */
async function numberOf(standby: Standby): Promise<number> {
	return (await standby.begun)?.pid ?? Number.NaN;
}

async function endOf(begun: Begun | undefined): Promise<number | string | null | undefined> {
	const end = await begun?.ended;
	return end?.signal ?? end?.exit;
}

describe('a shell that stands by', () => {
	test('runs what it is handed, with the environment and the log of that step', async () => {
		const standby = new Standby(base);
		const step = aHandover(
			'echo "$GONOGO_STEP ${GONOGO_RUN-none} $0 $#"; echo aside >&2; echo told >&63; exit 7',
			{
				...base,
				GONOGO_STEP: `it's\n"this"`,
			},
		);
		const begun = await standby.take(step);
		expect(begun?.pid).toBe(await numberOf(standby));
		expect(await endOf(begun)).toBe(7);
		expect(step.read()).toBe(`before\nit's\n"this" none gonogo 0\naside\n`);
		expect((await begun?.collected())?.toString()).toMatch(/^told\n/);
	});

	test('has nothing open that a shell begun for its step would not have', async () => {
		const call = 'echo "$(ls -l /proc/$$/fd | wc -l) $((SECONDS < 2)) $(cat)"';
		const [handed, begun] = [aHandover(call), aHandover(call)];
		await endOf(await new Standby(base).take(handed));
		const output = openSync(begun.log, 'a');
		await endOf((await begin({command: {call}, env: base, output, collect: 3})) as Begun);
		expect(handed.read()).toBe(begun.read());
	});

	test('is not handed a step with another environment, and ends', async () => {
		const standby = new Standby({...base, REGION: 'eu-west-1'});
		const step = aHandover('echo ran');
		expect(await standby.take(step)).toBeUndefined();
		await endOf(await standby.begun);
		expect(step.read()).toBe('before\n');
	});

	test('is replaced when it was killed meanwhile', async () => {
		const standby = new Standby(base);
		process.kill(await numberOf(standby), 'SIGKILL');
		const step = aHandover('echo ran');
		expect(await standby.take(step)).toBeUndefined();
		expect(step.read()).toBe('before\n');
	});

	test('is replaced when it does not take the step in time, and will never run it', async () => {
		const standby = new Standby(base);
		process.kill(await numberOf(standby), 'SIGSTOP');
		const step = aHandover('echo ran');
		expect(await standby.take(step)).toBeUndefined();
		expect(await endOf(await standby.begun)).toBe('SIGKILL');
		expect(step.read()).toBe('before\n');
	});

	test('runs nothing of a text that did not arrive whole', async () => {
		const standby = new Standby(base);
		const begun = await standby.begun;
		const step = aHandover('');
		begun?.channel.write(`${step.log}\0echo ran\necho the rest is miss`);
		begun?.channel.end();
		expect(await endOf(begun)).toBe(1);
		expect(step.read()).toBe('before\n');
	});

	test('is replaced when its log is gone', async () => {
		const step = {...aHandover('touch ran'), log: '/no/such/directory/log'};
		expect(await new Standby(base).take(step)).toBeUndefined();
	});

	test('ends when it is dismissed, and by itself when no step comes', async () => {
		const dismissed = new Standby(base);
		await dismissed.dismiss();
		const left = new Standby(base);
		await endOf(await dismissed.begun);
		await endOf(await left.begun);
		const step = aHandover('echo ran');
		expect(await left.take(step)).toBeUndefined();
		await Promise.all([dismissed.dismiss(), left.dismiss()]);

		const two = await Promise.all(
			['one', 'two'].map(word => new Standby(base).take(aHandover(`echo ${word} >&63; exit 3`))),
		);
		expect(await Promise.all(two.map(endOf))).toEqual([3, 3]);
		const told = await Promise.all(two.map(async begun => String(await begun?.collected())));
		expect(told.map(text => text.slice(0, 3))).toEqual(['one', 'two']);
	});
});

describe('shells stand by', () => {
	test('from the second of two steps on that follow each other by themselves, and for those alone', async () => {
		const shells = new Standbys();
		expect(await shells.take(aHandover('true'))).toBeUndefined();
		shells.stepEnded(base);
		expect(await shells.take(aHandover('true'))).toBeUndefined();
		shells.stepEnded(base);
		for (const name of ['third', 'fourth', 'fifth']) {
			const step = aHandover('echo "$GONOGO_STEP"', {...base, GONOGO_STEP: name});
			expect(await endOf(await shells.take(step))).toBe(0);
			shells.stepEnded(base);
			expect(step.read()).toBe(`before\n${name}\n`);
		}
		const other = {...base, REGION: 'eu-west-1'};
		expect(await shells.take(aHandover('true', other))).toBeUndefined();
		shells.stepEnded(other);
		expect(await endOf(await shells.take(aHandover('true', other)))).toBe(0);
		shells.dismiss();
		expect(await shells.take(aHandover('true', other))).toBeUndefined();
	});
});
