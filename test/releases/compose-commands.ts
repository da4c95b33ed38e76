import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {alembic} from './alembic.ts';
import {type Docker, docker, keep, localImage, pull, type Service, servicesOf} from './docker-state.ts';
import {
	becomesHealthy,
	directory,
	fail,
	isAlive,
	isHealthy,
	say,
	startService,
	stopService,
} from './stand-in.ts';

/** A container is looked at this long before it counts as healthy or not; the real one has a start period, too. */
const startsWithinMs = 3_000;

export async function compose(words: readonly string[]): Promise<void> {
	const hasFile = words[0] === '-f';
	const file = hasFile ? (words[1] ?? '') : 'docker-compose.yml';
	const [verb, ...rest] = words.slice(hasFile ? 2 : 0);
	if (!existsSync(file)) {
		fail(`no configuration file provided: not found`, 14);
	}
	const services = servicesOf(file);
	const names = rest.filter((word, index) => !word.startsWith('-') && !rest[index - 1]?.startsWith('--f'));
	switch (verb) {
		case 'pull':
			return pullAll(services);
		case 'up':
			return up(services.filter(({name}) => names.length === 0 || names.includes(name)));
		case 'ps':
			return list(rest, names);
		case 'images':
			return images(rest, names);
		case 'config':
			return say(...services.map(({image}) => image));
		case 'logs':
			return logs(names);
		case 'restart':
			return say(...names.map(name => ` Container ${name}-1  Started`));
		case 'exec':
		case 'run':
			return inside(
				services,
				rest.filter(word => !word.startsWith('-') || word.startsWith('-r')),
			);
		default:
			return fail(`unknown docker command: "compose ${verb}"`);
	}
}

function pullAll(services: readonly Service[]): void {
	const state = docker();
	for (const {name, image} of services) {
		pull(state, image);
		say(` ${name} Pulled`);
	}
	keep(state);
}

async function up(services: readonly Service[]): Promise<void> {
	const state = docker();
	for (const service of services) {
		await start(state, service);
	}
	keep(state);
}

/** Stops what runs with another image first: that is the gap of a recreated container. */
async function start(state: Docker, {name, image, port}: Service): Promise<void> {
	const found = localImage(state, image) ?? fail(`Error response from daemon: No such image: ${image}`);
	const running = state.containers[name];
	if (running?.image === found.id && (running.pid === 0 || isAlive(running.pid))) {
		say(` Container ${name}-1  Running`);
		return;
	}
	if (running !== undefined && running.pid !== 0) {
		await stopService(running.pid);
	}
	const pid = port === undefined ? 0 : startService(found.build, {port, log: `${name}.log`});
	state.containers[name] = {service: name, image: found.id, ref: image, pid, port: port ?? 0};
	if (port !== undefined && found.build.fault === undefined) {
		await becomesHealthy(port, startsWithinMs);
	}
	say(` Container ${name}-1  Started`);
}

async function list(words: readonly string[], names: readonly string[]): Promise<void> {
	const containers = Object.values(docker().containers).filter(
		({service}) => names.length === 0 || names.includes(service),
	);
	if (words.includes('--quiet')) {
		return say(...containers.map(({service}) => Buffer.from(service).toString('hex').padEnd(12, '0')));
	}
	const isAll = words.includes('--all');
	for (const {service, pid, port} of containers) {
		const isRunning = pid === 0 || isAlive(pid);
		const health = pid === 0 || (await isHealthy(port)) ? 'healthy' : 'unhealthy';
		if (isRunning || isAll) {
			say(`${service} ${isRunning ? 'running' : 'restarting'} ${isRunning ? health : 'unhealthy'}`);
		}
	}
}

function images(words: readonly string[], names: readonly string[]): void {
	const {containers} = docker();
	const found = Object.values(containers).filter(
		({service}) => names.length === 0 || names.includes(service),
	);
	const rows = found.map(({service, image, ref}) => ({
		ContainerName: `${service}-1`,
		Service: service,
		ID: image,
		Repository: ref,
	}));
	words.includes('--quiet')
		? say(...found.map(({image}) => image.replace('sha256:', '')))
		: say(JSON.stringify(rows));
}

function logs(names: readonly string[]): void {
	for (const name of names) {
		const path = join(directory, `${name}.log`);
		const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-100) : [];
		say(...lines.map(line => `${name}-1  | ${line}`));
	}
}

/** `exec` looks into the container that runs, `run` into a new one of the image that the file names. */
async function inside(services: readonly Service[], words: readonly string[]): Promise<void> {
	const [name = '', program = '', ...rest] = words;
	const state = docker();
	if (program === 'pg_isready') {
		const {status, stdout} = spawnSync('pg_isready', ['-d', process.env.DATABASE_URL ?? ''], {
			encoding: 'utf8',
		});
		say(stdout.trim());
		process.exit(status ?? 2);
	}
	const wanted = process.argv.includes('run')
		? services.find(service => service.name === name)?.image
		: state.containers[name]?.image;
	const image = localImage(state, wanted ?? '') ?? fail(`service "${name}" is not running`);
	if (program === 'alembic') {
		return alembic(rest, image.revisions ?? []);
	}
	if (program === 'python') {
		return say('connected');
	}
	fail(
		`OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`,
		127,
	);
}
