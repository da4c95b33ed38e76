import {expect, test} from 'vitest';
import {notHandedOn} from '../../src/engine/handed-on.ts';
import {check, command, given, runbookOf} from './given.ts';

const book = runbookOf({
	walk: [
		command('prepare', {optional: true, run: {script: 'backup="/srv/backup-1"\ncp -r /srv/app "$backup"'}}),
		check('look'),
		command('restore', {run: {script: 'test -d "$backup" && echo "$HOME"'}}),
	],
});
const restore = book.walk[2];

test('a block that uses what a skipped block sets is known', () => {
	const run = given(book).after({type: 'decide-step', step: 'prepare', disposition: 'skip'});

	expect(restore && notHandedOn(run.state, restore)).toEqual([{variable: 'backup', from: book.walk[0]}]);
});

test('a block whose variable was handed on has nothing missing', () => {
	const run = given(book)
		.after({type: 'start-step', step: 'prepare'})
		.after({type: 'finish-step', step: 'prepare', attempt: 1, outcome: {result: 'passed', durationMs: 1}});

	expect(restore && notHandedOn(run.state, restore)).toEqual([]);
});
