import type {RunState} from '../engine/state.ts';
import type {Perform} from '../steps/performer.ts';
import type {Journal} from '../store/store.ts';
import type {Approvers} from './approvals.ts';

export type SessionOptions = {
	readonly journal: Journal;
	/** The run as its journal tells it so far. */
	readonly state: RunState;
	readonly perform: Perform;
	readonly operator: string;
	/** Clock and dice are handed in; the core has neither. */
	readonly now: () => Date;
	/** 32 hex digits, fresh on every call. */
	readonly nonce: () => string;
	/** Where secrets are kept once they are given: values by the name of their input. Default: here alone. */
	readonly secrets?: Map<string, string>;
	/** Whom this run believes at its gates; left out, nobody's signature is known and the driver's word will do. */
	readonly approvers?: Approvers | undefined;
	/** When this very runbook was rehearsed last (ISO 8601); left out, nobody knows. */
	readonly lastRehearsal?: (() => Promise<string | undefined>) | undefined;
};
