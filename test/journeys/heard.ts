import type {Terminal} from './terminal.ts';

/** The same key again sooner than this is a key held down, and an enter the end of a paste (`src/ui/screen/ears.ts`). With some to spare. */
const apartMs = 130;
/** Deafness to a grave question is over by then; more tries than this are not a key that came too early. */
const againMs = 120;
const triesMax = 60;
/** A screen that shows nothing new by then took the key silently. */
const shownWithinMs = 700;

/** On a machine that does much else, a line may be read late. */
const takenWithinMs = 3_000;
/** Pieces of one picture come closer together than this; a spinner's pictures are further apart. */
const quietMs = 50;

/** Lines that belong together come closer than this, and then the prompt stands. */
const promptMs = 250;

const typed = new WeakMap<Terminal, number>();

/** What the program says to a key that came before it could be meant. */
const refusal =
	/only just appeared|came together|typed before the question could be read|A step is running: x stops it/g;

/** Types an answer, and again where it came before answers count. Resolves once the screen shows what it led to. */
export async function typeHeard(terminal: Terminal, keys: string): Promise<void> {
	for (let tries = 0; tries < triesMax; tries += 1) {
		await isApart(terminal);
		// Lines say a question's words before they ask it.
		await (terminal.buffer() === 'normal' ? settles(terminal, promptMs) : undefined);
		const before = still(terminal);
		const refused = refusals(before);
		terminal.type(keys);
		typed.set(terminal, performance.now());
		await leaves(terminal, before, shownWithinMs);
		await isTaken(terminal, keys);
		await settles(terminal);
		const now = refusals(still(terminal));
		if (now === 0 || (terminal.buffer() === 'normal' && now === refused)) {
			return;
		}
		await leaves(terminal, still(terminal), againMs);
	}
	throw new Error(`No answer counts here:\n${terminal.text()}`);
}

/** Waits until the screen is another one, clocks and spinners left aside, or the limit is over. */
async function leaves(terminal: Terminal, before: string, limitMs: number): Promise<void> {
	const deadline = performance.now() + limitMs;
	while (still(terminal) === before && performance.now() < deadline) {
		await terminal.changes(deadline - performance.now());
	}
}

/** On lines what is typed is echoed at once; what it led to stands behind it. */
async function isTaken(terminal: Terminal, keys: string): Promise<void> {
	const deadline = performance.now() + takenWithinMs;
	const echo = keys.trim();
	const isOpen = () => terminal.buffer() === 'normal' && terminal.text().trimEnd().endsWith(echo);
	while (isOpen() && performance.now() < deadline) {
		await terminal.changes(deadline - performance.now());
	}
}

/** The answer to a key may come in several pieces: waits until none has come for a moment. */
async function settles(terminal: Terminal, forMs = quietMs): Promise<void> {
	const deadline = performance.now() + shownWithinMs;
	for (let asked = performance.now(); asked < deadline; asked = performance.now()) {
		await terminal.changes(forMs);
		if (performance.now() - asked >= forMs - 1) {
			return;
		}
	}
}

async function isApart(terminal: Terminal): Promise<void> {
	for (;;) {
		const left = (typed.get(terminal) ?? Number.NEGATIVE_INFINITY) + apartMs - performance.now();
		if (left <= 0) {
			return;
		}
		await terminal.changes(left);
	}
}

function still(terminal: Terminal): string {
	return terminal.text().replaceAll(/[\d⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/gu, '');
}

function refusals(text: string): number {
	return text.match(refusal)?.length ?? 0;
}
