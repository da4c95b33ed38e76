import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {
	type Build,
	becomesHealthy,
	directory,
	fail,
	introduce,
	read,
	say,
	startService,
	stopService,
	write,
} from './stand-in.ts';

/** Stands in for the platform behind the team's own `deploy/` scripts: components are entries in a file, the API a real process. */
const args = process.argv.slice(2);
introduce('platform', args);

type Component = {readonly artifact: string; readonly pid: number; readonly port: number};
type Index = {readonly live: 'old' | 'new'; readonly new?: number};

const components = read<Record<string, Component>>('components', {});
const [verb = '', ...rest] = args;

switch (verb) {
	case 'whoami':
		say('robin@example.com (account platform-production)');
		break;
	case 'roll-out':
		await rollOut(rest[0] ?? '', rest[rest.indexOf('--to') + 1] ?? '');
		break;
	case 'running':
		say(known(rest[1] ?? '').artifact);
		break;
	case 'search':
		search(rest[0] ?? '');
		break;
	case 'flags':
		say('0 flags are on');
		break;
	case 'logs':
		logs();
		break;
	default:
		fail(`platform: unknown command ${verb}`, 2);
}

function known(name: string): Component {
	return components[name] ?? fail(`platform: no component “${name}”`);
}

async function rollOut(name: string, artifact: string): Promise<void> {
	const before = known(name);
	const build = read<Record<string, Build>>('builds', {})[artifact] ?? fail(`platform: no build ${artifact}`);
	say(`previous: ${before.artifact}`);
	let {pid} = before;
	if (before.port !== 0) {
		await stopService(pid);
		pid = startService(build, {port: before.port, log: `${name}.log`});
		await becomesHealthy(before.port, 3_000);
	}
	write('components', {...components, [name]: {...before, artifact, pid}});
	say(`${name}: 3 of 3 instances run ${artifact}`);
}

function search(what: string): void {
	const index = read<Index>('index', {live: 'old'});
	switch (what) {
		case 'build-new':
			write('index', {...index, new: 20});
			return say('{"took":12,"errors":false,"items":20}');
		case 'compare-counts':
			return say(index.new === 20 ? 'old 20, new 20: equal' : 'old 20, new 0: different');
		case 'drop-new':
			return write('index', {live: 'old'});
		default:
			write('index', {...index, live: what === 'point-to-new' ? 'new' : 'old'});
			say(`queries use the ${what === 'point-to-new' ? 'new' : 'old'} index`);
	}
}

/** Lines with an error that nobody has listed as known. */
function logs(): void {
	const lines = readFileSync(join(directory, 'api.log'), 'utf8').split('\n').slice(-200);
	const errors = lines.filter(line => line.startsWith('ERROR'));
	say(...errors.slice(0, 5).map(line => `unexpected ${line}`), `${errors.length} errors`);
}
