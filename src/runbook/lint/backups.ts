import type {Problem} from '../model.ts';
import {hasOption, optionValues, positionalWords} from '../shell/options.ts';
import type {SimpleCommand} from '../shell/simple.ts';
import {type FoundCommand, finding, type Paper, placeOf, type Rule} from './paper.ts';

/** Backups and restores: D1, D2, D3, D4, D20. */
export const backups: Rule = paper => [
	...paper.commands.flatMap(command => [
		...computedAnew(paper, command),
		...plainDump(paper, command),
		...goesOn(paper, command),
		...intoLive(paper, command),
		...weakTest(paper, command),
	]),
	...weakWords(paper),
];

const clock = /\$\(\s*date\b[^)]*\)|`\s*date\b[^`]*`|\$\{?(?:EPOCHSECONDS|RANDOM|SECONDS)\b|\$\$/;

/** Reads from a path with the date in it. */
function computedAnew(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(call => {
		const source = readPaths(call).find(path => clock.test(path));
		if (source === undefined) {
			return [];
		}
		const removed = paper.commands.find(
			other =>
				other.block === command.block &&
				other.line < command.line &&
				other.calls.some(({words}) => words[0] === 'rm' && hasOption(words, '-r', '-R')),
		);
		const after = removed === undefined ? '' : ', after the rm above has already removed the target';
		const place = placeOf(paper, command, '$(date');
		return [
			finding('D1', place, {
				message: `This reads from a path that is computed anew (${source.slice(0, 60)})${after}.`,
			}),
		];
	});
}

/** What a call reads data from. */
function readPaths(call: SimpleCommand): readonly string[] {
	const {raw, words, redirects} = call;
	const program = words[0] ?? '';
	const inputs = redirects.filter(redirect => redirect.operator === '<').map(redirect => redirect.target);
	const positional = positionalWords(raw, '-t -f -C -d -h -U -p --dbname --host --username');
	switch (program) {
		case 'cp':
		case 'mv':
		case 'rsync':
		case 'scp':
			return [...inputs, ...positional.slice(0, -1)];
		case 'tar':
			return /^-?[a-zA-Z]*x/.test(words[1] ?? '') || hasOption(words, '-x', '--extract')
				? [...inputs, ...positional, ...optionValues(raw, '-f', '--file')]
				: inputs;
		case 'pg_restore':
		case 'gunzip':
		case 'unzip':
		case 'zcat':
		case 'cat':
			return [...inputs, ...positional];
		default:
			return [...inputs, ...(program === 'psql' ? optionValues(raw, '-f', '--file') : [])];
	}
}

function plainDump(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(({words}) => {
		const file =
			words[0] === 'pg_restore'
				? positionalWords(words, '-d -f -h -p -U -n -t -F -j --dbname --file --host --port --username').find(
						word => /\.(?:sql|txt)(?:\.gz)?$/.test(word),
					)
				: undefined;
		return file === undefined
			? []
			: [
					finding('D2', placeOf(paper, command, 'pg_restore'), {
						message: `pg_restore can’t read ${file}: it is a plain SQL dump.`,
					}),
				];
	});
}

function stopsOnError(words: readonly string[]): boolean {
	return words.some(word => /ON_ERROR_STOP\s*=\s*(?:1|on|true)/i.test(word));
}

function readsFile(call: SimpleCommand): boolean {
	return (
		optionValues(call.words, '-f', '--file').length > 0 ||
		call.heredoc !== undefined ||
		call.piped ||
		call.redirects.some(redirect => redirect.operator === '<' || redirect.operator === '<<')
	);
}

/** psql over a file without ON_ERROR_STOP. */
function goesOn(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(call => {
		const at = call.words.indexOf('psql');
		const isPsql =
			at !== -1 &&
			(at === 0 ||
				call.words[0] === 'sudo' ||
				call.words[0] === 'docker' ||
				call.words[0] === 'docker-compose' ||
				call.words[0] === 'kubectl' ||
				call.words[0] === 'env');
		const isSafe =
			stopsOnError(call.words) ||
			(call.heredoc !== undefined && /^\s*\\set\s+ON_ERROR_STOP\s+(?:1|on)/im.test(call.heredoc));
		return isPsql && readsFile({...call, words: call.words.slice(at)}) && !isSafe
			? [
					finding('D4', placeOf(paper, command, 'psql'), {
						message: 'psql runs these statements without ON_ERROR_STOP, so a failed one goes unnoticed.',
					}),
				]
			: [];
	});
}

const copies = /backup|bak\b|dump|snapshot|restore/i;

/** Names of databases that are there to be restored into. */
const aside = /(?:^|[_=/-])(?:restored?|verify|check|scratch|tmp|temp|aside|test)(?:[_-]?(?:db|\d+))?$/i;

/** A dump into a database that is there already. */
function intoLive(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap((call, index) => {
		const program = call.words.find(word =>
			/^(?:psql|mysql|mariadb|pg_restore|mongorestore|sqlite3)$/.test(word),
		);
		if (program === undefined) {
			return [];
		}
		const files = [
			...call.redirects.filter(redirect => redirect.operator === '<').map(redirect => redirect.target),
			...(program === 'psql' ? optionValues(call.words, '-f', '--file') : []),
		];
		const fed = call.piped && copies.test(command.calls[index - 1]?.words.join(' ') ?? '');
		const restores =
			program === 'pg_restore'
				? hasOption(call.words, '-d', '--dbname')
				: program === 'mongorestore' || files.some(file => copies.test(file)) || fed;
		const isAside =
			hasOption(call.words, '-C', '--create') ||
			call.words.some(word => word !== program && aside.test(word));
		return restores && !isAside
			? [
					finding('D20', placeOf(paper, command, program), {
						message: `This reads a dump into a database that may be in use.`,
					}),
				]
			: [];
	});
}

function weakTest(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(({words}) => {
		const isTest =
			/^(?:\[|\[\[|test)$/.test(words[0] ?? '') &&
			words.includes('-s') &&
			words.some(word => copies.test(word));
		return isTest
			? [
					finding('D3', placeOf(paper, command, '-s'), {
						message: 'That a dump is not empty says little about it.',
					}),
				]
			: [];
	});
}

/** “Verify the backup file is non-zero.” */
const weak =
	/\b(?:backup|dump)\b[^.\n]{0,80}\b(?:non-?zero|not (?:empty|zero)|non-?empty|greater than (?:0|zero)|has a size|file size)\b|\b(?:non-?zero|non-?empty|size of)\b[^.\n]{0,40}\b(?:backup|dump)\b/i;

function weakWords(paper: Paper): readonly Problem[] {
	return paper.source.lines.flatMap((text, index) => {
		const match =
			index + 1 < paper.bodyFrom || (paper.fenced.has(index + 1) && !text.trim().startsWith('#'))
				? null
				: weak.exec(text.slice(0, 4000));
		return match === null
			? []
			: [
					finding(
						'D3',
						{line: index + 1, column: match.index + 1},
						{message: 'A backup counts as verified here because its file is there or not empty.'},
					),
				];
	});
}
