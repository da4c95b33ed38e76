import type {RunState} from '../engine/state.ts';
import type {Attempted} from '../record/refused.ts';
import type {Said} from '../record/sign-approval.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {Store} from '../store/store.ts';

export type FollowerOptions = {
	readonly store: Pick<Store, 'follow'>;
	/** The run's directory. */
	readonly directory: string;
	/** The run as its journal told it a moment ago. */
	readonly state: RunState;
	/** Under which name this person follows. */
	readonly name: string;
	/** They could open the run themselves once it is free. */
	readonly mayDrive: boolean;
	/** Signs an answer to the open gate with this person's own key. */
	readonly sign: (state: RunState, gate: StepId, signing: Signing) => Promise<Attempted<string>>;
};

type Signing = {
	readonly said: Said;
	/** Says on the screen what the key waits for, a touch; it is taken away once it has signed. */
	readonly waits: (words: string) => void;
};
