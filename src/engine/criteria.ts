import {type Comparison, everyStep, readComparisons} from '../runbook/front-matter/criterion.ts';
import type {Criterion} from '../runbook/meta-model.ts';
import type {Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import {progressOf} from './draft.ts';
import {valuesOf} from './order.ts';
import type {CriterionAnswer, RunState, StepNow} from './state.ts';
import {isGroup, isGuard, standingOf} from './walk.ts';

export type Met = 'yes' | 'no' | 'not applicable' | 'not measured';

/** A success criterion with its verdict, and what the verdict rests on. */
export type CriterionNow = {
	readonly text: string;
	readonly met: Met;
	/** The steps that measured it. */
	readonly steps: readonly StepId[];
	/** What was measured, in words: `HTTP 200 in 12 ms`, `7 of 7 passed`, `orders-after 412 >= orders-before 400`. */
	readonly measured?: string;
	/** A person's word, where nothing measured it. */
	readonly answer?: CriterionAnswer;
};

/**
The table of success criteria: each is measured by the steps it names, the step that stands on its line or bears its
words, or its own condition; where nothing measured it, by what a person said at the end.
*/
export function criteriaNow(state: RunState): readonly CriterionNow[] {
	return state.runbook.meta.criteria.map((criterion, index) => {
		const measured = measure(state, criterion);
		const answer = state.criteria.get(index);
		return measured.met === 'not measured' && answer !== undefined && answer.met !== 'not measured'
			? {...measured, met: answer.met, answer}
			: measured;
	});
}

function measure(state: RunState, criterion: Criterion): CriterionNow {
	const steps = stepsOf(state, criterion);
	const byStep = steps.map(step => metBy(state, step));
	const comparisons = criterion.metIf === undefined ? [] : (readComparisons(criterion.metIf) ?? []);
	const compared = comparisons.map(one => compare(state, one));
	const said = [...stepWords(state, steps, byStep), ...compared.map(({words}) => words)];
	return {
		text: criterion.text,
		met: together([...byStep, ...compared.map(({met}) => met)]),
		steps: steps.map(({id}) => id),
		...(said.length === 0 ? {} : {measured: said.join(', ')}),
	};
}

function together(all: readonly Met[]): Met {
	if (all.includes('no')) {
		return 'no';
	}
	if (all.length === 0 || all.includes('not measured')) {
		return 'not measured';
	}
	return all.includes('yes') ? 'yes' : 'not applicable';
}

function stepsOf(state: RunState, {text, line, metBy: names}: Criterion): readonly Step[] {
	const all = [...state.stepsById.values()];
	if (names === undefined) {
		const own = all.find(one => one.title === text || (one.line === line && one.file === undefined));
		return own === undefined ? [] : [own];
	}
	const named = names.flatMap(name => stepsNamed(state, name.replace(/^#/, '')));
	return [...new Set(named)];
}

/** A step by its id, all of a section by the section's, or the whole walk; what only gathers others is left out. */
function stepsNamed(state: RunState, name: string): readonly Step[] {
	const step = state.stepsById.get(name);
	if (step !== undefined) {
		return [step];
	}
	const walked = state.runbook.walk.filter(one => !isGroup(one));
	if (name === everyStep) {
		return walked.filter(one => !one.optional);
	}
	const inside = new Set([name]);
	for (const section of state.runbook.sections) {
		if (section.parent !== undefined && inside.has(section.parent)) {
			inside.add(section.id);
		}
	}
	return walked.filter(one => inside.has(one.section) && !one.optional);
}

function metBy(state: RunState, step: Step): Met {
	if (isGuard(step)) {
		return guardMet(state, step.id);
	}
	return metAs(standingOf(state, step), progressOf(state, step.id).attempts.length > 0);
}

/** A step that was left out after it failed says no; one that was left out untried says nothing. */
function metAs(standing: StepNow['is'] | 'ready', wasTried: boolean): Met {
	switch (standing) {
		case 'passed':
		case 'warned':
		case 'resolved':
			return 'yes';
		case 'failed':
		case 'no-go':
			return 'no';
		case 'overridden':
			return wasTried ? 'no' : 'not measured';
		case 'not-applicable':
			return 'not applicable';
		default:
			return 'not measured';
	}
}

/** A guard that tripped once and was accepted does not become good by what came later. */
function guardMet(state: RunState, id: StepId): Met {
	const guard = state.guards.get(id);
	const tripped =
		guard?.state === 'tripped' ||
		state.rollback?.step === id ||
		state.deviations.some(({step, what}) => step === id && what === 'override');
	return tripped ? 'no' : guard?.state === 'good' ? 'yes' : 'not measured';
}

function stepWords(state: RunState, steps: readonly Step[], met: readonly Met[]): readonly string[] {
	const [only] = steps;
	if (steps.length > 1) {
		const counted = met.filter(one => one !== 'not applicable');
		return [`${met.filter(one => one === 'yes').length} of ${counted.length} passed`];
	}
	const words = only === undefined || met[0] === 'not measured' ? undefined : measuredBy(state, only);
	return words === undefined ? [] : [words];
}

/** One step's measurement in words. */
function measuredBy(state: RunState, step: Step): string | undefined {
	const guard = state.guards.get(step.id);
	if (guard !== undefined) {
		return guard.value === undefined ? guard.why : `last ${guard.value}`;
	}
	const {attempts, answer} = progressOf(state, step.id);
	const end = attempts.findLast(({part}) => part === 'whole')?.end;
	const outcome = end?.is === 'ended' ? end.outcome : undefined;
	return (outcome?.result === 'passed' ? outcome.summary : outcome?.why) ?? answer?.value ?? answer?.answer;
}

function compare(state: RunState, {left, compare: by, right}: Comparison): {met: Met; words: string} {
	const one = valueNamed(state, left);
	const literal = right.replace(/^(["'])(.*)\1$/, '$2');
	const known = literal === right ? valueNamed(state, right) : undefined;
	const other = known ?? literal;
	const words = `${left} ${one ?? '(not known)'} ${by} ${known === undefined ? literal : `${right} ${known}`}`;
	return {met: one === undefined ? 'not measured' : holds(one, by, other) ? 'yes' : 'no', words};
}

/** As numbers where both are; what is no number has no order. */
function holds(one: string, by: Comparison['compare'], other: string): boolean {
	const [a, b] = [Number(one), Number(other)];
	const areNumbers = one.trim() !== '' && other.trim() !== '' && Number.isFinite(a) && Number.isFinite(b);
	switch (by) {
		case '==':
			return areNumbers ? a === b : one === other;
		case '!=':
			return areNumbers ? a !== b : one !== other;
		case '<':
			return areNumbers && a < b;
		case '<=':
			return areNumbers && a <= b;
		case '>':
			return areNumbers && a > b;
		case '>=':
			return areNumbers && a >= b;
	}
}

/** An input, a captured value, or `step.fact` of the step's last attempt; a guard has the fact `value`. */
function valueNamed(state: RunState, name: string): string | undefined {
	const value = valuesOf(state)[name];
	const dot = name.lastIndexOf('.');
	if (value !== undefined || dot <= 0) {
		return value;
	}
	const [id, fact] = [name.slice(0, dot), name.slice(dot + 1)];
	const end = progressOf(state, id).attempts.at(-1)?.end;
	const found =
		fact === 'value' && state.guards.has(id)
			? state.guards.get(id)?.value
			: end?.is === 'ended'
				? end.outcome.facts?.[fact]
				: undefined;
	return found === undefined ? undefined : String(found);
}
