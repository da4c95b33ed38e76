import type {Runbook} from '../../src/runbook/model.ts';
import type {MemoryLive} from './memory-live.ts';
import {guardedRunbook, hostsRunbook} from './sample.ts';
import {at, heard, type Scene} from './scene.ts';

/** Moves a run of the sample runbook to where a scene begins; what lies before has simply passed. */
export const scenes = {
	briefing: async () => undefined,
	inputs: async ({terminal}) => terminal.presses('\r', '4.12'),
	check: async scene => at(scene, 'announce'),
	room: async scene => at(scene, 'free-disk'),
	confirm: async scene => at(scene, 'migrate'),
	running: async scene => {
		await at(scene, 'migrate');
		await scene.live.send({type: 'start-step', step: 'migrate'});
		scene.live.print('migrate', migrationOutput);
		scene.live.setActivity('waiting for the lock on orders (2 s)');
		await scene.terminal.sees('waiting for the lock');
	},
	failed: async scene =>
		fail(scene, {result: 'failed', exit: 1, why: 'exit 1: canceling statement due to lock timeout'}),
	more: async scene => {
		await fail(scene, {result: 'failed', exit: 1, why: 'exit 1: canceling statement due to lock timeout'});
		await heard(scene);
		await scene.terminal.presses('m');
	},
	reason: async scene => {
		await fail(scene, {result: 'failed', exit: 1, why: 'exit 1'});
		await heard(scene);
		await scene.terminal.presses('f', 'ran it in psql after the report had ended');
	},
	unknown: async scene => {
		await at(scene, 'migrate');
		await scene.live.send({type: 'start-step', step: 'migrate'});
		scene.live.record({type: 'step.interrupted', step: 'migrate', attempt: 1});
		await scene.terminal.sees('UNKNOWN');
	},
	gate: async scene => {
		await at(scene, 'migrate');
		await scene.live.send({
			type: 'decide-step',
			step: 'migrate',
			disposition: 'override',
			reason: 'applied by hand last night',
		});
		await scene.terminal.sees('GO / NO-GO');
	},
	typed: async scene => {
		await at(scene, 'go-live');
		await heard(scene);
		await scene.terminal.presses('g', 'produc');
	},
	guarded: async scene => {
		await at(scene, 'orders');
		watch(scene, 'good', 0.42);
		await scene.terminal.sees(/good 0.42/);
	},
	tripped: async scene => {
		await at(scene, 'orders');
		watch(scene, 'tripped', 6.8);
		await scene.terminal.sees('GUARD TRIPPED');
	},
	hosts: async scene => {
		await restarting(scene);
		await scene.terminal.sees('answers 503');
	},
	'hosts-failed': async scene => {
		await restarting(scene);
		const facts = {
			'web1.example': 'passed',
			'web2.example': 'failed',
			'web3.example': 'passed',
			queue: 'not started',
		};
		scene.live.setHost(
			'restart',
			{host: 'web3.example', is: 'passed', startedAt, durationMs: 9_000},
			'ready',
		);
		scene.live.setHost(
			'restart',
			{host: 'web2.example', is: 'failed', startedAt, durationMs: 21_000},
			'gave up',
		);
		await scene.live.finish({result: 'failed', why: 'web2.example: exit 1', durationMs: 30_000, facts});
		await scene.terminal.sees('FAILED');
	},
	'no-go': async scene => {
		await at(scene, 'go-live');
		await scene.live.send({
			type: 'answer-gate',
			step: 'go-live',
			answer: 'no-go',
			reason: 'the error budget is spent',
		});
		await scene.terminal.sees('said NO-GO');
	},
	held: async scene => {
		await at(scene, 'migrate');
		await scene.live.send({type: 'hold-run', reason: 'waiting for the report to end'});
		await scene.terminal.sees('HELD');
	},
	value: async scene => at(scene, 'orders'),
	close: async scene => {
		await at(scene, 'orders');
		await scene.live.send({type: 'answer-check', step: 'orders', answer: 'yes', value: '412'});
		await scene.live.send({type: 'add-note', text: 'the report team was told'});
		await scene.terminal.sees('CLOSE?');
	},
	help: async scene => {
		await at(scene, 'migrate');
		await scene.terminal.presses('?');
	},
	rollback: async scene => {
		await at(scene, 'switch');
		await heard(scene);
		await scene.terminal.presses('\u0012');
	},
	leave: async scene => {
		await at(scene, 'migrate');
		await scene.terminal.presses('q');
	},
	edit: async scene => {
		await at(scene, 'migrate');
		await heard(scene);
		await scene.terminal.presses('m', 'i', ' --sql');
	},
} satisfies Readonly<Record<string, (scene: Scene) => Promise<unknown>>>;

/** Some scenes need more than the sample has. */
export function runbookFor(scene: SceneName): {runbook?: Runbook} {
	if (scene === 'hosts' || scene === 'hosts-failed') {
		return {runbook: hostsRunbook()};
	}
	return scene === 'guarded' || scene === 'tripped' ? {runbook: guardedRunbook()} : {};
}

/** The error rate crept up for a minute. */
function watch({live}: Scene, to: 'good' | 'tripped', last: number): void {
	const values = Array.from(
		{length: 48},
		(_, at) => 0.3 + 0.15 * Math.sin(at) + (to === 'good' ? 0 : (at / 47) ** 6 * 6),
	);
	live.setTrend('errors', {values: [...values, last], limit: {compare: '>', limit: 5}});
	live.record({
		type: 'guard.changed',
		step: 'errors',
		from: 'watching',
		to,
		value: last,
		...(to === 'good' ? {} : {why: 'The value is 6.8%: > 5% for 1 m 00 s.'}),
	});
}

export type SceneName = keyof typeof scenes;

const migrationOutput = [
	'INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.',
	'INFO  [alembic.runtime.migration] Will assume transactional DDL.',
	'\u001B[33mWARN\u001B[0m  waiting for AccessExclusiveLock on relation orders',
	'INFO  [alembic.runtime.migration] Running upgrade 8f1c -> 9d2e, add delivery window',
].join('\n');

const startedAt = '2026-11-21T09:03:58.000Z';

/** Two hosts are done or on their way, the others wait. */
async function restarting(scene: Scene): Promise<void> {
	await at(scene, 'restart');
	const {live} = scene;
	await live.send({type: 'start-step', step: 'restart'});
	live.setHost(
		'restart',
		{host: 'web1.example', is: 'passed', startedAt, durationMs: 8_000},
		'stopped\nready after 6 s',
	);
	live.setHost(
		'restart',
		{host: 'web2.example', is: 'running', startedAt},
		'stopped\n\u001B[33mstill\u001B[0m answers 503',
	);
	live.print(
		'restart',
		'web1.example │ stopped\nweb1.example │ ready after 6 s\nweb2.example │ stopped\nweb2.example │ still answers 503',
	);
}

async function fail(scene: Scene, outcome: Parameters<MemoryLive['finish']>[0]): Promise<void> {
	await scenes.running(scene);
	scene.live.print('migrate', '\u001B[31mERROR\u001B[0m canceling statement due to lock timeout');
	await scene.live.finish(outcome);
	await scene.terminal.sees('FAILED');
}
