import {describe, expect, test} from 'vitest';
import type {AmendmentSays} from '../../src/engine/amendment.ts';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {makeAmendment, readAmendment} from '../../src/record/amendment.ts';
import {bundleOf, unbundle} from '../../src/record/bundle.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {type Finished, finish, opening, release, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
const at = '2026-11-22T09:00:00.000Z';
const incident: AmendmentSays = {is: 'incident', incident: 'INC-7'};

async function amended(
	{record, recorder}: Pick<Finished, 'record' | 'recorder'>,
	change: {
		says?: AmendmentSays;
		number?: number;
		previous?: string;
		by?: string;
		person?: Awaited<ReturnType<typeof keyOf>>;
	} = {},
) {
	const {says = incident, number = 1, previous, by = 'carol@example.com'} = change;
	const {bytes} = await makeAmendment({
		says: {
			record: record.id,
			run: record.run,
			number,
			at,
			by,
			says,
			...(previous === undefined ? {} : {previous}),
		},
		keys: {
			recorder,
			person: change.person ?? {ok: false, why: 'no key in this test'},
			env: {PATH: process.env.PATH},
		},
	});
	const read = readAmendment(bytes);
	return {name: `amendment-000${number}.json`, bytes, id: read.ok ? read.value.id : ''};
}

function look(finished: Finished, files: {name: string; bytes: Uint8Array}[], change = {}) {
	const {checks, amendments, ok} = verifyRecord(finished.bytes, {
		nowMs,
		recorderKeys: [finished.recorder.spki],
		amendments: files,
		...change,
	});
	return {
		ok,
		counted: amendments?.map(({says}) => says.is),
		said: checks.filter(({group}) => group === 'amendments').map(({result, why}) => `${result} ${why}`),
	};
}

test('an amendment stands beside a record that stays as it is, and counts when its recorder is known', async () => {
	const finished = await finish();
	const one = await amended(finished);
	expect(look(finished, [one])).toEqual({
		ok: true,
		counted: ['incident'],
		said: ['PASS Incident INC-7, says carol@example.com.'],
	});
	expect(look(finished, [one], {recorderKeys: []})).toMatchObject({ok: true, counted: []});
});

test('an amendment that was changed, put in, or taken away from before another is found', async () => {
	const finished = await finish();
	const first = await amended(finished);
	const second = await amended(finished, {number: 2, previous: first.id, says: {is: 'rating', rating: 4}});
	expect(look(finished, [second, first]).counted).toEqual(['incident', 'rating']);
	expect(look(finished, [second])).toMatchObject({ok: false, said: [expect.stringContaining('taken away')]});

	const changed = Buffer.from(first.bytes);
	changed[changed.length - 40] = (changed[changed.length - 40] ?? 0) ^ 1;
	expect(look(finished, [{...first, bytes: changed}]).ok).toBe(false);

	const other = await finish({extras: {previous: ['a'.repeat(64)]}});
	expect(look(finished, [await amended(other)])).toMatchObject({
		ok: false,
		said: [expect.stringContaining('about another record')],
	});
	expect(look(finished, [{name: 'amendment-0001.json', bytes: finished.bytes}]).ok).toBe(false);
});

describe.skipIf(!has('ssh-keygen'))('a review', () => {
	test('counts only when someone has signed it who did not take part', async () => {
		const made = makeSshKey(temporaryDirectory(), {name: 'carol'});
		const person = await keyOf(made);
		const emergency = {...opening, emergency: {reason: 'shop is down'}};
		const finished = await finish({told: [{event: emergency}, ...release.slice(1)]});
		const says: AmendmentSays = {is: 'review-done', note: 'all well'};
		const counted = async (change: Parameters<typeof amended>[1]) =>
			look(finished, [await amended(finished, {says, ...change})]).counted;
		expect(await counted({person})).toEqual(['review-done']);
		expect(await counted({})).toEqual([]);
		expect(await counted({person, by: 'alice@example.com'})).toEqual([]);

		const signers = (line: string) => ({
			allowedSigners: readAllowedSigners(Buffer.from(`${line}\n`)).signers,
		});
		const one = await amended(finished, {says, person});
		expect(look(finished, [one], signers(`carol@example.com ${made.line}`)).counted).toEqual(['review-done']);
		const twice = look(finished, [one], signers(`carol@example.com,alice@example.com ${made.line}`));
		expect(twice).toMatchObject({
			ok: true,
			counted: [],
			said: [expect.stringContaining('took part in the run')],
		});
		expect(look(finished, [one], signers(`mallory@example.com ${made.line}`))).toMatchObject({
			ok: false,
			counted: [],
		});
	});
});

test('a bundle is its record and what was said afterwards, and no line can be changed, taken, added or moved', async () => {
	const finished = await finish();
	const first = await amended(finished);
	const second = await amended(finished, {number: 2, previous: first.id});
	const bundled = bundleOf([finished.bytes, first.bytes, second.bytes]);
	const [record = '', one = '', two = ''] = bundled.ok ? bundled.value.split('\n') : [];
	const said = (text: string) => {
		const {record: bytes, amendments = []} = unbundle(Buffer.from(text));
		const {ok, said: checks} = look({...finished, bytes}, [...amendments]);
		return {ok, results: checks.map(check => check.split(' ')[0])};
	};
	expect(said(`${record}\n${one}\n${two}\n`)).toEqual({ok: true, results: ['PASS', 'PASS']});
	expect(said(`${record}\n${one}\n${two}`)).toEqual({ok: true, results: ['PASS', 'PASS']});
	expect(said(`${record}\n`)).toEqual({ok: true, results: []});
	for (const text of [
		`${record}\n${two}\n`,
		`${record}\n${two}\n${one}\n`,
		`${record}\n${one}\n${two}\n${two}\n`,
		`${record}\n\n${one}\n${two}\n`,
		`${record}\n${one}\n${record}\n`,
		`${record}\n{}`,
		`${one}\n${record}\n`,
		`${record}${one}\n`,
		`${record}\n${one.replace('"sig":"', '"sig":"A')}\n`,
		`${record}\n${'x\n'.repeat(600)}`,
	]) {
		expect(said(text), text.slice(-80)).toMatchObject({ok: false});
	}
});
