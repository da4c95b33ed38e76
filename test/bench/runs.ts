import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {MetricStep, Step} from '../../src/runbook/step-model.ts';
import type {Session} from '../../src/session/session.ts';
import {check, command, runbookOf} from '../engine/given.ts';
import {startLive} from '../session/live.ts';
import {sshdPath, startSshd} from '../sshd.ts';
import type {Row} from './main.ts';

export const title = 'Whole runs: 1,000 steps, 20 guards at rest, 50 hosts at once';

const steps = 1000;
/** How often they are measured: what else goes on on the machine takes as long as several of them. */
const roundsOfSteps = 5;
/** Steps before those that are measured: what is loaded once is measured elsewhere. */
const warmUp = 50;
const guards = 20;
const hosts = 50;
/** Guards are watched for so long. */
const restMs = 10_000;

export async function run(): Promise<readonly Row[]> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
	try {
		return [
			await manySteps(directory),
			await resting(directory),
			...(sshdPath === undefined ? [] : [await manyHosts(directory)]),
		];
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

/** Trivial commands, unattended, beside a shell loop that starts a shell and syncs one file for each. */
async function manySteps(directory: string): Promise<Row> {
	const walk = Array.from({length: steps}, (_, at) =>
		command(`s${at}`, {auto: true, mutates: false, run: {script: 'x=1'}}),
	);
	const loop = `for i in $(seq ${steps / 2}); do bash -c 'x=1' > $0.$i; echo done >> journal; sync -d journal; done`;
	const half = (name: string) =>
		seconds(() => once(spawn('bash', ['-c', loop, name], {cwd: directory}), 'exit'));
	await walked(join(directory, 'warm'), walk.slice(0, warmUp));
	const rounds: Row[] = [];
	for (const round of Array.from({length: roundsOfSteps}, (_, at) => String(at))) {
		// Half before and half after, so that a machine that grows slower or faster meanwhile does so for both.
		const before = await half(`before${round}`);
		const ours = await seconds(() => walked(join(directory, `steps${round}`), walk));
		const bare = before + (await half(`after${round}`));
		rounds.push({
			what: `${steps} trivial steps beside a shell loop with one sync each, the middle of ${roundsOfSteps}`,
			value: ours,
			unit: 's',
			baseline: bare,
			ratio: ours / bare,
		});
	}
	return rounds.toSorted((one, other) => one.ratio - other.ratio)[(roundsOfSteps - 1) / 2] as Row;
}

/** A run in which nothing is asked. */
async function walked(directory: string, walk: readonly Step[]): Promise<void> {
	const session = await begin(directory, walk);
	await isAsked(session, 'close');
	await session.close();
}

/** CPU of this process while guards ask a server of another process once a second, per second of wall time. */
async function resting(directory: string): Promise<Row> {
	const server = createServer((_, answer) => answer.end('{"rate":0.01}'));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as AddressInfo;
	const walk = [
		...Array.from({length: guards}, (_, at) => guard(`g${at}`, port)),
		command('change', {auto: true, run: {script: 'true'}}),
		check('look'),
	];
	const session = await begin(join(directory, 'guards'), walk);
	await isAsked(session, 'check');
	const before = process.cpuUsage();
	await new Promise(resolve => setTimeout(resolve, restMs));
	const {user, system} = process.cpuUsage(before);
	await session.close();
	server.closeAllConnections();
	server.close();
	const percent = (user + system) / 10 / restMs;
	return {
		what: `${guards} guards at 1 s on an idle run, CPU with their server`,
		value: percent,
		unit: '%',
		baseline: 100,
		ratio: percent / 100,
	};
}

function guard(id: string, port: number): Step {
	const {kind: _, ...common} = check(id);
	const metric: Omit<MetricStep, keyof typeof common> = {
		kind: 'metric',
		guard: true,
		work: {
			from: {
				source: 'http',
				request: {method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}},
				path: 'rate',
			},
			everyMs: 1000,
			forMs: 60_000,
			fail: 'value > 5%',
			errorsMax: 4,
			baseline: false,
		},
	};
	return {...common, ...metric} as Step;
}

/** One step on all hosts at once, beside plain `ssh` to all of them at once. */
async function manyHosts(directory: string): Promise<Row> {
	const sshd = await startSshd();
	const path = process.env.PATH ?? '';
	process.env.PATH = `${sshd.directory}:${path}`;
	try {
		const names = Array.from({length: hosts}, (_, at) => `127.0.0.${at + 1}`);
		const bare = await seconds(() =>
			Promise.all(
				names.map(() =>
					once(spawn('ssh', ['127.0.0.1', 'true'], {stdio: 'ignore', env: process.env}), 'exit'),
				),
			),
		);
		const targets = Object.fromEntries(names.map((_, at) => [`h${at}`, '127.0.0.1']));
		const step = command('all', {auto: true, run: {script: 'true', on: Object.keys(targets), batch: hosts}});
		const ours = await seconds(async () => {
			const session = await begin(join(directory, 'hosts'), [step], targets);
			await isAsked(session, 'close');
			await session.close();
		});
		return {
			what: `one step on ${hosts} hosts at once, beside plain ssh`,
			value: ours,
			unit: 's',
			baseline: bare,
			ratio: ours / bare,
		};
	} finally {
		process.env.PATH = path;
		sshd.stop();
	}
}

async function begin(
	directory: string,
	walk: readonly Step[],
	targets: Readonly<Record<string, string>> = {},
): Promise<Session> {
	const plain = runbookOf({walk});
	const book = {...plain, meta: {...plain.meta, hosts: targets}};
	return startLive(book, {directory});
}

/** @throws when the run asks something else first. */
function isAsked(session: Session, is: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const look = () => {
			const question = session.question();
			if (question?.is === is) {
				resolve();
			} else if (question !== undefined) {
				reject(new Error(`The run asks ${question.is}: ${JSON.stringify(question).slice(0, 300)}`));
			}
		};
		session.subscribe(look);
		look();
	});
}

async function seconds(work: () => unknown): Promise<number> {
	const startedAt = performance.now();
	await work();
	return (performance.now() - startedAt) / 1000;
}
