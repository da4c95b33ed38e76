import type {Problem} from '../model.ts';

/** What a code stands for; the manual and SARIF are made from these. */
export type Explanation = {
	readonly code: string;
	/** A few words. */
	readonly title: string;
	/** What is looked for, in one or two sentences. */
	readonly explanation: string;
	/** Why it hurts, as it stands under a finding. */
	readonly why: string;
	/** What to write instead, when a finding doesn't say it better. */
	readonly instead: string;
	readonly severity: Problem['severity'];
};
