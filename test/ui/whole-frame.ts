import type {Scene} from './scene.ts';

/** A loaded machine draws in pieces: a frame is whole when it has its last row and stays as it is. */
export async function wholeFrame({terminal}: Pick<Scene, 'terminal'>, draw: () => string): Promise<string> {
	const deadline = performance.now() + 10_000;
	let before = '';
	for (;;) {
		await terminal.settles();
		const now = draw();
		const isWhole =
			now === before &&
			terminal
				.lines()
				.slice(-2)
				.some(line => line.trim() !== '');
		if (isWhole || performance.now() > deadline) {
			return now;
		}
		before = now;
	}
}
