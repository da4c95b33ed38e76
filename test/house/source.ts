import {readdirSync, readFileSync} from 'node:fs';
import {join, posix, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseSync} from 'oxc-parser';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A node of the syntax tree (ESTree with TypeScript's own). */
export type Node = {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [key: string]: unknown;
};

type Import = {
	/** A path from the root for files of the house (`src/fault.ts`), the name as written for packages. */
	readonly from: string;
	readonly isOurs: boolean;
	/** Gone when the program runs. */
	readonly isType: boolean;
	readonly line: number;
	/** Imported names; empty for a whole module or an import at run time. */
	readonly names: readonly string[];
};

export type Source = {
	/** From the root, with `/`: `src/store/chain.ts`. */
	readonly path: string;
	readonly text: string;
	readonly program: Node;
	readonly imports: readonly Import[];
	lineOf(position: number): number;
};

/** Every TypeScript file below a folder of the root. */
export function readSources(folder: string): readonly Source[] {
	return readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
		.filter(file => file.isFile() && /\.tsx?$/.test(file.name))
		.map(file => join(file.parentPath, file.name))
		.map(path => readSource(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')));
}

/** @param path from the root; relative imports are resolved against it. */
export function readSource(path: string, text: string): Source {
	const {program, module, errors} = parseSync(path, text);
	if (errors.length > 0) {
		throw new Error(`${path}: ${errors[0]?.message}`);
	}
	const starts = [0, ...[...text.matchAll(/\n/g)].map(({index}) => index + 1)];
	const lineOf = (position: number) => starts.findLastIndex(start => start <= position) + 1;
	const place = (from: string) =>
		from.startsWith('.')
			? {from: posix.join(posix.dirname(path), from), isOurs: true}
			: {from, isOurs: false};
	const statics = module.staticImports.map(one => ({
		...place(one.moduleRequest.value),
		isType: one.entries.length > 0 && one.entries.every(({isType}) => isType),
		line: lineOf(one.start),
		names: one.entries.flatMap(({importName}) => importName.name ?? []),
	}));
	const passedOn = module.staticExports.flatMap(one =>
		one.entries
			.filter(entry => entry.moduleRequest !== null)
			.map(entry => ({
				...place(entry.moduleRequest?.value ?? ''),
				isType: entry.isType,
				line: lineOf(one.start),
				names: [],
			})),
	);
	const later = module.dynamicImports.map(one => ({
		...place(text.slice(one.moduleRequest.start, one.moduleRequest.end).replaceAll(/['"`]/g, '')),
		isType: false,
		line: lineOf(one.start),
		names: [],
	}));
	return {
		path,
		text,
		program: program as unknown as Node,
		imports: [...statics, ...passedOn, ...later],
		lineOf,
	};
}

/** Calls `visit` for a node and everything below it, with the nodes above. */
export function walk(
	node: Node,
	visit: (node: Node, above: readonly Node[]) => void,
	above: readonly Node[] = [],
): void {
	visit(node, above);
	const below = [...above, node];
	for (const child of childrenOf(node)) {
		walk(child, visit, below);
	}
}

export function childrenOf(node: Node): readonly Node[] {
	return Object.values(node)
		.flatMap(value => (Array.isArray(value) ? value : [value]))
		.filter(isNode);
}

export function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
