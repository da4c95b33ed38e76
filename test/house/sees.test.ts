import {describe, expect, test} from 'vitest';
import {circles, strayPackages, wrongArrows} from './arrows.ts';
import {barrel, emptyName, impurities, leftOut, looseTypes, speaksOutOfTurn} from './habits.ts';
import {longFile, unwieldyFunctions} from './measures.ts';
import {readSource} from './source.ts';

const lines = (count: number, line = '\tstep();') => Array.from({length: count}, () => line).join('\n');

describe('the house test sees', () => {
	test.each([
		[
			'src/ui/view/card.ts',
			"import {openSession} from '../../session/session.ts';",
			'src/ui/view/card.ts:1 imports src/session/session.ts: ui may not look into session',
		],
		[
			'src/steps/ssh.ts',
			"\nimport type {Store} from '../store/store.ts';",
			'src/steps/ssh.ts:2 imports src/store/store.ts: steps may not look into store',
		],
		[
			'src/engine/next.ts',
			"export {perform} from '../steps/perform.ts';",
			'src/engine/next.ts:1 imports src/steps/perform.ts: engine may not look into steps',
		],
		[
			'src/runbook/read.ts',
			"const {next} = await import('../engine/next.ts');",
			'src/runbook/read.ts:1 imports src/engine/next.ts: runbook may not look into engine',
		],
		[
			'src/fault.ts',
			"import {mask} from './text/mask.ts';",
			'src/fault.ts:1 imports src/text/mask.ts: fault may not look into text',
		],
		[
			'src/cli/main.ts',
			"import {given} from '../../test/engine/given.ts';",
			'src/cli/main.ts:1 imports test/engine/given.ts: cli may not look into what is outside src',
		],
		['src/extras/extra.ts', '', 'src/extras/extra.ts: there is no room extras in the house'],
	])('an arrow that points up: %s', (path, text, problem) => {
		expect(wrongArrows(readSource(path, text))).toEqual([problem]);
	});

	test('nothing wrong with arrows that point down or stay in the room', () => {
		const text =
			"import {Fault} from '../fault.ts';\nimport {next} from '../engine/next.ts';\nimport {chain} from './chain.ts';\nimport {join} from 'node:path';";
		expect(wrongArrows(readSource('src/store/files.ts', text))).toEqual([]);
	});

	test.each([
		['src/session/session.ts', "import {execa} from 'execa';", 'execa belongs to steps'],
		['src/steps/http.ts', "const {Client} = await import('pg');", 'pg belongs to steps/sql, store/postgres'],
		['src/store/files.ts', "import type {Client} from 'pg/lib/client';", undefined],
		['src/ui/view/card.ts', "import type {Client} from 'pg';", 'pg belongs to steps/sql, store/postgres'],
		['src/cli/settings.ts', "import leftPad from 'left-pad';", 'left-pad belongs to no room'],
		['src/ui/card.tsx', "import {Box} from 'ink';", undefined],
	])('a package outside its room: %s', (path, text, problem) => {
		expect(strayPackages(readSource(path, text))).toEqual(
			problem === undefined ? [] : [expect.stringContaining(problem)],
		);
	});

	test('files that import each other in a circle, also by way of a third and of types', () => {
		const sources = [
			readSource('src/engine/a.ts', "import {b} from './b.ts';"),
			readSource('src/engine/b.ts', "import {c} from './c.ts';"),
			readSource('src/engine/c.ts', "import type {A} from './a.ts';"),
		];
		expect(circles(sources)).toEqual([
			'src/engine/a.ts → src/engine/b.ts → src/engine/c.ts → src/engine/a.ts',
		]);
		expect(circles(sources.slice(0, 2))).toEqual([]);
	});

	test.each([
		"import {readFileSync} from 'node:fs';",
		"import {randomUUID} from 'node:crypto';",
		'const now = new Date();',
		'const now = Date.now();',
		'const id = Math.random();',
		'const home = process.env;',
		"const page = await fetch('https://example.org');",
		'setTimeout(() => {}, 1);',
	])('a pure room that is not: %s', text => {
		expect(impurities(readSource('src/engine/a.ts', text))).toHaveLength(1);
		expect(impurities(readSource('src/store/a.ts', text))).toEqual([]);
	});

	test('no impurity in a hash, a path or a given time', () => {
		const text =
			"import {createHash} from 'node:crypto';\nimport {posix} from 'node:path';\nconst at = new Date(given);";
		expect(impurities(readSource('src/engine/a.ts', text))).toEqual([]);
	});

	test('who speaks or ends the process outside the front door', () => {
		const text = "console.log('x');\nprocess.exit(1);\nprocess.exitCode = 1;";
		expect(speaksOutOfTurn(readSource('src/store/a.ts', text))).toHaveLength(2);
		expect(speaksOutOfTurn(readSource('src/cli/a.ts', text))).toEqual([]);
	});

	test('a file that is too long', () => {
		expect(longFile(readSource('src/store/a.ts', `${lines(250, '// a line')}\n`))).toEqual([]);
		expect(longFile(readSource('src/store/a.ts', `${lines(251, '// a line')}\n`))).toHaveLength(1);
	});

	test.each([
		['src/a/a.ts', `function a() {\n${lines(48)}\n}`, 0],
		['src/a/a.ts', `function a() {\n${lines(49)}\n}`, 1],
		['src/a/a.ts', `const a = () => {\n${lines(49)}\n};`, 1],
		['src/a/a.ts', `class A {\n\ta() {\n${lines(49)}\n}\n}`, 1],
		['src/a/a.ts', `function a() {\n\tswitch (x) {\n${lines(66, '\tcase 1:')}\n}\n}`, 0],
		['src/a/a.ts', `function a() {\n\tswitch (x) {\n${lines(67, '\tcase 1:')}\n}\n}`, 1],
		['src/a/a.tsx', `function Screen() {\n${lines(98)}\n}`, 0],
		['src/a/a.tsx', `function Screen() {\n${lines(99)}\n}`, 1],
		['src/a/a.tsx', `function lay() {\n${lines(60)}\n}`, 1],
	])('a function that is too long (%#)', (path, text, found) => {
		expect(unwieldyFunctions(readSource(path, text))).toHaveLength(found);
	});

	test('too many parameters, but for a last value of options', () => {
		expect(unwieldyFunctions(readSource('src/a/a.ts', 'const f = (a: 1, b: 2, c: 3, d: 4) => a;'))).toEqual([
			expect.stringContaining('src/a/a.ts:1 f takes 4 parameters'),
		]);
		expect(
			unwieldyFunctions(readSource('src/a/a.ts', 'function f(a: 1, b: 2, c: 3, options: {} = {}) {}')),
		).toEqual([]);
	});

	test('nesting, which begins anew in a function inside and not with `else if`', () => {
		const nested = (inside: string) =>
			`function f() { if (a) { for (const b of c) { try { ${inside} } catch {} } } }`;
		expect(unwieldyFunctions(readSource('src/a/a.ts', nested('x();')))).toEqual([]);
		expect(unwieldyFunctions(readSource('src/a/a.ts', nested('if (d) {}')))).toHaveLength(1);
		expect(unwieldyFunctions(readSource('src/a/a.ts', nested('x(() => { if (d) {} });')))).toEqual([]);
		expect(
			unwieldyFunctions(
				readSource('src/a/a.ts', 'function f() { if (a) {} else if (b) {} else if (c) {} else if (d) {} }'),
			),
		).toEqual([]);
	});

	test('types that say nothing', () => {
		const text = `const a: ${'any'} = 1;\nconst b = c${'!'};\nconst d = 'any!';`;
		expect(looseTypes(readSource('src/a/a.ts', text))).toHaveLength(2);
	});

	test('names that say nothing, and barrels', () => {
		expect(emptyName(readSource('src/steps/utils/a.ts', ''))).toHaveLength(1);
		expect(emptyName(readSource('test/steps/helpers.test.ts', ''))).toHaveLength(1);
		expect(emptyName(readSource('src/steps/outils.ts', ''))).toEqual([]);
		expect(
			barrel(readSource('src/steps/all.ts', "export * from './a.ts';\nexport {b} from './b.ts';")),
		).toHaveLength(1);
		expect(barrel(readSource('src/steps/all.ts', "export {request} from 'undici';"))).toEqual([]);
		expect(barrel(readSource('src/steps/all.ts', "export {b} from './b.ts';\nexport const c = 1;"))).toEqual(
			[],
		);
	});

	test('tests that are left out', () => {
		for (const way of ['skip', 'only', 'todo']) {
			expect(leftOut(readSource('test/a.test.ts', `test.${way}('x', () => {});`))).toHaveLength(1);
			expect(
				leftOut(readSource('test/a.test.ts', `describe.each([1]).${way}('x', () => {});`)).length,
			).toBeLessThanOrEqual(1);
		}
		expect(leftOut(readSource('test/a.test.ts', "test.skipIf(!has('ssh'))('x', () => {});"))).toEqual([]);
	});
});
