#!/usr/bin/env node
'use strict';
// The launcher. Old syntax on purpose: on a Node.js that is too old it starts the program again under the one in
// node_modules, and where there is none it says so in one sentence instead of a stack trace.
var runtime = require('./runtime.js');

function startAgain(node) {
	var child = require('child_process').spawn(node, [__filename].concat(process.argv.slice(2)), {
		stdio: 'inherit',
	});
	// The terminal sends INT to both; the others reach only this process and are passed on.
	process.on('SIGINT', () => {
		if (!process.stdin.isTTY) child.kill('SIGINT');
	});
	['SIGTERM', 'SIGHUP'].forEach(signal => {
		process.on(signal, () => {
			child.kill(signal);
		});
	});
	child.on('error', error => {
		console.error(
			'gonogo: cannot start ' + node + ': ' + error.message + '. Run `npm rebuild node` in the checkout.',
		);
		process.exit(2);
	});
	child.on('exit', (code, signal) => {
		if (signal === null) process.exit(code);
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	});
}

function main() {
	if (runtime.newEnough(process.versions.node)) {
		require('./start.js');
		return;
	}
	var node = runtime.bundledNode();
	if (node !== undefined && node !== process.execPath) {
		startAgain(node);
		return;
	}
	console.error(
		'gonogo needs Node.js ' + runtime.floor + ' or newer; this is ' + process.versions.node + '.',
	);
	process.exit(2);
}

main();
