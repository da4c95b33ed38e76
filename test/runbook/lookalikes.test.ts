import {expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';

function problems(front: string): readonly string[] {
	return readRunbook({path: 'r.md', text: `---\n${front}\n---\n# R\n\n- [ ] look\n`}).problems.map(
		({line, column, message}) => `${line}:${column} ${message}`,
	);
}

test.each([
	['an environment', 'environments:\n  prоduction: {production: false}'],
	['a host', 'service: shop\nenvironments: [staging]\nhosts:\n  wеb: 127.0.0.1'],
	['a connection', 'service: shop\nenvironments: [staging]\nconnections:\n  mаin: {env: DATABASE_URL}'],
])('%s whose name mixes letters that look alike is refused with its place', (_what, front) => {
	expect(problems(front).join('\n')).toMatch(/^\d+:\d+ .*mixes letters of several scripts/m);
});

test('an environment whose name holds what can’t be seen is refused', () => {
	expect(problems('environments:\n  "pro\\u200Bduction": {production: false}').join('\n')).toContain(
		'can’t be seen',
	);
});

test('a name in one script is a name, whichever it is', () => {
	expect(
		problems('service: shop\nenvironments:\n  produção: {}\n  тест: {production: false}\n  本番: {}'),
	).toEqual([]);
});
