import {fileURLToPath} from 'node:url';

/** Path of a small program of our own: a file of its own beside the bundle, or the source where nothing is bundled. */
export function ownProgram(name: 'masker' | 'starter'): string {
	const file = import.meta.url.endsWith('.ts') ? `${name}-main.ts` : `${name}.js`;
	return fileURLToPath(new URL(file, import.meta.url));
}
