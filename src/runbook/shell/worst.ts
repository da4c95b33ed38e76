import type {CommandDanger} from '../work-model.ts';

const order: readonly CommandDanger[] = ['read', 'changing', 'irreversible'];

/** The worst of several; of none it is `read`. */
export function worst(dangers: readonly CommandDanger[]): CommandDanger {
	return dangers.reduce<CommandDanger>(
		(high, danger) => (order.indexOf(danger) > order.indexOf(high) ? danger : high),
		'read',
	);
}
