import {progressOf} from '../../engine/draft.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import type {GateStep, Step} from '../../runbook/step-model.ts';
import type {AskingWords} from './asking-words.ts';
import type {Choice} from './choice.ts';
import {field} from './field.ts';
import {counted, saidLine} from './said.ts';
import {reasonField} from './ways.ts';

/** “GO or NO-GO?” A production gate is never answered by a single key. */
export function gateWords(
	state: RunState,
	step: Step,
	question: Extract<Question, {is: 'gate'}>,
): AskingWords {
	if (step.kind !== 'gate') {
		throw new Error(`This is a bug: “${step.id}” is no gate.`);
	}
	const typed =
		question.typed === undefined
			? []
			: [field('typed', `Type ${question.typed} to say GO`, {exactly: question.typed})];
	const go: Choice = {is: 'go', label: 'GO', about: 'opens the way', front: true, fields: typed};
	const noGo: Choice = {
		is: 'no-go',
		label: 'NO-GO',
		about: 'one NO-GO settles the gate',
		front: true,
		fields: [reasonField('Why NO-GO?')],
	};
	return {
		badge: 'GO / NO-GO',
		tone: 'strong',
		title: saidLine(step.question),
		about: aboutOf(state, step, question.typed),
		choices: [...goes(state, step, go), noGo],
		grave: true,
	};
}

function goes(state: RunState, gate: GateStep, go: Choice): readonly Choice[] {
	switch (gate.gate) {
		case 'approval':
			return [go];
		case 'judgement':
			return Object.keys(gate.choices).map(name => ({
				...go,
				label: saidLine(name),
				about: 'goes on this way',
				pick: {is: 'choice', name},
			}));
		case 'poll': {
			const answered = new Set(progressOf(state, gate.id).gate.map(answer => answer.role));
			const open = gate.roles.filter(role => !answered.has(role));
			return open.map(name => ({
				...go,
				label: `GO for ${saidLine(name)}`,
				about: 'answers for this role',
				pick: {is: 'role', name},
			}));
		}
	}
}

function aboutOf(state: RunState, gate: GateStep, typed: string | undefined): readonly string[] {
	const given = progressOf(state, gate.id).gate.filter(answer => answer.answer === 'go').length;
	const missing =
		gate.gate === 'approval' && gate.approvals > 1
			? [`${given} of ${counted(gate.approvals, 'person', 'people')} said GO.`]
			: [];
	const deviations =
		state.deviations.length === 0
			? []
			: [`${counted(state.deviations.length, 'deviation')} so far; read them above.`];
	return [
		...missing,
		...deviations,
		...(typed === undefined ? [] : [`GO needs the word ${typed} typed in full.`]),
	];
}
