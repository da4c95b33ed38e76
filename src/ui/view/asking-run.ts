import {notHandedOn} from '../../engine/handed-on.ts';
import {openPlaceholders} from '../../engine/order.ts';
import {backupMadeAt, wantsWitness} from '../../engine/restore-rule.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {AskingWords} from './asking-words.ts';
import type {Choice} from './choice.ts';
import {type Field, field} from './field.ts';
import {saidLine, saidTime} from './said.ts';
import {deferFields, reasonField, scriptField} from './ways.ts';

type Confirm = Extract<Question, {is: 'confirm'}>;

/** “Run this?”, with everything that can be done instead. */
export function confirmWords(state: RunState, step: Step, question: Confirm): AskingWords {
	const typed = [
		...witnessFields(state, step),
		...(question.typed === undefined
			? []
			: [field('typed', `Type ${question.typed} to run it`, {exactly: question.typed})]),
	];
	return {
		badge: 'RUN?',
		tone: 'strong',
		title: question.choices === undefined ? titleOf(step) : 'Which of these?',
		about: [
			...(question.typed === undefined ? [] : ['This can’t be taken back.']),
			...lossWords(state, step),
			...missingWords(state, step),
		],
		choices: [
			...runs(state, step, {question, typed}),
			...edits(state, step, typed),
			...leavingOut(state, step),
		],
		grave: step.mutates,
	};
}

/** What a restore takes away: everything that was written since the backup. */
function lossWords(state: RunState, step: Step): readonly string[] {
	if (step.kind !== 'restore') {
		return [];
	}
	const at = backupMadeAt(state, step);
	return at === undefined
		? ['When its backup was made is not known here; what was written since will be missing.']
		: [`The backup is of ${saidTime(at, state.opened.timeZone)}: what was written since will be missing.`];
}

function witnessFields(state: RunState, step: Step): readonly Field[] {
	return wantsWitness(state, step)
		? [field('witness', 'Who agrees with you? (another person’s name; “alone” if nobody can be reached)')]
		: [];
}

/** A block that an earlier one was to prepare says so when that one did not pass. */
function missingWords(state: RunState, step: Step): readonly string[] {
	return notHandedOn(state, step).map(
		({variable, from}) =>
			`It uses $${variable}, which “${saidLine(from.title)}” sets; that step did not pass here.`,
	);
}

type Confirming = {readonly question: Confirm; readonly typed: readonly Field[]};

function runs(state: RunState, step: Step, {question, typed}: Confirming): readonly Choice[] {
	const refused = whyNotRun(state, step);
	const run: Choice = {
		is: 'run',
		label: 'run',
		about: step.mutates ? 'changes the world' : 'only reads',
		front: true,
		fields: typed,
		...(refused === undefined ? {} : {refused}),
	};
	const picks = question.choices?.map(name => ({
		...run,
		label: saidLine(name),
		about: 'runs this alternative',
		pick: {is: 'alternative' as const, name},
	}));
	return picks ?? [run];
}

function whyNotRun(state: RunState, step: Step): string | undefined {
	const open = openPlaceholders(state, step);
	if (open.length > 0) {
		return `there is no value yet for ${open.map(saidLine).join(', ')}`;
	}
	return isMixed(step) ? 'commands and output stand mixed here: pick the lines to run' : undefined;
}

function edits(state: RunState, step: Step, typed: readonly Field[]): readonly Choice[] {
	if (!('run' in step) || step.run === undefined) {
		return [];
	}
	const label = isMixed(step) ? 'pick lines' : 'edit first';
	return [
		{
			is: 'edit',
			label,
			about: 'changes the command for this attempt only; a deviation',
			front: isMixed(step),
			fields: [scriptField(state, step), ...typed],
		},
	];
}

function isMixed(step: Step): boolean {
	return 'run' in step && step.run?.mixed === true;
}

/** Going on without a step that has not been tried. */
function leavingOut(state: RunState, step: Step): readonly Choice[] {
	const notApplicable: Choice = {
		is: 'not-applicable',
		label: 'not applicable',
		about: 'this run has no need of it',
		front: false,
		fields: [reasonField('Why does it not apply?')],
	};
	if (step.optional || step.contingent) {
		return [
			{
				is: 'skip',
				label: 'skip',
				about: step.optional ? 'it is optional' : 'the text did not ask for it now',
				front: true,
				fields: step.optional ? [] : [reasonField('Why leave it out?')],
			},
			notApplicable,
		];
	}
	const refused = step.required ? {refused: 'this step is required'} : {};
	return [
		{
			is: 'override',
			label: 'skip with a reason',
			about: 'goes on without it; the record says so',
			front: true,
			fields: [reasonField('Why go on without it?')],
			...refused,
		},
		{
			is: 'defer',
			label: 'defer',
			about: 'goes on; someone does it later',
			front: false,
			fields: deferFields(state),
			...refused,
		},
		notApplicable,
	];
}

function titleOf(step: Step): string {
	const titles: Readonly<Partial<Record<Step['kind'], string>>> = {
		command: 'Run this command?',
		probe: 'Measure this?',
		metric: 'Watch this?',
		backup: 'Take this backup?',
		restore: 'Restore from this backup?',
		migration: 'Apply this migration?',
		notify: 'Send this message?',
		wait: 'Wait here?',
		check: 'Run the command of this check?',
	};
	return titles[step.kind] ?? 'Run this?';
}
