import {Fault} from '../fault.ts';
import {unifiedDiff} from '../runbook/lint/diff.ts';
import {sanitiseText} from '../text/sanitise.ts';
import {askLine} from './ask.ts';
import {say} from './out.ts';
import type {RunbookFile} from './read-file.ts';
import {isTerminal} from './screens.ts';
import {isTrusted, lastTrustedText, sha256, trust} from './trusted.ts';

/** How much of a runbook is printed before the question; the rest is a keystroke away in any editor. */
const linesShownMax = 60;

/**
Makes sure that a person has said that these very bytes may run here: asks, showing the runbook or what changed in it
since it was trusted last.

@throws Fault `runbook.untrusted` on no, and where nobody can be asked.
*/
export async function askForTrust(stateDirectory: string, file: RunbookFile, canAsk: boolean): Promise<void> {
	if (await isTrusted(stateDirectory, file.path, sha256(file.bytes))) {
		return;
	}
	const before = await lastTrustedText(stateDirectory, file.path);
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
	if (answer?.trim().toLowerCase() !== 'y') {
		throw new Fault(
			'runbook.untrusted',
			`${file.name} was not trusted; nothing was run.`,
			`Look at it with \`gonogo plan ${file.name}\`.`,
		);
	}
	await trust(stateDirectory, {path: file.path, bytes: file.bytes, at: new Date().toISOString()});
}

function introduction(file: RunbookFile): string {
	const lines = sanitiseText(file.text).split('\n');
	const rest =
		lines.length > linesShownMax ? `  … ${lines.length - linesShownMax} more lines in ${file.name}\n` : '';
	return `This runbook has not run here before:\n\n${lines
		.slice(0, linesShownMax)
		.map(line => `  ${line}\n`)
		.join('')}${rest}\nSHA-256 ${sha256(file.bytes)}\n`;
}

function changes(file: RunbookFile, before: string): string {
	const diff = unifiedDiff(before, file.text, {from: 'trusted', to: file.name});
	return `${file.name} has changed since it was trusted here:\n\n${sanitiseText(diff)}\n`;
}
