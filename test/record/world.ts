import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {ChainedEntry} from '../../src/engine/entry.ts';
import type {Event, EventOf} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import type {RunState} from '../../src/engine/state.ts';
import type {FinishedRecord, Finishing} from '../../src/record/finish-record.ts';
import {finishRecord} from '../../src/record/finish-record.ts';
import {loadRecorderKey, type RecorderKey} from '../../src/record/recorder-key.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {check, command, gate, opened, runbookOf} from '../engine/given.ts';

export const runbookText = `# Release the shop

Puts a new image of the shop into production.

## Before

- [ ] Nobody else deploys
- [ ] The error rate is normal

## Deploy

Pull and start the new image.

\`\`\`sh {#deploy}
docker service update --image "$IMAGE" shop
\`\`\`

\`\`\`gate {#go}
question: Does the new version look good?
\`\`\`

## After

- [ ] Announce it
`;

export const imageDigest = 'c0ffee'.padEnd(64, '0');

/** The same five steps as values; reading Markdown is another room's business. */
export const runbook: Runbook = runbookOf({
	title: 'Release the shop',
	sections: [
		{id: 'top', title: 'Release the shop', level: 1, role: 'procedure', line: 1, endLine: 4, prose: ''},
		{id: 'deploy', title: 'Deploy', level: 2, role: 'procedure', line: 10, endLine: 21, prose: ''},
	],
	inputs: [
		{name: 'image', type: 'image-digest', secret: false, confidence: 'declared', required: true, line: 1},
	],
	walk: [
		check('nobody-else', {title: 'Nobody else deploys', line: 7, endLine: 7}),
		check('error-rate', {title: 'The error rate is normal', line: 8, endLine: 8}),
		command('deploy', {
			title: 'Pull and start the new image',
			line: 14,
			endLine: 16,
			danger: 'prod',
			run: {script: 'docker service update --image "$IMAGE" shop'},
		}),
		gate('go', {line: 18, endLine: 20, question: 'Does the new version look good?'}),
		check('announce', {title: 'Announce it', line: 24, endLine: 24}),
	],
});

export const opening: EventOf<'run.opened'> = {
	...opened,
	runbook: {
		path: 'runbooks/shop.md',
		title: 'Release the shop',
		sha256: sha256(runbookText),
		commit: 'a'.repeat(40),
	},
	service: 'shop',
	environment: 'production',
	production: true,
	operator: 'alice@example.com',
};

type Told = {readonly event: Event; readonly by?: string; readonly at?: string};

/** A release that went well, told by alice and approved by bob, one event a minute. */
export const release: readonly Told[] = [
	{event: opening},
	{
		event: {
			type: 'inputs.set',
			values: {
				image: {is: 'value', value: `registry.example.com/shop@sha256:${imageDigest}`, from: 'asked'},
				token: {is: 'secret', from: 'asked'},
			},
		},
	},
	{event: {type: 'check.answered', step: 'nobody-else', answer: 'yes', note: 'asked in the channel'}},
	{event: {type: 'check.answered', step: 'error-rate', answer: 'yes', value: '0.2 %'}},
	{
		event: {
			type: 'step.started',
			step: 'deploy',
			attempt: 1,
			part: 'whole',
			resolved: 'docker service update --image "$IMAGE" shop',
		},
	},
	{
		event: {
			type: 'step.finished',
			step: 'deploy',
			attempt: 1,
			outcome: {result: 'failed', durationMs: 60_000, exit: 1, why: 'exit 1'},
		},
	},
	{event: {type: 'step.decided', step: 'deploy', disposition: 'retry'}},
	{
		event: {
			type: 'step.started',
			step: 'deploy',
			attempt: 2,
			part: 'whole',
			resolved: 'docker service update --image "$IMAGE" --detach=false shop',
			edited: 'docker service update --image "$IMAGE" --detach=false shop',
		},
	},
	{
		event: {
			type: 'step.finished',
			step: 'deploy',
			attempt: 2,
			outcome: {
				result: 'passed',
				durationMs: 58_000,
				exit: 0,
				output: {bytes: 24, sha256: sha256('pulled\nrunning\nconverged\n')},
				captured: {},
			},
		},
	},
	{
		event: {
			type: 'gate.opened',
			step: 'go',
			nonce: '1'.repeat(32),
			question: sha256('Does the new version look good?'),
			head: 'b'.repeat(64),
		},
	},
	{
		event: {type: 'gate.answered', step: 'go', answer: 'go', typed: true, role: 'approver'},
		by: 'bob@example.com',
	},
	{event: {type: 'check.answered', step: 'announce', answer: 'yes'}},
	{event: {type: 'note.added', text: 'Quiet evening.'}},
	{event: {type: 'run.closed', verdict: 'complete-with-deviations'}},
];

const startedAt = Date.parse('2026-11-21T09:00:00.000Z');

/** Entries with a chain of their own making: what the journal's chain covers is the store's. */
export function entriesOf(told: readonly Told[]): ChainedEntry[] {
	let h = sha256('genesis');
	return told.map(({event, by = 'alice@example.com', at}, index) => {
		h = sha256(h + JSON.stringify(event));
		return {seq: index + 1, v: 1, at: at ?? new Date(startedAt + index * 60_000).toISOString(), by, event, h};
	});
}

export function stateOf(entries: readonly ChainedEntry[], book: Runbook = runbook): RunState {
	const state = replay(book, entries);
	if (state === undefined) {
		throw new Error('a journal starts with run.opened');
	}
	return state;
}

/** A directory that is gone when the test is over. */
export function temporaryDirectory(): string {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-record-'));
	onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
	return directory;
}

export type Finished = {
	readonly record: FinishedRecord;
	readonly bytes: Uint8Array;
	readonly recorder: RecorderKey;
	readonly entries: readonly ChainedEntry[];
	readonly directory: string;
};

/** A finished record of the release, or of `told`. */
export async function finish(
	change: {
		told?: readonly Told[];
		person?: Finishing['keys']['person'];
		extras?: Finishing['extras'];
		env?: Record<string, string | undefined>;
	} = {},
): Promise<Finished> {
	const directory = temporaryDirectory();
	mkdirSync(join(directory, 'output'));
	writeFileSync(join(directory, 'output', 'deploy.2.log'), 'pulled\nrunning\nconverged\n');
	const recorder = await loadRecorderKey(join(directory, 'keys'));
	const entries = entriesOf(change.told ?? release);
	const person = change.person ?? {ok: false, why: 'no key in this test'};
	const record = await finishRecord({
		state: stateOf(entries),
		entries,
		runbookText,
		directory,
		keys: {recorder, person, env: change.env ?? {...process.env}},
		...(change.extras === undefined ? {} : {extras: change.extras}),
	});
	return {record, bytes: record.envelopeBytes, recorder, entries, directory};
}

export function sha256(text: string | Uint8Array): string {
	return createHash('sha256').update(text).digest('hex');
}
