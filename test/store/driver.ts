import {unlinkSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {Fault} from '../../src/fault.ts';
import {openFileStore} from '../../src/store/files.ts';
import {breakingFiles} from './breaking-files.ts';
import {entriesFrom, first, note, run, runbook} from './driving.ts';
import {walkScript} from './scripted-run.ts';

/** A process that drives a run. Lines go out with one write each: what was said is said, also by one that is killed. */
const [verb = '', directory = '', number = '0'] = process.argv.slice(2);

async function main(): Promise<void> {
	switch (verb) {
		case 'die-at': {
			const {files} = breakingFiles(Number(number), 'crash', () => process.kill(process.pid, 'SIGKILL'));
			await walkScript(await openFileStore(directory, {files}), entries => say(`told ${entries.length}`));
			return;
		}
		case 'append': {
			const {journal} = await (await openFileStore(directory, {operator: 'carol'})).open(run);
			for (let count = 0; count < Number(number); count++) {
				await journal.append(entriesFrom(journal.seq + 1, note(`from ${process.pid}`)));
				say(`told ${journal.seq}`);
			}
			await journal.close();
			return;
		}
		case 'hold': {
			await (await openFileStore(directory, {operator: 'carol'})).open(run);
			say('holds');
			setInterval(() => {}, 1000);
			return;
		}
		case 'try': {
			const {journal} = await (await openFileStore(directory, {operator: 'dave'})).open(run);
			say('opened');
			await journal.close();
			return;
		}
		case 'fill':
			return fillDisk(directory);
		default:
			throw new Error(`no verb ${verb}`);
	}
}

/** Writes until a small disk is full, says what is there then, makes room and goes on. */
async function fillDisk(directory: string): Promise<void> {
	const ballast = join(directory, 'ballast');
	writeFileSync(ballast, Buffer.alloc(400_000, 'x'));
	const store = await openFileStore(directory);
	const journal = await store.create(run, first, runbook);
	let told = 1;
	const fault: unknown = await (async () => {
		for (let count = 0; count < 1000; count++) {
			await journal.append(entriesFrom(journal.seq + 1, note('x'.repeat(3000))));
			told = journal.seq;
		}
	})().catch(error => error);
	say(`fault ${fault instanceof Fault ? `${fault.code} ${fault.message}` : String(fault)}`);
	await journal.close();
	const {entries, torn} = await store.read(run);
	say(`found ${JSON.stringify({told, entries: entries.length, last: entries.at(-1)?.event.type, torn})}`);
	unlinkSync(ballast);
	const again = await store.open(run);
	await again.journal.append(entriesFrom(again.journal.seq + 1, note('room again')));
	await again.journal.close();
	say(`went on ${(await store.read(run)).entries.length}`);
}

function say(line: string): void {
	writeSync(1, `${line}\n`);
}

main().catch(error => {
	say(error instanceof Fault ? `fault ${error.code} ${error.message}` : `error ${String(error)}`);
	process.exitCode = 1;
});
