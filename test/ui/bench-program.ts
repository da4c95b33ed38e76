import {render, Text} from 'ink';
import {createElement} from 'react';
import {showRun} from '../../src/ui/screen/show.tsx';
import {check, command, runbookOf} from '../engine/given.ts';
import {memoryLive} from './memory-live.ts';
import {testTerminal} from './terminal.ts';

/** What `test/bench/ui.ts` starts: draws something, or measures keys in a terminal of this process. `argv`: what, how many steps. */
const [what = '', count = '10'] = process.argv.slice(2);

const columns = 110;
const rows = 30;
/** Long enough for an average, short enough to wait for. */
const costMs = 6_000;

switch (what) {
	case 'smallest':
		render(createElement(Text, null, 'drawn: RUN?'), {alternateScreen: true, interactive: true});
		setTimeout(() => undefined, 10_000);
		break;
	case 'first':
		void showRun(ready(Number(count)), {
			stdin: process.stdin,
			stdout: process.stdout,
			now: Date.now,
			colour: 'dark',
			depth: 'newcomer',
		});
		break;
	case 'waiting':
	case 'young':
	case 'old':
	case 'printing':
		await cost(what);
		break;
	case 'frames':
		await report({fpsMax: 1_000, floods: false, keys: 60, pauseMs: 5});
		break;
	case 'idle':
		await report({floods: false, keys: 80, pauseMs: 47});
		break;
	case 'flood':
		await report({floods: true, keys: 80, pauseMs: 47});
		break;
}

function ready(steps: number) {
	const walk = Array.from({length: steps}, (_, at) => check(`step-${at}`, {title: `Step number ${at}`}));
	const live = memoryLive(runbookOf({walk: [command('first', {title: 'The first of them'}), ...walk]}), {
		now: Date.now,
	});
	live.record(
		{type: 'note.added', text: 'no briefing'},
		{type: 'step.started', step: 'first', attempt: 1, part: 'whole'},
	);
	return live;
}

/**
Shows a screen for a while and prints what it cost, as JSON: percent of a core, and bytes to the terminal a second.
`waiting`: a question stands; `young` and `old`: a step has just begun, or runs for a minute; `printing`: it prints, too.
*/
async function cost(how: 'waiting' | 'young' | 'old' | 'printing'): Promise<void> {
	const beganAt = Date.now() - (how === 'old' ? 60_000 : 0);
	const live = memoryLive(runbookOf({walk: [command('first', {title: 'The first of them'})]}), {
		now: () => beganAt,
	});
	live.record({type: 'note.added', text: 'no briefing'});
	if (how !== 'waiting') {
		live.record({type: 'step.started', step: 'first', attempt: 1, part: 'whole'});
	}
	const terminal = testTerminal(columns, rows);
	void showRun(live, {
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		now: Date.now,
		colour: 'dark',
		depth: 'newcomer',
		alerts: 'off',
	});
	await terminal.sees(/RUNNING|BRIEFING/);
	terminal.type('\r');
	await terminal.settles();
	let at = 0;
	const line = () => {
		at += 1;
		live.print('first', `a line of output like any other, number ${at}`);
	};
	const printing = how === 'printing' ? setInterval(line, 20) : undefined;
	const before = {cpu: process.cpuUsage(), bytes: terminal.written().length};
	await new Promise(resolve => setTimeout(resolve, costMs));
	const {user, system} = process.cpuUsage(before.cpu);
	clearInterval(printing);
	const bytes = terminal.written().length - before.bytes;
	process.stdout.write(`${JSON.stringify([(user + system) / 10 / costMs, (bytes * 1_000) / costMs])}\n`);
	process.exit(0);
}

type Measure = {
	readonly fpsMax?: number;
	readonly floods: boolean;
	readonly keys: number;
	readonly pauseMs: number;
};

/** Presses keys one after the other and prints how long each took to its picture, in milliseconds, as JSON. */
async function report({fpsMax, floods, keys, pauseMs}: Measure): Promise<void> {
	const terminal = testTerminal(columns, rows);
	const live = ready(Number(count));
	let waiting: {readonly mark: string; readonly resolve: (at: number) => void} | undefined;
	const {stdout} = terminal;
	const write = stdout.write.bind(stdout);
	stdout.write = ((text: string, ...rest: []) => {
		if (waiting !== undefined && text.includes(waiting.mark)) {
			waiting.resolve(performance.now());
		}
		return write(text, ...rest);
	}) as typeof stdout.write;
	void showRun(live, {
		stdin: terminal.stdin,
		stdout,
		now: Date.now,
		colour: 'dark',
		depth: 'newcomer',
		...(fpsMax === undefined ? {} : {fpsMax}),
	});
	await terminal.sees(/RUNNING|BRIEFING/);
	terminal.type('\r');
	await terminal.settles();
	const printing = floods
		? setInterval(
				() =>
					live.print(
						'first',
						Array.from(
							{length: 50},
							(_, at) => `a line of output like any other, number ${at} at ${Date.now()}`,
						).join('\n'),
					),
				10,
			)
		: undefined;
	const took: number[] = [];
	for (let key = 0; key < keys; key += 1) {
		const down = key % 2 === 0;
		const shown = Promise.withResolvers<number>();
		waiting = {mark: `${down ? 2 : 1} of ${Number(count) + 1} `, resolve: shown.resolve};
		const at = performance.now();
		terminal.type(down ? 'j' : 'k');
		took.push((await shown.promise) - at);
		waiting = undefined;
		await new Promise(resolve => setTimeout(resolve, pauseMs));
	}
	clearInterval(printing);
	process.stdout.write(`${JSON.stringify(took)}\n`);
	process.exit(0);
}
