import type {ShellState} from './carry.ts';

/**
What a shell says of itself before its script begins. It follows from the environment it was given, so shells that are
given the same are asked once: to list its variables takes a shell as long as a short script.
*/
export type AtStart = {
	/** Known of a shell before; then this one need not tell. */
	readonly known: ShellState | undefined;
	/** Keeps what this one told. */
	learn(told: ShellState | undefined): void;
};

let last: {readonly key: string; readonly state: ShellState} | undefined;

/** @param env all that the shell sees of the environment. */
export function atStart(env: Readonly<Record<string, string>>): AtStart {
	const key = keyOf(env);
	return {
		known: last?.key === key ? last.state : undefined,
		learn(state) {
			last = state === undefined ? last : {key, state};
		},
	};
}

/** What every step has of its own. */
const ownNames = /^GONOGO_(?:RUN|STEP|ATTEMPT)$/;

/** Parts an environment: what steps may have in common, and what each has of its own. */
export function parted(env: Readonly<Record<string, string>>): {
	readonly common: readonly (readonly [string, string])[];
	readonly own: readonly (readonly [string, string])[];
} {
	const {common = [], own = []} = Object.groupBy(Object.entries(env), ([name]) =>
		ownNames.test(name) ? 'own' : 'common',
	);
	return {common, own};
}

/** The same for steps whose environments differ in nothing but what each has of its own. */
export function keyOf(env: Readonly<Record<string, string>>): string {
	return JSON.stringify(parted(env).common);
}
