import {whyNotAtTerminal} from '../../engine/decide-gate.ts';
import {progressOf} from '../../engine/draft.ts';
import {countGate, type GateCount} from '../../engine/gate-count.ts';
import {badProbes} from '../../engine/gate-probes.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import type {GateStep, Step} from '../../runbook/step-model.ts';
import type {AskingWords} from './asking-words.ts';
import type {Choice} from './choice.ts';
import {type Field, field} from './field.ts';
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
	const refused = whyNotAtTerminal(state, step);
	const go: Choice = {
		is: 'go',
		label: 'GO',
		about: 'opens the way',
		front: true,
		fields: [...typed, ...reasonFields(state, step)],
		...(refused === undefined ? {} : {refused: saidLine(refused)}),
	};
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
		choices: [...goes(state, step, go), noGo, ...broken(state, step, typed)],
		grave: true,
	};
}

/** In an emergency the driver may go on alone, and answers for it in a review. */
function broken(state: RunState, gate: GateStep, typed: readonly Field[]): readonly Choice[] {
	if (state.opened.emergency === undefined) {
		return [];
	}
	const choice: Choice = {
		is: 'break-glass',
		label: 'break glass',
		about: 'goes on without the people this gate asks for; a deviation, and a review falls due',
		front: true,
		fields: [...typed, reasonField('Why can it not wait?')],
	};
	return gate.gate === 'judgement'
		? Object.keys(gate.choices).map(name => ({
				...choice,
				label: `break glass: ${saidLine(name)}`,
				pick: {is: 'choice' as const, name},
			}))
		: [choice];
}

/** A GO although something it relies on does not hold says why; it is a deviation. */
function reasonFields(state: RunState, gate: GateStep): readonly Field[] {
	const bad = badProbes(state, gate).map(({step}) => `“${saidLine(step.title)}”`);
	return bad.length === 0 ? [] : [reasonField(`Why GO although ${bad.join(', ')} does not hold?`)];
}

function goes(state: RunState, gate: GateStep, go: Choice): readonly Choice[] {
	switch (gate.gate) {
		case 'approval':
			return [go];
		case 'judgement':
			return Object.entries(gate.choices).map(([name, to]) => ({
				...go,
				label: saidLine(name),
				about: leadsTo(state, gate, to),
				pick: {is: 'choice', name},
			}));
		case 'poll': {
			return countOf(state, gate).silent.map(name => ({
				...go,
				label: `GO for ${saidLine(name)}`,
				about: 'answers for this role',
				pick: {is: 'role', name},
			}));
		}
	}
}

function countOf(state: RunState, gate: GateStep): GateCount {
	const {now, gate: answers} = progressOf(state, gate.id);
	return countGate(gate, answers, {policy: now.is === 'open' ? now.policy : undefined});
}

function aboutOf(state: RunState, gate: GateStep, typed: string | undefined): readonly string[] {
	const {signed, needed, people} = countOf(state, gate);
	const said = people.length === 0 ? 'nobody has said GO yet' : `${people.map(saidLine).join(', ')} said GO`;
	const missing =
		needed > 1 || signed
			? [`Needs ${counted(needed, 'person', 'people')}${signed ? ' to sign' : ''}; ${said}.`]
			: [];
	const deviations =
		state.deviations.length === 0
			? []
			: [`${counted(state.deviations.length, 'deviation')} so far; read them above.`];
	const how = signed
		? [`Others sign with: gonogo approve ${saidLine(state.opened.run)}`]
		: typed === undefined
			? []
			: [`GO needs the word ${saidLine(typed)} typed in full.`];
	return [...missing, ...deviations, ...how];
}

/** Where a named answer leads, before it is given. */
function leadsTo(state: RunState, gate: GateStep, to: string): string {
	const {walk, rollback} = state.runbook;
	const target = state.stepsById.get(to);
	if (target === undefined) {
		return 'goes on with what comes next';
	}
	const title = `“${saidLine(target.title)}”`;
	if (rollback.includes(target)) {
		return `rolls back, from ${title}`;
	}
	const here = walk.findIndex(({id}) => id === gate.id);
	return walk.indexOf(target) < here ? `goes back, and walks again from ${title}` : `goes on at ${title}`;
}
