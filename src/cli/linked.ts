import {dirname, join, normalize} from 'node:path';
import {readRunbook} from '../runbook/read.ts';
import type {ReadLinked} from '../ui/view/linked.ts';
import {readBeside} from './includes.ts';

/** Reads what a runbook links to, as it lies on the disk now, from anywhere in the runbook's work tree. */
export function linkedReader(runbook: string): ReadLinked {
	return (target, from) => {
		const path = normalize(join(from === undefined ? '.' : dirname(from), target.replace(/[?#].*$/, '')));
		const given = readBeside(runbook, path);
		if ('problem' in given) return {problem: `${path} ${given.problem}`};
		const {title, links} = readRunbook({text: given.text, path}).runbook;
		return {title, path, text: given.text, links};
	};
}
