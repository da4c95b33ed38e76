import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import type {Field} from '../view/field.ts';
import type {ReadLinked} from '../view/linked.ts';

/** What a line is read for; a scripted operator answers from it. */
export type Asked = {
	readonly question: Question;
	readonly state: RunState;
	/** The field being filled in; absent while a choice is being made. */
	readonly field?: Field;
};

/** Lines in, text out: all the plain walk knows of a terminal, a pipe or a script. */
export type PlainIo = {
	/** Resolves once the text is taken, so that a slow reader slows the walk and not its memory. */
	write(text: string): Promise<void>;
	/**
	Shows the prompt and resolves with the next line, without its end; undefined when there will be none. It takes the
	place of a line that is still awaited: that one is never given.
	*/
	readLine(prompt: string, asked?: Asked): Promise<string | undefined>;
	/** The same without showing what is typed. Where it is absent, the prompt says that it will be seen. */
	readonly readSecret?: (prompt: string) => Promise<string | undefined>;
	/** Gives the terminal to an interactive step: stops reading, runs the work, reads on. */
	readonly handOver?: (work: () => Promise<void>) => Promise<void>;
	/** A person can be there: the lines come from a terminal. */
	readonly attended: boolean;
	/** What is typed appears by itself, as a terminal has it; default: when attended. Else the walk writes it down. */
	readonly echoes?: boolean;
	/** Aborted when the walk is to be left. */
	readonly signal?: AbortSignal;
};

export type PlainOptions = {
	/** Nobody answers: the walk ends at the first question that needs a person. */
	readonly ci?: boolean;
	/** Fold each section as GitHub Actions does; default: when GITHUB_ACTIONS is set, in CI mode. */
	readonly github?: boolean;
	/** `expert` leaves the prose of the steps out. */
	readonly depth?: 'newcomer' | 'expert';
	/** Milliseconds since 1970; default the system's clock. */
	readonly now?: () => number;
	/** Reads a runbook this one links to; absent where the runbook does not lie on this machine. */
	readonly readLinked?: ReadLinked;
};

/** Writes whole lines. */
export async function sayLines(io: Pick<PlainIo, 'write'>, lines: readonly string[]): Promise<void> {
	if (lines.length > 0) {
		await io.write(`${lines.join('\n')}\n`);
	}
}
