import type {CommandDanger} from '../work-model.ts';
import type {SimpleCommand} from './simple.ts';

/** What is known of one program call. */
export type Judged = Pick<SimpleCommand, 'words' | 'redirects' | 'piped'> & {
	readonly heredoc?: string | undefined;
};

/** What one program can do to the world. */
export type Rule = {
	/** Options that take the next word as their value. */
	readonly values?: string;
	/** Verbs that only look, separated by commas. */
	readonly read?: string;
	/** Verbs whose work can't be taken back. */
	readonly irreversible?: string;
	/** What the verbs alone don't say; looked at first. */
	readonly more?: (call: Judged & {readonly positional: string}) => CommandDanger | undefined;
	/** Default `changing`. */
	readonly otherwise?: CommandDanger;
};
