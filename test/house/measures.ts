import {childrenOf, isNode, type Node, type Source, walk} from './source.ts';

const fileLinesMax = 250;
const functionLinesMax = 50;
/** A switch over a union names every case in one place. */
const switchLinesMax = 70;
const componentLinesMax = 100;
const parametersMax = 3;
const nestingMax = 3;

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const nesting = new Set([
	'IfStatement',
	'ForStatement',
	'ForInStatement',
	'ForOfStatement',
	'WhileStatement',
	'DoWhileStatement',
	'SwitchStatement',
	'TryStatement',
]);

export function longFile({path, text}: Source): readonly string[] {
	const lines = text.trimEnd().split('\n').length;
	return lines > fileLinesMax
		? [`${path} has ${lines} lines, at most ${fileLinesMax} are read in one go`]
		: [];
}

/** Functions that are too long, take too many parameters or nest too deep. */
export function unwieldyFunctions(source: Source): readonly string[] {
	const problems: string[] = [];
	walk(source.program, (node, above) => {
		if (functions.has(node.type)) {
			problems.push(...problemsOf(source, node, nameOf(node, above)));
		}
	});
	return problems;
}

function problemsOf({path, lineOf}: Source, node: Node, name: string): readonly string[] {
	const line = lineOf(node.start);
	const lines = lineOf(node.end) - line + 1;
	const parameters = Array.isArray(node.params)
		? node.params.filter(isNode).filter(parameter => !isOptions(parameter)).length
		: 0;
	const deepest = nestingOf(node);
	const where = `${path}:${line} ${name}`;
	return [
		...(lines > linesMaxOf(path, node, name)
			? [`${where} has ${lines} lines, at most ${linesMaxOf(path, node, name)}`]
			: []),
		...(parameters > parametersMax
			? [`${where} takes ${parameters} parameters, at most ${parametersMax}: name them in one value`]
			: []),
		...(deepest > nestingMax ? [`${where} nests ${deepest} deep, at most ${nestingMax}`] : []),
	];
}

/** A last value of named options has no place among the others to be mistaken for. */
function isOptions(parameter: Node): boolean {
	const named = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
	return isNode(named) && named.name === 'options';
}

function linesMaxOf(path: string, node: Node, name: string): number {
	if (path.endsWith('.tsx') && /^[A-Z]/.test(name)) {
		return componentLinesMax;
	}
	const body = isNode(node.body) ? childrenOf(node.body) : [];
	return body.some(({type}) => type === 'SwitchStatement') ? switchLinesMax : functionLinesMax;
}

/** How many statements with a body stand inside each other; a function inside begins anew, and so does `else if`. */
function nestingOf(node: Node): number {
	const depths = childrenOf(node).map(child => {
		if (functions.has(child.type)) {
			return 0;
		}
		const isElseIf = node.type === 'IfStatement' && node.alternate === child && child.type === 'IfStatement';
		return nestingOf(child) + (nesting.has(child.type) && !isElseIf ? 1 : 0);
	});
	return Math.max(0, ...depths);
}

function nameOf(node: Node, above: readonly Node[]): string {
	const parent = above.at(-1);
	const named = [node.id, parent?.id, parent?.key].find(isNode);
	return typeof named?.name === 'string' ? named.name : 'a function';
}
