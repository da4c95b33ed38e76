import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {coverageLines, coverageOf} from '../../src/ui/view/coverage.ts';
import {dangersOf} from '../../src/ui/view/danger-map.ts';
import {termsIn} from '../../src/ui/view/glossary.ts';
import {originOf} from '../../src/ui/view/origin.ts';
import {estimateMs, timeWords} from '../../src/ui/view/times.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';
import {open} from './scene.ts';
import {scenes} from './scenes.ts';

const minute = 60_000;

describe('how long it takes', () => {
	test('an author’s words are read as a time, the longer end of a span', () => {
		expect(estimateMs('about 5 min')).toBe(5 * minute);
		expect(estimateMs('10–15 minutes')).toBe(15 * minute);
		expect(estimateMs('1.5 hours')).toBe(90 * minute);
		expect(estimateMs('as long as it takes')).toBeUndefined();
	});

	test('earlier runs count more than the author, and it is said by whose word it is', () => {
		const [first, second] = sampleRunbook().walk;
		const steps = [first, second].flatMap(step =>
			step === undefined ? [] : [{...step, prose: {...step.prose, takes: '2 min'}}],
		);
		expect(timeWords(steps, () => minute)).toBe('about 2 m 00 s in earlier runs');
		expect(timeWords(steps, () => undefined)).toBe('about 4 m 00 s by the author’s estimate');
		expect(timeWords(steps, id => (id === first?.id ? minute : undefined))).toBe(
			'about 3 m 00 s, in part by the author’s estimate',
		);
		expect(timeWords(sampleRunbook().walk, () => undefined)).toBe('');
	});
});

test('the dangers of a phase are counted, the worst first', () => {
	expect(dangersOf(sampleRunbook().walk).map(({mark, count}) => `${mark.word} ${count}`)).toEqual([
		'touches data 1',
		'touches production 1',
		'caution 1',
	]);
});

test('a runbook’s own glossary explains the words that a card uses', () => {
	const {runbook} = readRunbook({
		path: 'a.md',
		text: '# A\n\n## Do\n\n- [ ] The WAL is archived\n\n## Glossary\n\n- **WAL**: the write-ahead log\n- **LB** – the load balancer\n',
	});
	expect(termsIn(runbook, 'The WAL is archived')).toEqual([{word: 'WAL', meaning: 'the write-ahead log'}]);
	expect(termsIn(runbook, 'behind the LB')).toEqual([{word: 'LB', meaning: 'the load balancer'}]);
	expect(termsIn(runbook, 'WALther')).toEqual([]);
});

test('an author is told what a newcomer misses, with the lines', () => {
	const bare = readRunbook({
		path: 'a.md',
		text: '# A\n\n## Do\n\n```sh {#go danger=prod}\nsystemctl restart shop\n```\n',
	}).runbook;
	expect(coverageOf(bare).percent).toBeLessThan(20);
	expect(coverageLines(bare).join('\n')).toMatch(/1 step doesn’t say how to undo it: line 5/);
	const told = readRunbook({
		path: 'a.md',
		text: '# A\n\n## Do\n\nIt reads the new settings.\n\n```sh {#go danger=prod undo="x"}\nsystemctl restart shop\n```\n\n**Expect** a green light.\n\n**If not** call.\n\n**Blast** carts.\n\n**Takes** 1 min\n',
	}).runbook;
	expect(coverageOf(told).percent).toBeGreaterThan(coverageOf(bare).percent);
});

test('every value says where it came from', async () => {
	const live = memoryLive(sampleRunbook());
	live.record({
		type: 'inputs.set',
		values: {
			version: {is: 'value', value: '4.12.0', from: 'argument'},
			colour: {is: 'value', value: 'green', from: 'asked'},
		},
	});
	expect(originOf(live.state(), 'version')).toBe('given with --input');
	expect(originOf(live.state(), 'colour')).toBe('asked in this run');
	expect(originOf(live.state(), 'nothing')).toBe('');
});

test('a running step says how long it usually takes and how much of that is left', async () => {
	const scene = open({columns: 110, usualMs: step => (step === 'migrate' ? 400_000 : undefined)});
	await scenes.running(scene);
	expect(scene.terminal.text()).toMatch(/4 m 10 s of usually 6 m 40 s, about 2 m 30 s left/);
	expect(scene.terminal.lines()[0]).toMatch(/4 m 10 s of about 6 m 40 s/);
	await scene.leave();
});

test('the briefing maps the dangers, and says how long it takes and who approves', async () => {
	const scene = open({columns: 120, rows: 40, usualMs: () => minute});
	await scene.terminal.sees('BRIEFING');
	const text = scene.terminal.text();
	expect(text).toMatch(/Takes +about 7 m 00 s in earlier runs/);
	expect(text).toMatch(/Who approves +Go live\? 1 person; GO is typed in full/);
	expect(text).toContain('· · △ ▲ ◇ ┆ ▲ ·');
	expect(text).toMatch(/Migrate +2 steps +▲ touches data +△ caution/);
	await scene.leave();
});
