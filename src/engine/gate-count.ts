import type {GateStep} from '../runbook/step-model.ts';
import type {GatePolicy} from './event-people.ts';
import type {GateAnswer} from './state.ts';

/** How far a gate is. */
export type GateCount = {
	/** Only signed answers of people who may approve count. */
	readonly signed: boolean;
	/** People who have to say GO. */
	readonly needed: number;
	/** Who has said GO, and counts. */
	readonly people: readonly string[];
	/** Roles of a poll that have not answered. */
	readonly silent: readonly string[];
	readonly isMet: boolean;
};

/**
Counts the answers of a gate that still hold: distinct people, and where they signed distinct keys. The runbook can ask
for more than the environment does, never for less.

@param choice of a judgement: only those who chose the same count together.
*/
export function countGate(
	gate: GateStep,
	answers: readonly GateAnswer[],
	{policy, choice}: {readonly policy?: GatePolicy | undefined; readonly choice?: string | undefined},
): GateCount {
	const signed = (policy?.approvals ?? 0) > 0;
	const goes = answers.filter(
		answer =>
			answer.answer === 'go' &&
			answer.voided === undefined &&
			(!signed || answer.key !== undefined) &&
			(choice === undefined || answer.choice === choice),
	);
	const isBroken = answers.some(answer => answer.breakGlass === true && answer.voided === undefined);
	const people = [...new Set(goes.map(answer => answer.by))];
	const keys = new Set(goes.map(answer => answer.key ?? `typed by ${answer.by}`));
	const silent =
		gate.gate === 'poll' ? gate.roles.filter(role => !goes.some(answer => answer.role === role)) : [];
	const needed = neededFor(gate, policy);
	return {
		signed,
		needed,
		people,
		silent,
		isMet: isBroken || (silent.length === 0 && Math.min(people.length, keys.size) >= needed),
	};
}

/** A poll's roles may all be held by one person, unless the environment asks for more people. */
function neededFor(gate: GateStep, policy: GatePolicy | undefined): number {
	const asked = gate.gate === 'poll' ? 1 : gate.approvals;
	return Math.max(asked, policy?.approvals ?? 0);
}
