import {readFileSync} from 'node:fs';
import {
	type Build,
	becomesHealthy,
	fail,
	introduce,
	isAlive,
	read,
	say,
	startService,
	stopService,
	write,
} from './stand-in.ts';

/** Stands in for systemctl: a unit is an entry in a file; one with a port is a real process of the release it points to. */
const args = process.argv.slice(2);
introduce('systemctl', args);

type Unit = {readonly home?: string; readonly port?: number; readonly active: boolean; readonly pid: number};

const [verb = '', ...rest] = args;
const names = rest.filter(word => !word.startsWith('-')).map(word => word.replace(/\.service$/, ''));
const units = read<Record<string, Unit>>('units', {});

switch (verb) {
	case 'start':
	case 'restart':
		await change(async unit => ({...unit, ...(await begin(unit))}));
		break;
	case 'stop':
		await change(async unit => {
			await stopService(unit.pid);
			return {...unit, active: false, pid: 0};
		});
		break;
	case 'is-active': {
		const words = names.map(name => (isRunning(known(name)) ? 'active' : 'inactive'));
		rest.includes('--quiet') || say(...words);
		process.exit(words.includes('active') ? 0 : 3);
		break;
	}
	case 'status':
		for (const name of names) {
			say(
				`● ${name}.service - ${name}`,
				`     Active: ${isRunning(known(name)) ? 'active (running)' : 'inactive (dead)'}`,
			);
		}
		break;
	default:
		fail(`Unknown command verb ${verb}.`);
}

function known(name: string): Unit {
	return units[name] ?? fail(`Unit ${name}.service could not be found.`, 4);
}

function isRunning({active, pid}: Unit): boolean {
	return active && (pid === 0 || isAlive(pid));
}

async function change(to: (unit: Unit) => Promise<Unit>): Promise<void> {
	for (const name of names) {
		units[name] = await to(known(name));
	}
	write('units', units);
}

async function begin({home, port, pid}: Unit): Promise<Pick<Unit, 'active' | 'pid'>> {
	if (home === undefined || port === undefined) {
		return {active: true, pid: 0};
	}
	await stopService(pid);
	const build = JSON.parse(readFileSync(`${home}/build.json`, 'utf8')) as Build;
	const started = startService(build, {port, log: 'billing.log'});
	await becomesHealthy(port, 3_000);
	return {active: true, pid: started};
}
