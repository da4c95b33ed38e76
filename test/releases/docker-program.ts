import {compose} from './compose-commands.ts';
import {docker, localImage, nameOf, published} from './docker-state.ts';
import {fail, introduce, say} from './stand-in.ts';

/** Stands in for docker: images and containers are entries in a file, what runs in a container is a real process. */
const args = process.argv.slice(2);
introduce('docker', args);
const [verb, ...rest] = args;

switch (verb) {
	case 'compose':
		await compose(rest);
		break;
	case 'manifest':
		say(JSON.stringify({schemaVersion: 2, config: {digest: published(rest.at(-1) ?? '').digest}}, null, 3));
		break;
	case 'image':
		rest[0] === 'ls' ? listImages() : inspectImages(rest.slice(1));
		break;
	case 'inspect':
		inspectContainers(rest);
		break;
	case 'stats':
		say(
			'NAME              CPU %     MEM USAGE / LIMIT     MEM %',
			...Object.values(docker().containers).map(
				({service}) => `${service}-1   1.00%     120MiB / 512MiB       23.44%`,
			),
		);
		break;
	default:
		fail(`docker: '${verb}' is not a docker command.`);
}

function listImages(): void {
	say(
		'REPOSITORY                              TAG       IMAGE ID',
		...Object.values(docker().images).map(
			({ref, id}) => `${nameOf(ref)}   ${/:([^/:@]*)$/.exec(ref)?.[1] ?? '<none>'}   ${id}`,
		),
	);
}

function inspectImages(words: readonly string[]): void {
	const {format, names} = formatIn(words);
	for (const name of names) {
		const image = localImage(docker(), name) ?? fail(`Error response from daemon: No such image: ${name}`);
		say(
			filled(format, {
				'.Id': image.id,
				'join .RepoDigests " "': `${nameOf(image.ref)}@${image.digest}`,
			}),
		);
	}
}

function inspectContainers(words: readonly string[]): void {
	const {format, names} = formatIn(words);
	for (const name of names) {
		const found =
			Object.values(docker().containers).find(({service}) => idOf(service) === name) ??
			fail(`Error: No such object: ${name}`);
		say(
			filled(format, {
				'index .Config.Labels "com.docker.compose.service"': found.service,
				'.Config.Image': found.ref,
				'.Image': found.image,
			}),
		);
	}
}

function idOf(service: string): string {
	return Buffer.from(service).toString('hex').padEnd(12, '0');
}

function formatIn(words: readonly string[]): {format: string; names: readonly string[]} {
	const at = words.indexOf('--format');
	return {
		format: words[at + 1] ?? '',
		names: words.filter((_, index) => at === -1 || (index !== at && index !== at + 1)),
	};
}

/** The few expressions of Go templates that runbooks use. */
function filled(format: string, values: Readonly<Record<string, string>>): string {
	return format.replaceAll(
		/\{\{\s*(.*?)\s*\}\}/g,
		(_, expression: string) => values[expression] ?? fail(`template: :1: no entry for ${expression}`),
	);
}
