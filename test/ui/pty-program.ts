import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {showRun} from '../../src/ui/screen/show.tsx';
import {given, production} from './given-inputs.ts';
import {type MemoryLive, memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';

/** The full screen on a real terminal, over a run in memory. `argv`: what happens, and a file for what is found out. */
const [what = 'walk', report = ''] = process.argv.slice(2);

if (what === 'walk' && report !== '') {
	writeFileSync(report, String(process.pid));
}

const live = memoryLive(sampleRunbook(), {opened: production, now: Date.now});
live.record({type: 'inputs.set', values: given});
await live.send({type: 'answer-check', step: 'announce', answer: 'yes'});

const happenings: Readonly<Record<string, () => Promise<void>>> = {
	walk: async () => undefined,
	lend: async () => lend(live),
	crash: async () => {
		throw new Error('something that nobody expected');
	},
	flood: async () => flood(live),
};

const over = showRun(live, {
	stdin: process.stdin,
	stdout: process.stdout,
	now: Date.now,
	colour: 'dark',
	depth: 'newcomer',
});
process.on('SIGUSR2', () => void happenings[what]?.());
const ended = await over.catch((error: unknown) => String(error));
process.stdout.write(
	`ended: ${ended}; sent: ${live.sent
		.slice(1)
		.map(command => command.type)
		.join(' ')}\r\n`,
);
process.exit(0);

async function lend(run: MemoryLive): Promise<void> {
	await run.handOver()?.(async () => {
		const child = spawn(
			'bash',
			[
				'-c',
				'printf "child asks: "; read -rs line; printf %s "$line" > "$1"; printf "\\e[?25l\\e[?1000hchild is done"',
				'bash',
				report,
			],
			{stdio: 'inherit'},
		);
		await once(child, 'close');
	});
}

/** Prints as fast as pictures are drawn, and keeps saying when a timer ran last. */
async function flood(run: MemoryLive): Promise<void> {
	await run.send({type: 'start-step', step: 'free-disk'});
	let count = 0;
	setInterval(() => {
		count += 1;
		const line = (at: number) => `\u001B[3${(at % 6) + 1}m${'x'.repeat(150)}\u001B[0m ${count} ${at}`;
		run.print('free-disk', Array.from({length: 80}, (_, at) => line(at)).join('\n'));
		writeFileSync(report, String(Date.now()));
	}, 50);
}
