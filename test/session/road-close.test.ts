import {closeSync, fstatSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {openRoad} from '../../src/session/road.ts';
import {drive, temporary} from './pair.ts';

test('a road that is closed a second time lets go of nothing that is someone else’s by then', async () => {
	const pair = await drive({directory: join(temporary(), 'a'.repeat(60), 'b'.repeat(60))});
	const road = await openRoad(pair.session);
	if (!road.ok) {
		throw new Error(road.why);
	}
	await road.value.close();
	await setImmediate();
	const files = Array.from({length: 4}, () => openSync('/dev/null', 'r'));
	await road.value.close();
	await setImmediate();
	expect(() => files.map(file => fstatSync(file))).not.toThrow();
	for (const file of files) {
		closeSync(file);
	}
});
