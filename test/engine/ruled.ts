import type {Command} from '../../src/engine/command.ts';
import type {EventOf} from '../../src/engine/event.ts';
import type {Meta} from '../../src/runbook/meta-model.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {check, command, type Given, givenOpened, opened, runbookOf} from './given.ts';

/** A check, a change and a check, with a way back, under the rules that are given. */
export function bookWith(meta: Partial<Meta>, parts: Partial<Runbook> = {}): Runbook {
	const book = runbookOf({
		walk: [check('look'), command('switch'), check('after')],
		rollback: [command('back')],
		...parts,
	});
	return {...book, meta: {...book.meta, ...meta}};
}

export const opening: EventOf<'run.opened'> = {...opened, mode: 'walk'};

/** A run that has measured its rules once. */
export function start(
	book: Runbook,
	findings: Extract<Command, {type: 'note-rules'}>['findings'] = [],
	as = opening,
): Given {
	return givenOpened(book, as).after({type: 'note-rules', moment: 'start', findings}, 'gonogo');
}

export const looked = {type: 'answer-check', step: 'look', answer: 'yes'} as const;
