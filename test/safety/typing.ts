import type {Terminal} from '../journeys/terminal.ts';

/** What is typed into a question's first moments does not count: it is typed again. Milliseconds. */
const againAfterMs = 600;

/** More tries than this are not a key that came too early. */
const triesMax = 40;

/** Types keys, and again where they came too early, until the screen shows what they lead to. */
export async function typeUntil(terminal: Terminal, keys: string, sees: string | RegExp): Promise<void> {
	for (let tries = 1; ; tries++) {
		terminal.type(keys);
		const seen = await terminal.sees(sees, againAfterMs).then(
			() => true,
			(error: unknown) => {
				if (tries === triesMax) {
					throw error;
				}
				return false;
			},
		);
		if (seen) {
			return;
		}
	}
}
