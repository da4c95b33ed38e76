import {roomOf} from './arrows.ts';
import {isNode, type Node, type Source, walk} from './source.ts';

/** Rooms that answer the same to the same question, whenever and wherever they are asked. */
const pure = ['runbook', 'engine', 'text', 'insight', 'ui/view'];

/** Node's modules that neither look outside nor at the clock. */
const pureModules = new Set([
	'node:buffer',
	'node:crypto',
	'node:path',
	'node:string_decoder',
	'node:url',
	'node:util',
	// Cuts off an author's pattern that would never end. Its only clock: a pattern near two seconds is no pattern to keep.
	'node:vm',
]);
const dice = new Set([
	'getRandomValues',
	'randomBytes',
	'randomFill',
	'randomFillSync',
	'randomInt',
	'randomUUID',
	'generateKeyPair',
	'generateKeyPairSync',
]);

/** Calls and values that look at the clock, roll dice or touch the world, as they are written. */
const impure = [
	/^Date\.now$/,
	/^performance\.\w+$/,
	/^Math\.random$/,
	/^crypto\.\w+$/,
	/^process\.\w+$/,
	/^(?:globalThis\.)?(?:fetch|setTimeout|setInterval|setImmediate|queueMicrotask|require)$/,
];

/** Names that say nothing of what is inside. */
const emptyNames = new Set([
	'utils',
	'util',
	'lib',
	'types',
	'helpers',
	'helper',
	'common',
	'index',
	'misc',
	'shared',
]);

export function emptyName({path}: Source): readonly string[] {
	const parts = path
		.replace(/\.test(?=\.tsx?$)/, '')
		.replace(/\.tsx?$/, '')
		.split('/');
	return parts
		.filter(part => emptyNames.has(part))
		.map(part => `${path}: “${part}” does not say what is inside`);
}

/** A file that only passes on what other files of ours export makes two ways to one thing. */
export function barrel({path, program}: Source): readonly string[] {
	const statements = Array.isArray(program.body) ? program.body.filter(isNode) : [];
	const passesOn = ({type, source}: Node) =>
		type.startsWith('Export') && isNode(source) && String(source.value).startsWith('.');
	return statements.length > 0 && statements.every(passesOn)
		? [`${path} only passes on what other files export`]
		: [];
}

export function looseTypes({path, program, lineOf}: Source): readonly string[] {
	const problems: string[] = [];
	walk(program, ({type, start}) => {
		if (type === 'TSAnyKeyword' || type === 'TSNonNullExpression') {
			problems.push(
				`${path}:${lineOf(start)} has ${type === 'TSAnyKeyword' ? '`any`: name the type, or `unknown` and a check' : '`!`: check it, or say why it is there'}`,
			);
		}
	});
	return problems;
}

/** Only the front door speaks to the terminal and ends the process. */
export function speaksOutOfTurn(source: Source): readonly string[] {
	if (roomOf(source.path) === 'cli') {
		return [];
	}
	return membersOf(source)
		.filter(({text}) => /^console\.|^process\.(?:exit|abort|reallyExit)$/.test(text))
		.map(({text, line}) => `${source.path}:${line} uses ${text}: only cli/ does`);
}

export function impurities(source: Source): readonly string[] {
	const room = pure.find(one => source.path.startsWith(`src/${one}/`));
	if (room === undefined) {
		return [];
	}
	const imports = source.imports
		.filter(
			({from, isType, names}) =>
				!isType && from.startsWith('node:') && (!pureModules.has(from) || names.some(name => dice.has(name))),
		)
		.map(
			({from, line, names}) =>
				`${source.path}:${line} imports ${names.join(', ')} from ${from}: ${room} is pure`,
		);
	const uses = [...membersOf(source), ...callsOf(source)]
		.filter(({text}) => text === 'new Date()' || impure.some(pattern => pattern.test(text)))
		.map(({text, line}) => `${source.path}:${line} uses ${text}: ${room} is pure`);
	return [...imports, ...uses];
}

/** A test that is left out is one that nobody misses. */
export function leftOut({path, text, lineOf}: Source): readonly string[] {
	return [...text.matchAll(/\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:skip|only|todo)\b/g)].map(
		({0: found, index}) =>
			`${path}:${lineOf(index)} has ${found}: a test runs, or says what the machine lacks`,
	);
}

type Use = {readonly text: string; readonly line: number};

/** `a.b` as written, for plain names. */
function membersOf({program, text, lineOf}: Source): readonly Use[] {
	const uses: Use[] = [];
	walk(program, node => {
		if (node.type === 'MemberExpression' && isNode(node.object) && node.object.type === 'Identifier') {
			uses.push({text: text.slice(node.start, node.end).replace('?.', '.'), line: lineOf(node.start)});
		}
	});
	return uses;
}

/** Names that are called, and `new Date()` without a time. */
function callsOf({program, lineOf}: Source): readonly Use[] {
	const uses: Use[] = [];
	walk(program, node => {
		const {callee} = node;
		if (!isNode(callee) || typeof callee.name !== 'string') {
			return;
		}
		const isNow = callee.name === 'Date' && Array.isArray(node.arguments) && node.arguments.length === 0;
		uses.push({text: isNow ? 'new Date()' : callee.name, line: lineOf(node.start)});
	});
	return uses;
}
