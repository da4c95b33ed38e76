/**
The part of a name whose letters are of several scripts that look alike (`prоduction` with a Cyrillic о): to a reader it
is another name. Several scripts in one name are honest, in one part of it they are not.

@returns undefined when there is none.
*/
export function mixedPart(name: string): string | undefined {
	return name.split(/[^\p{L}\p{M}]+/u).find(part => scripts.filter(one => one.test(part)).length > 1);
}

/** Scripts with letters that look like those of another. */
const scripts = [
	/\p{Script=Latin}/u,
	/\p{Script=Cyrillic}/u,
	/\p{Script=Greek}/u,
	/\p{Script=Armenian}/u,
	/\p{Script=Cherokee}/u,
];
