import {Fault} from '../fault.ts';
import type {FileText} from '../runbook/include/include.ts';
import {sha256Hex} from '../text/digest.ts';
import {sanitiseLine, sanitiseText} from '../text/sanitise.ts';
import {askLine} from './ask.ts';
import {type BookTexts, bookDiff} from './book-diff.ts';
import {say} from './out.ts';
import type {RunbookFile} from './read-file.ts';
import {isTerminal} from './screens.ts';
import {bookDigest, isTrusted, lastTrusted, trust} from './trusted.ts';

/** A runbook's file with what it includes. */
type BookFile = RunbookFile & {readonly includes: readonly FileText[]};

/** How much of a file is printed before the question; the rest is a keystroke away in any editor. */
const linesShownMax = 60;

/**
Makes sure that a person has said that these very bytes may run here: asks, showing the runbook or what changed in it
since it was trusted last.

@throws Fault `runbook.untrusted` on no, and where nobody can be asked.
*/
export async function askForTrust(stateDirectory: string, file: BookFile, canAsk: boolean): Promise<void> {
	if (await isTrusted(stateDirectory, file.path, bookDigest(file))) {
		return;
	}
	const before = await lastTrusted(stateDirectory, file.path);
	if (!canAsk || !isTerminal()) {
		throw new Fault(
			'runbook.untrusted',
			`${file.name} ${before === undefined ? 'has not been trusted here yet' : 'has changed since it was trusted here'}, and nobody can be asked.`,
			`Look at it with \`gonogo plan ${file.name}\`, then say \`gonogo trust ${file.name}\`.`,
		);
	}
	await say(before === undefined ? introduction(file) : changes(file, before));
	const answer = await askLine(
		before === undefined ? 'May it run commands on this computer? [y/N] ' : 'May this version run? [y/N] ',
	);
	if (!/^y(?:es)?$/i.test(answer?.trim() ?? '')) {
		throw new Fault(
			'runbook.untrusted',
			`${file.name} was not trusted; nothing was run.`,
			`Look at it with \`gonogo plan ${file.name}\`.`,
		);
	}
	await trust(stateDirectory, {...file, at: new Date().toISOString()});
}

function introduction(file: BookFile): string {
	const included = file.includes.map(
		one =>
			`\nIt includes ${sanitiseLine(one.path)}, SHA-256 ${sha256Hex(one.text)}:\n\n${opening(one.text, one.path)}`,
	);
	const digest = `\nSHA-256 ${bookDigest(file)}${included.length === 0 ? '' : ' (all files)'}\n`;
	return `This runbook has not run here before:\n\n${opening(file.text, file.name)}${included.join('')}${digest}`;
}

function opening(text: string, name: string): string {
	const lines = sanitiseText(text).split('\n');
	const more = lines.length - linesShownMax;
	const rest = more > 0 ? `  … ${more} more lines in ${sanitiseLine(name)}\n` : '';
	return `${lines
		.slice(0, linesShownMax)
		.map(line => `  ${line}\n`)
		.join('')}${rest}`;
}

function changes(file: BookFile, before: BookTexts): string {
	const diff = bookDiff(before, file, {name: file.name, before: 'trusted', now: ''});
	return `${file.name} has changed since it was trusted here:\n\n${sanitiseText(diff)}\n`;
}
