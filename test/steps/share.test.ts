import {chmodSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openLog} from '../../src/steps/log.ts';
import {openSamples} from '../../src/steps/metric/samples-file.ts';

test.each([
	['a group is let in', 0o750, 0o640],
	['nobody else is let in', 0o700, 0o600],
	['a group may not list it', 0o710, 0o600],
])('the output and the samples of a run into which %s can be read by just those', (_who, directory, file) => {
	const run = mkdtempSync(join(tmpdir(), 'gonogo-share-'));
	onTestFinished(() => rmSync(run, {recursive: true}));
	chmodSync(run, directory);
	openLog(run, 'look.1', []).close();
	openSamples(run, 'errors', []).close();
	for (const name of ['output/look.1.log', 'guards/errors.jsonl']) {
		expect(statSync(join(run, name)).mode & 0o777).toBe(file);
	}
});
