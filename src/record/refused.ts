/**
Why bytes from outside are not accepted, in words for a person. Thrown inside a reader and caught at its door by
`attempt`, so that parsing reads straight down; it never leaves this room.
*/
class Refused extends Error {
	override readonly name = 'Refused';
}

export type Attempted<T> =
	| {readonly ok: true; readonly value: T}
	| {readonly ok: false; readonly why: string};

/** Runs a reader. A refusal becomes a value; anything else is our bug and passes through. */
export function attempt<T>(read: () => T): Attempted<T> {
	try {
		return {ok: true, value: read()};
	} catch (error) {
		if (error instanceof Refused) {
			return {ok: false, why: error.message};
		}
		throw error;
	}
}

export function refuse(why: string): never {
	throw new Refused(why);
}
