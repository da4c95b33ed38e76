import {expect, test} from 'vitest';
import type {Seat} from '../../src/engine/live.ts';
import {hearing, tellOfKey} from '../../src/ui/plain/follow-words.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';

/** Bob follows in lines; his seat is in the test's hands. */
function follows() {
	const live = memoryLive(sampleRunbook());
	const bob: {seat: Seat} = {seat: {name: 'bob', mayDrive: true}};
	const change = (seat: Partial<Seat>) => {
		bob.seat = {name: 'bob', mayDrive: true, ...seat};
		live.record({type: 'note.added', text: 'something is written'});
	};
	return {live: {...live, seat: () => bob.seat}, change};
}

test('who follows in lines is told once when nobody hears them, what to do about it, and when somebody does again', () => {
	const {live, change} = follows();
	const heard = hearing(live);
	expect(heard.isNews()).toBe(false);
	change({unheard: 'the driver’s terminal is gone'});
	expect(heard.isNews()).toBe(true);
	expect(heard.news().join('\n')).toMatch(
		/Nobody hears you: the driver’s terminal is gone\.\n.*gonogo resume/,
	);
	expect([heard.isNews(), heard.news()]).toEqual([false, []]);
	change({});
	expect(heard.news()).toEqual(['  The driver hears you again.']);
});

test('who follows in lines is told once that their key waits for a touch', () => {
	const {live, change} = follows();
	const written: string[] = [];
	const stop = tellOfKey(live, {write: async text => void written.push(text)});
	change({keyWaits: 'Touch your key now: SHA256:abc'});
	change({keyWaits: 'Touch your key now: SHA256:abc'});
	change({});
	expect(written).toEqual(['  Touch your key now: SHA256:abc\n']);
	stop();
	change({keyWaits: 'Touch your key now: SHA256:def'});
	expect(written).toHaveLength(1);
});
