import type {Problem} from '../model.ts';
import {positionalWords} from '../shell/options.ts';
import {type FoundCommand, finding, inOrder, type Paper, placeOf, type Rule} from './paper.ts';

/** Containers: D13, D14 and image tags that move. */
export const compose: Rule = paper => [
	...paper.commands.flatMap(command => [...taggedService(paper, command), ...mutableTag(paper, command)]),
	...migratesInOld(paper),
];

const values = '-f --file -p --project-name --profile --env-file --project-directory';

/** The words after `docker compose`, options left out; undefined for other programs. */
export function composeWords(words: readonly string[]): readonly string[] | undefined {
	const plain = words[0] === 'sudo' ? words.slice(1) : words;
	if (plain[0] === 'docker-compose') {
		return positionalWords(plain, values);
	}
	return /^(?:docker|podman)$/.test(plain[0] ?? '') && plain[1] === 'compose'
		? positionalWords(plain.slice(1), values)
		: undefined;
}

function taggedService(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(({words}) => {
		const [verb, ...services] = composeWords(words) ?? [];
		const tagged = /^(?:pull|up|restart|start|stop|create)$/.test(verb ?? '')
			? services.find(service => /^[\w./-]+:[\w.{}<>$-]+$/.test(service))
			: undefined;
		return tagged === undefined
			? []
			: [
					finding('D13', placeOf(paper, command, tagged), {
						message: `compose ${verb} takes names of services; “${tagged}” is an image with a tag.`,
					}),
				];
	});
}

/** An image name without a digest, or with a tag that is pushed again and again. */
function mutableTag(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(({words}) => {
		const image = imageOf(words);
		const tag =
			image === undefined || image.includes('@sha256:') ? undefined : /:([\w.-]+)$/.exec(image)?.[1];
		const moves =
			image !== undefined &&
			/^(?:latest|stable|edge|nightly|main|master|dev|develop|prod|production|staging|current|previous|next|canary)$/.test(
				tag ?? '',
			);
		return moves
			? [
					finding('image.mutable', placeOf(paper, command, image), {
						message: `“${image}” is whatever was pushed last under this tag.`,
					}),
				]
			: [];
	});
}

function imageOf(words: readonly string[]): string | undefined {
	const plain = words[0] === 'sudo' ? words.slice(1) : words;
	const verb = plain.slice(0, 3).join(' ');
	if (
		/^(?:docker|podman|nerdctl) (?:pull|run|tag|push)\b/.test(verb) ||
		/^kubectl set image\b/.test(verb) ||
		/^(?:helm|skopeo|crane)\b/.test(verb)
	) {
		return plain
			.slice(1)
			.flatMap(word => word.split('='))
			.find(
				word =>
					/^[\w.-]+(?:[/:][\w./-]+)*:[\w.-]+$/.test(word) && !/^\d+:\d+$/.test(word) && !word.includes('://'),
			);
	}
	return undefined;
}

const migrating =
	/\b(?:alembic\s+upgrade|(?:manage\.py|rails|rake|artisan|prisma|knex|sequelize|flyway|liquibase|goose|dbmate)\b.{0,40}\b(?:db:migrate|migrate|upgrade|up|deploy|update)|migrate\s+(?:up|deploy))\b/;

/** Says whether a command brings the schema forward. */
export function migrates(command: FoundCommand): boolean {
	return migrating.test(command.text.slice(0, 4000));
}

function migratesInOld(paper: Paper): readonly Problem[] {
	const walk =
		paper.damage === 'none'
			? inOrder(paper, 'walk')
			: paper.commands.filter(command => command.where === 'walk' || command.where === 'text');
	const at = walk.findIndex(
		command =>
			migrates(command) &&
			command.calls.some(
				({words}) =>
					composeWords(words)?.[0] === 'exec' ||
					/^(?:docker exec|kubectl exec)$/.test(words.slice(0, 2).join(' ')),
			),
	);
	const migration = walk[at];
	const pull =
		at === -1
			? undefined
			: walk
					.slice(at + 1)
					.find(command =>
						command.calls.some(
							({words}) =>
								/^(?:pull|build)$/.test(composeWords(words)?.[0] ?? '') ||
								/^docker pull$/.test(words.slice(0, 2).join(' ')),
						),
					);
	if (migration === undefined || pull === undefined) {
		return [];
	}
	return [
		finding('D14', placeOf(paper, migration, 'exec'), {
			message: `This migrates inside the container that runs now; its new image is pulled only on line ${pull.line}.`,
		}),
	];
}
