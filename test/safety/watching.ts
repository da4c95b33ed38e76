import type {Terminal} from '../journeys/terminal.ts';

/** Whatever is waited for here comes within a second; what takes this long does not come. */
const withinMs = 30_000;

/** How often a file is looked at: it sends no event across processes. */
const lookEveryMs = 20;

/** Resolves once it is so; a fault on the way (a file that isn't there yet) counts as no. */
export async function appears(isSo: () => boolean): Promise<void> {
	const deadline = performance.now() + withinMs;
	while (!safely(isSo)) {
		if (performance.now() > deadline) {
			throw new Error(`Not so within ${withinMs} ms: ${isSo}`);
		}
		await new Promise(resolve => setTimeout(resolve, lookEveryMs));
	}
}

function safely(isSo: () => boolean): boolean {
	try {
		return isSo();
	} catch {
		return false;
	}
}

/** The parameter of DECTCEM: the text cursor is shown or hidden. */
const cursorMode = 25;

/** Follows whether the cursor is shown, which the emulator does not tell. */
export function watchCursor({xterm}: Terminal): () => boolean {
	let isShown = true;
	for (const [final, shown] of [
		['h', true],
		['l', false],
	] as const) {
		xterm.parser.registerCsiHandler({prefix: '?', final}, parameters => {
			if (parameters.includes(cursorMode)) {
				isShown = shown;
			}
			return false;
		});
	}
	return () => isShown;
}
