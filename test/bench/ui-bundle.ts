import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The measured screen as one file, like the product's; `remove` takes it away again. */
export async function bundleBench(): Promise<{readonly program: string; readonly remove: () => void}> {
	const folder = mkdtempSync(join(root, 'node_modules/.bench-ui-'));
	return {program: await bundle(folder), remove: () => rmSync(folder, {recursive: true, force: true})};
}

/** Both programs are one bundle, so that only what they do differs. */
async function bundle(folder: string): Promise<string> {
	const outfile = join(folder, 'program.mjs');
	await build({
		entryPoints: [join(root, 'test/ui/bench-program.ts')],
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		alias: {'react-devtools-core': join(root, 'bin/no-devtools.js')},
		banner: {
			js: "import {createRequire as requireFrom} from 'node:module'; const require = requireFrom(import.meta.url);",
		},
		logLevel: 'warning',
	});
	return outfile;
}
