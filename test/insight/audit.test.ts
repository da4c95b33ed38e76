import {expect, test} from 'vitest';
import {type Audited, auditRow} from '../../src/insight/audit.ts';
import {csvRow} from '../../src/insight/csv.ts';
import {amendmentThat, recordWith} from './records.ts';

const known: Audited = {
	run: '20261121-090000-abcdef',
	openedAt: '2026-11-21T09:00:00.000Z',
	environment: 'production',
	title: 'Release the shop',
	verdict: 'complete',
	driver: 'alice@example.com',
	level: 3,
	amendments: [],
};

test('the audit says who drove, who approved, and that the approval came after the first change', async () => {
	const record = await recordWith();
	expect(auditRow({...known, record})).toMatchObject({
		drivers: 'alice@example.com',
		approvers: 'bob@example.com',
		approverIsNotDriver: 'yes',
		approvedBeforeChange: 'no',
		recordLevel: 3,
		production: 'yes',
		kind: 'release',
	});
	const earlier = {...record, dora: {...record.dora, changedAt: record.run.endedAt}};
	expect(auditRow({...known, record: earlier}).approvedBeforeChange).toBe('yes');
});

test('a driver who approved, a simulated approval and no approval at all are told apart', async () => {
	const record = await recordWith();
	const answered = (change: {separate?: boolean; simulated?: boolean; voided?: string}) =>
		auditRow({
			...known,
			record: {
				...record,
				approvals: record.approvals.map(one => ({
					...one,
					answers: one.answers.map(answer => ({...answer, ...change})),
				})),
			},
		});
	expect(answered({separate: false}).approverIsNotDriver).toBe('no');
	expect(answered({voided: 'context differs: inputs'})).toMatchObject({
		approvers: '',
		approverIsNotDriver: '',
	});
	const drove = [{from: record.run.openedAt, to: record.run.endedAt, host: 'ops-2'}];
	const people = record.people.map(one => (one.name === 'bob@example.com' ? {...one, drove} : one));
	expect(auditRow({...known, record: {...record, people}}).approverIsNotDriver).toBe('no');
	expect(answered({simulated: true})).toMatchObject({approvers: '', approverIsNotDriver: ''});
});

test('a review and a deferred step are open until an amendment says they are done', async () => {
	const record = await recordWith({
		reviews: [{what: 'Emergency', dueAt: '2026-11-22T09:00:00.000Z'}],
		deferred: [{step: 'announce', title: 'Announce it'}],
	});
	expect(auditRow({...known, record})).toMatchObject({reviewsDue: 1, reviewsClosed: 0, deferredOpen: 1});
	const amendments = [
		amendmentThat({is: 'review-done', note: 'ok'}),
		amendmentThat({is: 'deferred-done', step: 'announce', note: 'sent'}),
		amendmentThat({is: 'incident', incident: 'INC-7'}),
	];
	expect(auditRow({...known, record, amendments})).toMatchObject({
		reviewsClosed: 1,
		deferredOpen: 0,
		incidents: 'INC-7',
	});
});

test('a run without a record stands in the audit and says so', () => {
	const {level: _none, ...without} = known;
	expect(auditRow(without)).toMatchObject({
		recordLevel: 'no record',
		drivers: 'alice@example.com',
		approvers: '',
	});
});

test('a cell keeps its commas and quotes, and what a spreadsheet would run stays a text', () => {
	expect(csvRow(['a,b', 'say "go"', '=1+1', -1, undefined, '\u001B[31mred', 'two\nlines'])).toBe(
		'"a,b","say ""go""",\'=1+1,-1,,red,two␊lines\r\n',
	);
});
