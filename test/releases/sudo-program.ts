import {spawnSync} from 'node:child_process';
import {fail, introduce} from './stand-in.ts';

/** Stands in for sudo: runs the command as whoever asks, without a password. */
const args = process.argv.slice(2);
introduce('sudo', args);
const [program = '', ...rest] = args.filter((word, index) => index > 0 || word !== '-n');
const {status, error} = spawnSync(program, rest, {stdio: 'inherit'});
if (error !== undefined) {
	fail(`sudo: ${program}: command not found`);
}
process.exit(status ?? 1);
