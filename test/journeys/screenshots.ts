import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {frameSvg} from '../ui/frame-svg.ts';
import {agreeable, operate} from './operator.ts';
import {openTerminal, type Terminal, withHome} from './terminal.ts';

/** Pictures of README and manual: frames of a real practice release, taken from the terminal it was shown in. */
const pictures = join(import.meta.dirname, '../../src/manual/pictures');

/** A frame that has just changed may still be on its way: this many milliseconds after the last of it, it stands. */
const settledMs = 600;

const moments: readonly {readonly name: string; readonly until: RegExp; readonly habits?: typeof agreeable}[] = [
	{name: 'briefing', until: /BRIEFING/},
	{name: 'step', until: /Add the column that the new version[\s\S]*RUN\?/},
	{name: 'gate', until: /GO \/ NO-GO/},
	{name: 'output', until: /It holds while real customers use it[\s\S]*s left/},
	{name: 'close', until: /CLOSE\?/, habits: agreeable.slice(0, -1)},
];

await withHome(async home => {
	mkdirSync(pictures, {recursive: true});
	const terminal = openTerminal({args: ['practice'], home, columns: 110, rows: 34});
	for (const {name, until, habits} of moments) {
		await operate(terminal, until, habits);
		await settled(terminal);
		writeFileSync(join(pictures, `${name}.svg`), frameSvg(terminal.xterm, 'dark', `gonogo: ${name}`));
		console.log(`${name}.svg`);
	}
	await operate(terminal, /Check it with/);
	await terminal.exited;
});
process.exit();

async function settled(terminal: Terminal): Promise<void> {
	let before = '';
	while (before !== terminal.text()) {
		before = terminal.text();
		await new Promise(resolve => setTimeout(resolve, settledMs));
	}
}
