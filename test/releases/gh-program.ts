import {copyFileSync, existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {directory, fail, introduce, read, say} from './stand-in.ts';

/** Stands in for gh: deployments and artifacts of CI runs are files in the stand-ins' directory. */
const args = process.argv.slice(2);
introduce('gh', args);

switch (args[0]) {
	case 'api':
		payload(args[1] ?? '', args[args.indexOf('--jq') + 1] ?? '');
		break;
	case 'run':
		download(args[args.indexOf('--name') + 1] ?? '', args[args.indexOf('--dir') + 1] ?? '.');
		break;
	default:
		fail(`unknown command "${args[0]}" for "gh"`);
}

/** `--jq .[0].payload.NAME` of the deployments of an environment at a tag. */
function payload(path: string, expression: string): void {
	const {searchParams} = new URL(path, 'https://api.example.com');
	const deployments = read<Record<string, Record<string, string>>>('deployments', {});
	const found = deployments[`${searchParams.get('environment')} ${searchParams.get('ref')}`];
	say(found?.[expression.split('.').at(-1) ?? ''] ?? 'null');
}

function download(name: string, folder: string): void {
	const artifact = join(directory, 'artifacts', `${name}.sql`);
	if (!existsSync(artifact)) {
		fail('no artifact matches any of the names or patterns provided');
	}
	mkdirSync(folder, {recursive: true});
	copyFileSync(artifact, join(folder, 'migration.sql'));
}
