import {readdirSync, readFileSync} from 'node:fs';
import {type DeploymentRecord, recordSchema} from '../../src/engine/record.ts';
import type {Place} from './place.ts';

/** The record of the last run, as it was signed. */
export function recordOf(place: Place): DeploymentRecord {
	const runs = place.path('home/.local/state/gonogo/runs');
	const run =
		readdirSync(runs)
			.filter(name => /^\d{8}-/.test(name))
			.sort()
			.at(-1) ?? '';
	const envelope = JSON.parse(readFileSync(`${runs}/${run}/record.json`, 'utf8')) as {payload: string};
	const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as {predicate: unknown};
	return recordSchema.parse(statement.predicate);
}

/** How the steps stand, by their ids. */
export function statesOf(record: DeploymentRecord): Readonly<Record<string, string>> {
	return Object.fromEntries(record.steps.map(step => [step.id, step.state]));
}
