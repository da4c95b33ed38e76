import {progressOf} from '../engine/draft.ts';
import {countGate} from '../engine/gate-count.ts';
import {badProbes} from '../engine/gate-probes.ts';
import {typedName} from '../engine/next.ts';
import type {RunState} from '../engine/state.ts';
import {Fault} from '../fault.ts';
import type {Said} from '../record/sign-approval.ts';
import type {GateStep} from '../runbook/step-model.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {cardLines, openingLines, questionLines} from '../ui/plain/pages.ts';
import {askingOf} from '../ui/view/asking.ts';
import {askLine} from './ask.ts';
import {isTerminal} from './screens.ts';

/** What an approver answers; their name is known to the caller. */
type Answered = Omit<Said, 'by'>;

type Wish = {
	readonly go: string | true;
	readonly reason?: string;
	readonly choice?: string;
	readonly role?: string;
};

/** Everything a GO would stand for, as lines. */
export function gatePage(state: RunState, gate: GateStep): readonly string[] {
	const asking = askingOf(state, {is: 'gate', step: gate.id});
	const [title = '', where = ''] = openingLines(state);
	return [
		title,
		where,
		...cardLines(state, gate, 'newcomer'),
		...questionLines(state, {...asking, about: []}, []),
	];
}

/**
Asks the person at the terminal, and takes from the arguments what stands there.

@returns undefined when they did not say GO.
@throws Fault `cli.usage` for a choice or a role that the gate does not have; `cli.terminal` where nobody can be asked.
*/
export async function askAnswer(state: RunState, gate: GateStep, wish: Wish): Promise<Answered | undefined> {
	if (wish.go !== true) {
		return noGo(wish.go, wish.role);
	}
	const picked = await pick(state, gate, wish);
	if (picked === undefined) {
		return undefined;
	}
	const reason = await goReason(state, gate, wish);
	if (reason === undefined) {
		return undefined;
	}
	const word = typedName(state).typed ?? 'GO';
	const typed = await askTerminal(`Type ${sanitiseLine(word)} to sign GO, anything else to leave: `);
	return typed?.trim() === word ? {answer: 'go', ...picked, ...reason} : undefined;
}

/** A GO although something it relies on does not hold says why. @returns undefined when nothing was said. */
async function goReason(
	state: RunState,
	gate: GateStep,
	{reason}: Wish,
): Promise<{reason?: string} | undefined> {
	const bad = badProbes(state, gate).map(({step}) => `“${sanitiseLine(step.title)}”`);
	if (reason !== undefined || bad.length === 0) {
		return reason === undefined ? {} : {reason};
	}
	const said = (await askTerminal(`Why GO although ${bad.join(', ')} does not hold? `))?.trim() ?? '';
	return said === '' ? undefined : {reason: said};
}

/**
The answer as the arguments state it, with nobody asked: for a file that another person signs.

@throws Fault `cli.usage` when a choice or a role is missing or not the gate's.
*/
export function statedAnswer(state: RunState, gate: GateStep, wish: Wish): Answered {
	if (wish.go !== true) {
		return noGo(wish.go, wish.role);
	}
	const reason = wish.reason === undefined ? {} : {reason: wish.reason};
	switch (gate.gate) {
		case 'approval':
			return {answer: 'go', ...reason, ...(wish.role === undefined ? {} : {role: wish.role})};
		case 'judgement':
			return {answer: 'go', ...reason, choice: stated(Object.keys(gate.choices), wish.choice, 'choice')};
		case 'poll':
			return {answer: 'go', ...reason, role: stated(silentRoles(state, gate), wish.role, 'role')};
	}
}

function stated(names: readonly string[], wished: string | undefined, what: 'choice' | 'role'): string {
	const name = wished ?? (names.length === 1 ? names[0] : undefined);
	return name !== undefined && names.includes(name) ? name : refuseName(names, wished, what);
}

function refuseName(names: readonly string[], wished: string | undefined, what: 'choice' | 'role'): never {
	throw new Fault(
		'cli.usage',
		wished === undefined
			? `This gate asks for a ${what}.`
			: `This gate has no ${what} “${sanitiseLine(wished)}” to answer.`,
		`Say --${what} with one of: ${names.join(', ')}`,
	);
}

function noGo(reason: string, role: string | undefined): Answered {
	if (reason.trim() === '') {
		throw new Fault('cli.usage', 'A NO-GO needs its reason.', 'gonogo approve RUN GATE --no-go "why"');
	}
	return {answer: 'no-go', reason: reason.trim(), ...(role === undefined ? {} : {role})};
}

type Picked = {readonly choice?: string; readonly role?: string};

/** A judgement has its choice and a poll its role; the only one that is left need not be named. */
async function pick(state: RunState, gate: GateStep, wish: Wish): Promise<Picked | undefined> {
	switch (gate.gate) {
		case 'approval':
			return wish.role === undefined ? {} : {role: wish.role};
		case 'judgement': {
			const choice = await oneOf(Object.keys(gate.choices), wish.choice, 'choice');
			return choice === undefined ? undefined : {choice};
		}
		case 'poll': {
			const role = await oneOf(silentRoles(state, gate), wish.role, 'role');
			return role === undefined ? undefined : {role};
		}
	}
}

function silentRoles(state: RunState, gate: GateStep): readonly string[] {
	const {now, gate: answers} = progressOf(state, gate.id);
	return countGate(gate, answers, {policy: now.is === 'open' ? now.policy : undefined}).silent;
}

async function oneOf(
	names: readonly string[],
	wished: string | undefined,
	what: 'choice' | 'role',
): Promise<string | undefined> {
	if (wished === undefined && names.length === 1) {
		return names[0];
	}
	const said =
		wished ?? (await askTerminal(`Which ${what}? ${names.map(name => sanitiseLine(name)).join(', ')}: `));
	const name = said?.trim() ?? '';
	if (!names.includes(name) && wished !== undefined) {
		return refuseName(names, wished, what);
	}
	return names.includes(name) ? name : undefined;
}

/** A GO is given by a person who is there. */
function askTerminal(prompt: string): Promise<string | undefined> {
	if (!isTerminal()) {
		throw new Fault(
			'cli.terminal',
			'A GO is signed by a person at a terminal, and standard input or output is not one.',
			'Sign from a terminal, or make a file to sign elsewhere with --export.',
		);
	}
	return askLine(prompt);
}
