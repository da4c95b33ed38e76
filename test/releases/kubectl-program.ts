import {
	type Build,
	becomesHealthy,
	fail,
	introduce,
	isHealthy,
	read,
	say,
	startService,
	stopService,
	write,
} from './stand-in.ts';

/** Stands in for kubectl: a deployment is an entry in a file and one real process. */
const args = process.argv.slice(2);
introduce('kubectl', args);

type Deployment = {
	readonly port: number;
	readonly image: string;
	/** What ran before; `rollout undo` goes back to it. */
	readonly before?: string;
	readonly pid: number;
	readonly replicas: number;
};
type Deployments = Record<string, Deployment>;

/** A rollout is given up after this here, whatever its own time limit is: nobody waits ten minutes in a test. */
const rolloutMs = 4_000;

const deployments = read<Deployments>('deployments-of-cluster', {});
const [verb = '', ...rest] = args;

switch (verb) {
	case 'set':
		await setImage(nameIn(rest[1]), (rest[2] ?? '').replace(/^[^=]*=/, ''));
		break;
	case 'rollout':
		await (rest[0] === 'undo' ? undo(nameIn(rest[1])) : status(nameIn(rest[1])));
		break;
	case 'scale': {
		const name = nameIn(rest[0]);
		write('deployments-of-cluster', {
			...deployments,
			[name]: {...known(name), replicas: Number(/=(\d+)/.exec(rest.join(' '))?.[1])},
		});
		say(`deployment.apps/${name} scaled`);
		break;
	}
	case 'config':
		say('production-paris');
		break;
	case 'get':
		await get(rest);
		break;
	default:
		fail(`error: unknown command "${verb}" for "kubectl"`);
}

function nameIn(word = ''): string {
	return word.replace(/^deployment\//, '');
}

function known(name: string): Deployment {
	return deployments[name] ?? fail(`Error from server (NotFound): deployments.apps "${name}" not found`);
}

async function setImage(name: string, image: string): Promise<void> {
	const found = known(name);
	await run(name, {...found, image, before: found.image});
	say(`deployment.apps/${name} image updated`);
}

async function undo(name: string): Promise<void> {
	const found = known(name);
	await run(name, {
		...found,
		image: found.before ?? fail('error: no rollout history found for deployment'),
		before: found.image,
	});
	say(`deployment.apps/${name} rolled back`);
}

async function run(name: string, wanted: Deployment): Promise<void> {
	const build =
		read<Record<string, Build>>('images', {})[wanted.image] ?? fail(`Failed to pull image "${wanted.image}"`);
	await stopService(wanted.pid);
	const pid = startService(build, {port: wanted.port, log: `${name}.log`});
	write('deployments-of-cluster', {...deployments, [name]: {...wanted, pid}});
}

async function status(name: string): Promise<void> {
	const {port, replicas} = known(name);
	say(
		`Waiting for deployment "${name}" rollout to finish: 0 of ${replicas} updated replicas are available...`,
	);
	(await becomesHealthy(port, rolloutMs))
		? say(`deployment "${name}" successfully rolled out`)
		: fail('error: timed out waiting for the condition');
}

async function get([kind, name = '']: readonly string[]): Promise<void> {
	if (kind === 'secret') {
		say(JSON.stringify({data: {DATABASE_URL: 'eA==', SESSION_KEY: 'eQ=='}}));
		return;
	}
	const {port, replicas} = known(name);
	say(`${(await isHealthy(port)) ? replicas : 0}/${replicas}`);
}
