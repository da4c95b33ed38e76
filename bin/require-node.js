'use strict';
// Says what is missing when a script runs on a Node.js older than the program needs, which happens when
// dependencies were installed without their install scripts. Written in old syntax on purpose.
var floor = require('./runtime.js').floor;
var newEnough = require('./runtime.js').newEnough;

if (!newEnough(process.versions.node)) {
	console.error(
		'gonogo: this script needs Node.js ' +
			floor +
			' or newer and runs on ' +
			process.versions.node +
			'.\n' +
			'The right one comes with the dependencies: run `npm ci` (without --ignore-scripts), or `npm rebuild node esbuild`, then try again.',
	);
	process.exit(2);
}
