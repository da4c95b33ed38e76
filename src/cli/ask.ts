import {createInterface} from 'node:readline/promises';

/** Asks one line of the person at the terminal, before any screen is open. @returns undefined at end of input. */
export async function askLine(prompt: string): Promise<string | undefined> {
	const reader = createInterface({input: process.stdin, output: process.stdout});
	const closed = new Promise<undefined>(resolve => reader.once('close', () => resolve(undefined)));
	try {
		return await Promise.race([reader.question(prompt), closed]);
	} finally {
		reader.close();
	}
}
