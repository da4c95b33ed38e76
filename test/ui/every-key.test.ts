import {describe, expect, onTestFinished, test} from 'vitest';
import {keyTable} from '../../src/ui/keys.ts';
import {type Ask, type Desk, following} from '../../src/ui/screen/desk.ts';
import {openForm} from '../../src/ui/screen/form.ts';
import type {Frame} from '../../src/ui/screen/frame.ts';
import {press} from '../../src/ui/screen/press.ts';
import {Watch} from '../../src/ui/screen/watch.ts';
import {field} from '../../src/ui/view/field.ts';
import {given, production} from './given-inputs.ts';
import {type MemoryLive, memoryLive} from './memory-live.ts';
import {guardedRunbook, hostsRunbook, sampleRunbook} from './sample.ts';
import {pass} from './scene.ts';

const keys = [...new Set(keyTable.flatMap(row => row.keys))];

describe.each<[string, (live: MemoryLive) => Promise<void>, ReturnType<typeof sampleRunbook>?]>([
	['a check', live => upTo(live, 'announce')],
	['a command that waits', live => upTo(live, 'migrate')],
	['a running command', running],
	['a failure', async live => ended(live, 'failed')],
	['an unknown outcome', async live => ended(live, 'unknown')],
	['an open gate', live => upTo(live, 'go-live')],
	['a NO-GO', noGo],
	['a hold', held],
	['a tripped guard', tripped, guardedRunbook()],
	['several hosts', onHosts, hostsRunbook()],
	['the end', live => upTo(live, '')],
])('on the screen of %s every key of the table', (_, play, runbook = sampleRunbook()) => {
	test.each<[string, (frame: Frame) => Ask | undefined]>([
		['acts or says why not', () => undefined],
		...(['briefing', 'notes', 'help', 'escalation', 'links'] as const).map((panel): [string, () => Ask] => [
			`does so on the page ${panel}`,
			() => ({is: 'panel', panel, top: 0}),
		]),
		[
			'does so in a form',
			() => ({is: 'form', purpose: {is: 'hold'}, form: openForm(head, [field('reason', 'Why?')])}),
		],
		['does so where leaving is confirmed', () => ({is: 'sure', about: 'leave'})],
	])('%s', async (_title, askOf) => {
		const live = memoryLive(runbook, {opened: production});
		live.record({type: 'inputs.set', values: given});
		await play(live);
		const watch = openWatch(live);
		const frame = watch.frame();
		const ask = askOf(frame) ?? following;
		expect(keys.filter(key => isMute({...frame.desk, ask}, key, {frame, live}))).toEqual([]);
	});
});

test('everything can be reached without function keys, arrows or a mouse', () => {
	const plain = /^(?:[ -~]|enter|escape|tab|space|ctrl-[a-z])$/;
	expect(keyTable.filter(row => !row.keys.some(key => plain.test(key))).map(row => row.action)).toEqual([]);
});

const head = {badge: 'HOLD', title: 'why'};

/** Nothing changed, nothing is done, nothing is said. */
function isMute(desk: Desk, key: string, {frame, live}: {frame: Frame; live: MemoryLive}): boolean {
	const stroke = {name: key, glued: false, ...(key.length === 1 ? {text: key} : {})};
	const after = press(desk, stroke, {offer: {...frame.offer, deaf: false}, question: live.question()});
	const {notice = '', ...rest} = after.desk;
	return after.effect === undefined && notice === '' && text(rest) === text(desk);
}

function text(desk: Desk): string {
	return JSON.stringify(desk, (_, value) => (value instanceof Set ? [...value] : value));
}

function openWatch(live: MemoryLive): Watch {
	const watch = new Watch(live, {
		now: () => Date.parse('2026-11-21T09:04:10.000Z'),
		usualMs: () => undefined,
		depth: 'full',
		terminal: {
			isStalled: () => false,
			copy: () => undefined,
			repaint: () => undefined,
			suspend: () => undefined,
			begin: () => undefined,
			leave: () => undefined,
			fail: error => {
				throw error;
			},
		},
	});
	onTestFinished(() => watch.close());
	return watch;
}

async function upTo(live: MemoryLive, id: string): Promise<void> {
	for (const step of live.state().runbook.walk) {
		if (step.id === id) {
			return;
		}
		await pass(live, step);
		await (step.id === 'orders'
			? live.send({type: 'answer-check', step: 'orders', answer: 'yes', value: '4'})
			: undefined);
	}
}

async function running(live: MemoryLive): Promise<void> {
	await upTo(live, 'migrate');
	await live.send({type: 'start-step', step: 'migrate'});
	live.print('migrate', 'one\ntwo');
}

async function ended(live: MemoryLive, result: 'failed' | 'unknown'): Promise<void> {
	await running(live);
	await live.finish({result, why: 'exit 1', exit: 1});
}

async function noGo(live: MemoryLive): Promise<void> {
	await upTo(live, 'go-live');
	await live.send({type: 'answer-gate', step: 'go-live', answer: 'no-go', reason: 'not today'});
}

async function held(live: MemoryLive): Promise<void> {
	await upTo(live, 'migrate');
	await live.send({type: 'hold-run', reason: 'lunch'});
}

async function tripped(live: MemoryLive): Promise<void> {
	await upTo(live, 'orders');
	live.record({
		type: 'guard.changed',
		step: 'errors',
		from: 'watching',
		to: 'tripped',
		value: 6.8,
		why: 'too high',
	});
}

async function onHosts(live: MemoryLive): Promise<void> {
	await upTo(live, 'restart');
	await live.send({type: 'start-step', step: 'restart'});
	live.setHost('restart', {host: 'queue', is: 'running', startedAt: '2026-11-21T09:00:00.000Z'}, 'x');
	live.print('restart', 'queue │ x');
}
