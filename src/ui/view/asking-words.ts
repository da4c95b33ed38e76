import type {Tone} from '../theme.ts';
import type {Choice} from './choice.ts';

/** What a question says, whoever asks it. */
export type AskingWords = {
	/** For the badge: `RUN?`, `GO / NO-GO`, `FAILED`. */
	readonly badge: string;
	readonly tone: Tone;
	readonly title: string;
	/** Sentences a person needs before answering, plain text. */
	readonly about: readonly string[];
	readonly choices: readonly Choice[];
	/** Answering by mistake would hurt: keys are deaf for a moment when it appears. */
	readonly grave: boolean;
	/** ISO 8601: when the run decides by itself. */
	readonly until?: string;
};
