import type {Amendment, AmendmentSays} from '../../src/engine/amendment.ts';
import type {DeploymentRecord} from '../../src/engine/record.ts';
import {finish} from '../record/world.ts';

/** A real record of the release, with parts of it told otherwise. */
export async function recordWith(change: Partial<DeploymentRecord> = {}): Promise<DeploymentRecord> {
	const {record} = await finish();
	return {...record.record, ...change};
}

export function amendmentThat(says: AmendmentSays): Amendment {
	return {
		record: 'a'.repeat(64),
		run: '20261121-090000-abcdef',
		number: 1,
		at: '2026-11-22T09:00:00.000Z',
		by: 'carol@example.com',
		says,
		signing: {
			recorder: {keyid: 'b'.repeat(64), publicKey: 'AA=='},
			person: {name: 'carol@example.com', keyid: 'SHA256:x'},
		},
	};
}
