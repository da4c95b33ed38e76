'use strict';
// Which Node.js the program needs and where a newer one may lie. Old syntax: this file is read by old versions.
var fs = require('fs');
var path = require('path');

/** undici 8 sets this floor. */
var floor = '22.19.0';

/** True when `version` ("22.19.0") is at least the floor. */
function newEnough(version) {
	var have = version.split('.').map(Number);
	var need = floor.split('.').map(Number);
	for (var i = 0; i < 3; i++) {
		if (have[i] !== need[i]) return have[i] > need[i];
	}
	return true;
}

/** The Node.js that came as a dependency, or undefined. */
function bundledNode() {
	var candidate = path.join(
		__dirname,
		'..',
		'node_modules',
		'node',
		'bin',
		process.platform === 'win32' ? 'node.exe' : 'node',
	);
	return fs.existsSync(candidate) ? candidate : undefined;
}

module.exports = {floor: floor, newEnough: newEnough, bundledNode: bundledNode};
