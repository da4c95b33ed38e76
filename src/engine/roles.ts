import type {Finding} from './event-rules.ts';
import type {RunState} from './state.ts';

/** Roles that steps of the walk are written for; a gate's roles are those of its approvers. */
export function rolesAsked({runbook}: Pick<RunState, 'runbook'>): readonly string[] {
	return [
		...new Set(
			runbook.walk.flatMap(step => (step.role === undefined || step.kind === 'gate' ? [] : [step.role])),
		),
	];
}

/** Whether the driver has the roles that steps are written for; nothing where no trust file says who has which. */
export function roleFindings(state: RunState): readonly Finding[] {
	const {rights, operator} = state;
	if (rights === undefined) {
		return [];
	}
	const {roles} = rights;
	const own = roles.length === 0 ? 'no role' : roles.join(', ');
	return rolesAsked(state).map((role): Finding => {
		const rule = `role.${role}`;
		return roles.includes(role)
			? {rule, is: 'pass', found: operator}
			: {rule, is: 'fail', found: operator, why: `“${role}” does such steps; ${operator} has ${own}.`};
	});
}
