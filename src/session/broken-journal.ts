import {Fault} from '../fault.ts';

/** Whatever a journal threw, in words that say what to do. */
export function faultOf(error: unknown): Fault {
	return error instanceof Fault
		? error
		: new Fault(
				'store.poisoned',
				`The journal can't be written: ${String(error)}`,
				'Mend the disk, then `gonogo resume`.',
				{cause: error},
			);
}
