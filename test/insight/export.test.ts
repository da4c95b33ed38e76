import {expect, test} from 'vitest';
import {cdEvents, packageUrl} from '../../src/insight/cdevents.ts';
import {timelineMarkdown} from '../../src/insight/timeline.ts';
import {imageDigest} from '../record/world.ts';
import {amendmentThat, recordWith} from './records.ts';

const id = 'f'.repeat(64);

test('a release becomes a pipeline run and a deployed service, and its incident an incident', async () => {
	const record = await recordWith();
	const incident = amendmentThat({is: 'incident', incident: 'INC-7'});
	const events = cdEvents(record, [incident], id);
	expect(events.map(({context}) => context.type)).toEqual([
		'dev.cdevents.pipelinerun.started.0.2.0',
		'dev.cdevents.service.deployed.0.2.0',
		'dev.cdevents.pipelinerun.finished.0.2.0',
		'dev.cdevents.incident.reported.0.2.0',
	]);
	expect(events[1]?.subject).toMatchObject({
		id: 'shop',
		type: 'service',
		content: {
			environment: {id: 'production'},
			artifactId: expect.stringContaining(`sha256%3A${imageDigest}`),
		},
	});
	expect(events[2]?.subject.content).toMatchObject({outcome: 'success'});
	expect(cdEvents(record, [incident], id)).toEqual(events);
});

test('a rehearsal deploys nothing, and a rollback that succeeded is one', async () => {
	const record = await recordWith();
	const types = (change: Partial<typeof record>) =>
		cdEvents({...record, ...change}, [], id).map(({context}) =>
			context.type.split('.').slice(2, 4).join('.'),
		);
	expect(types({run: {...record.run, flags: ['rehearsal']}})).toEqual([
		'pipelinerun.started',
		'pipelinerun.finished',
	]);
	const rollback = {
		startedAt: record.run.openedAt,
		endedAt: record.run.endedAt,
		durationMs: 1000,
		by: 'alice@example.com',
		trigger: 'person',
		reason: 'errors',
		succeeded: true,
	};
	const {deployedAt: _none, ...dora} = record.dora;
	expect(types({rollback, dora})).toContain('service.rolledback');
});

test('an artifact without a digest is named by its value', () => {
	expect(packageUrl({name: 'version', role: 'new', is: 'image', value: 'shop:1.2'})).toBe(
		'pkg:generic/version@shop%3A1.2',
	);
});

test('the timeline tells what happened in order, and outside text opens nothing in it', async () => {
	const record = await recordWith({
		notes: [{at: '2026-11-21T09:05:30.000Z', by: 'dan', text: '<img src=x> | `x`\nsecond [line](http://a)'}],
	});
	const lines = timelineMarkdown(record, [amendmentThat({is: 'incident', incident: 'INC-7'})]).split('\n');
	const rows = lines.filter(line => line.startsWith('| 2026'));
	const times = rows.map(row => row.slice(2, 21));
	expect(times).toEqual(times.toSorted());
	expect(rows.at(-1)).toContain('Incident INC-7');
	expect(rows.find(row => row.includes('Note'))).toBe(
		'| 2026-11-21 09:05:30 | dan | Note: &lt;img src=x> \\| \\`x\\` second \\[line\\](http://a) |',
	);
	expect(rows.some(row => row.includes('GO'))).toBe(true);
});

test('the timeline tells who drove when, who was called, and which gate was answered for what', async () => {
	const {people, approvals} = await recordWith();
	const drove = [{from: '2026-11-21T09:11:30.000Z', to: '2026-11-21T09:13:00.000Z', host: 'ops-2'}];
	const record = await recordWith({
		people: people.map(one => (one.name === 'bob@example.com' ? {...one, drove} : one)),
		approvals: approvals.map(one => ({
			...one,
			answers: one.answers.map(answer => ({...answer, voided: 'context differs: inputs'})),
		})),
		calls: [
			{
				at: '2026-11-21T09:05:30.000Z',
				by: 'alice@example.com',
				contact: 'Database team',
				issue: 'the copy is slow',
				overdue: false,
				answer: {at: '2026-11-21T09:06:00.000Z', by: 'alice@example.com', is: 'no-answer'},
			},
		],
	});
	const text = timelineMarkdown(record, []);
	expect(text).toContain('| alice@example.com | Run opened (walk) |');
	expect(text).toContain(
		'| 2026-11-21 09:05:30 | alice@example.com | Called Database team: the copy is slow |',
	);
	expect(text).toContain('| Database team: no answer |');
	expect(text).toContain(
		'| bob@example.com | GO at go (approver); counted no more: context differs: inputs |',
	);
	expect(text).toContain('| 2026-11-21 09:11:30 | bob@example.com | Drives on ops-2 |');
	expect(text).toContain('| bob@example.com | Run closed: complete with deviations |');
});
