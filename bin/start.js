'use strict';
// Only read on a Node.js that is new enough: turns the compile cache on before the program itself is loaded.
const fs = require('node:fs');
const path = require('node:path');
const module_ = require('node:module');
const {pathToFileURL} = require('node:url');

const app = path.join(__dirname, '..', 'dist', 'gonogo.js');

if (fs.existsSync(app)) {
	module_.enableCompileCache?.();
	import(pathToFileURL(app).href);
} else {
	console.error(
		`gonogo: the program is not built yet. Run \`npm run build\` in ${path.dirname(__dirname)} first.`,
	);
	process.exitCode = 2;
}
