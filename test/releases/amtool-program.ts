import {randomUUID} from 'node:crypto';
import {fail, introduce, read, say, write} from './stand-in.ts';

/** Stands in for amtool: silences are lines in a file. */
const args = process.argv.slice(2);
introduce('amtool', args);
const silences = read<string[]>('silences', []);

if (args[1] === 'add') {
	const id = randomUUID();
	write('silences', [...silences, id]);
	say(id);
} else if (args[1] === 'expire' && silences.includes(args[2] ?? '')) {
	write(
		'silences',
		silences.filter(id => id !== args[2]),
	);
} else {
	fail('amtool: error: bad response: no such silence');
}
