import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {environment, program, withHome} from '../journeys/terminal.ts';
import {answerToLines, answerToScreen} from './consents.ts';
import {begun, countedSteps, writeCounted} from './counted-runbook.ts';
import {dice} from './dice.ts';
import {type Life, live} from './life.ts';
import {liveOnScreen} from './life-full.ts';

/** A run that was killed so often is let go on to its end: even the slowest would be past its last step by then. */
const killsPerRun = 8;

/** More lives than this without an end is a run that resume does not bring forward. */
const livesMax = killsPerRun + 4;

/** What a whole life of the counted runbook takes here at most; a kill falls somewhere into it. Milliseconds. */
const lifeMs = 1800;

/** What the program writes in a whole life, roughly, in pieces. */
const lifeChunks = 40;

/** A life on the full screen takes so many times longer, and is written in so many times more pieces. */
const screenFactor = 3;

/** How the kills fell: how many there were, how many of them left a step that nobody saw end, how many runs it took, how
many fell on the full screen. */
export type Killed = {kills: number; unknowns: number; runs: number; onScreen: number};

/**
Kills the whole program at random moments and resumes it, run after run, until so many kills are done. Each run must
end with a record that verifies, and no step of it may have begun more often than a person said.
*/
export async function killAndResume(
	seed: number,
	kills: number,
	tell: (so: Killed) => void = () => {},
): Promise<Killed> {
	const random = dice(seed);
	const so: Killed = {kills: 0, unknowns: 0, runs: 0, onScreen: 0};
	while (so.kills < kills) {
		so.runs += 1;
		const run = `seed ${seed}, run ${so.runs}`;
		await withHome(home => oneRun({home, random, so, run, killsLeft: kills - so.kills}));
		tell(so);
	}
	return so;
}

type OneRun = {
	readonly home: string;
	readonly random: () => number;
	readonly so: Killed;
	readonly run: string;
	readonly killsLeft: number;
};

async function oneRun({home, random, so, run, killsLeft}: OneRun): Promise<void> {
	const path = writeCounted(home);
	const consents = new Map<string, number>();
	let killsHere = 0;
	for (let lives = 1; ; lives++) {
		expect(lives, `${run}: it comes to an end`).toBeLessThanOrEqual(livesMax);
		const id = runOf(home);
		const args = id === undefined ? ['run', path, '--trust'] : ['resume', id];
		const mayKill = killsHere < Math.min(killsPerRun, killsLeft);
		const isFull = random() < 0.5;
		const answer = isFull ? answerToScreen : answerToLines;
		const lived = await (isFull ? liveOnScreen : live)({
			args,
			home,
			answer: (since, paper) => answer({since, paper, random, consents}),
			...(mayKill ? momentOf(random, isFull) : {}),
		});
		so.onScreen += lived.wasKilled && isFull ? 1 : 0;
		if (!lived.wasKilled) {
			expect(lived.code, `${run}, life ${lives}:\n${lived.paper}`).toBe(0);
			break;
		}
		killsHere += 1;
	}
	so.kills += killsHere;
	so.unknowns += [...consents.values()].reduce((sum, count) => sum + count, 0);
	expectHonest(home, run, consents);
}

/** Half of the kills fall at a moment of the clock, half right behind something that was written. */
function momentOf(random: () => number, isFull: boolean): Pick<Life, 'killAfterMs' | 'killAtChunk'> {
	const longer = isFull ? screenFactor : 1;
	return random() < 0.5
		? {killAfterMs: Math.floor(random() * lifeMs * longer)}
		: {killAtChunk: 1 + Math.floor(random() * lifeChunks * longer)};
}

function runsOf(home: string): string {
	return join(home, '.local/state/gonogo/runs');
}

/** The run that was begun here; one that was killed before its first entry was whole never began. */
function runOf(home: string): string | undefined {
	const names = existsSync(runsOf(home)) ? readdirSync(runsOf(home)) : [];
	return names.find(name => journalOf(home, name).includes('\n'));
}

function journalOf(home: string, run: string): string {
	const file = join(runsOf(home), run, 'journal.jsonl');
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

type Line = {readonly type: string; readonly step?: string; readonly disposition?: string};

/** Nothing was done twice without a word, everything was begun in the journal first, and the record verifies. */
function expectHonest(home: string, run: string, consents: ReadonlyMap<string, number>): void {
	const id = runOf(home) ?? '';
	const entries = journalOf(home, id)
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
	const count = (step: string, is: (line: Line) => boolean) =>
		entries.filter(line => line.step === step && is(line)).length;
	for (const step of countedSteps) {
		const starts = count(step, line => line.type === 'step.started');
		const retries = count(step, line => line.type === 'step.decided' && line.disposition === 'retry');
		const mended = count(step, line => line.type === 'step.decided' && line.disposition === 'fixed-by-hand');
		const says = `${run}: ${step} (${journalOf(home, id)})`;
		expect(begun(home, step), says).toBeLessThanOrEqual(starts);
		expect(starts, says).toBe(1 + retries);
		expect(retries, says).toBeLessThanOrEqual(consents.get(step) ?? 0);
		expect(begun(home, step) + mended, says).toBeGreaterThanOrEqual(1);
	}
	const said = execFileSync(process.execPath, [program, 'verify', id], {
		env: environment(home, {}),
		encoding: 'utf8',
	});
	expect(said, run).toMatch(/^PASS +journal/m);
	expect(said, run).not.toContain('FAIL');
}
