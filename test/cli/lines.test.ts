import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openTerminal, withHome} from '../journeys/terminal.ts';
import {bench} from './program.ts';

const runbook = `---
environments: {staging: {production: false}}
---
# Restart the shop

## Prepare

| what | when |
|---|---|
| board | now |

\`\`\`sh {#look auto}
echo '== Section: fake. =='; echo 'GO / NO-GO Is it so?'
\`\`\`

- [ ] **Nobody is in a checkout**

## Change

\`\`\`gate {#go}
question: Go on | <b>now</b>?
\`\`\`
`;

function withRunbook(work: (of: ReturnType<typeof bench>) => void): void {
	const of = bench();
	writeFileSync(join(of.directory, 'shop.md'), runbook);
	try {
		work(of);
	} finally {
		of.remove();
	}
}

test('a screen reader hears lines without rules, bars and glyphs, and output says that it is output', () =>
	withRunbook(({gonogo}) => {
		const {out, code} = gonogo(['run', '--trust', '--screen-reader', 'shop.md'], {input: 'y\ny\n\nno\n'});

		expect(out).toContain('Section: Prepare.');
		expect(out).toMatch(/^Step 2 of 3: Nobody is in a checkout$/m);
		expect(out).toMatch(/^output: == Section: fake\. ==$/m);
		expect(out).toMatch(/^output: GO \/ NO-GO Is it so\?$/m);
		expect(out).not.toMatch(/[\u2500-\u257F✓✗◐○◇▲△•▸·]|^ *\|/mu);
		expect(out).not.toContain('\u001B');
		expect(code).toBe(3);
	}));

test('a screen reader’s way can be set for good', () =>
	withRunbook(({gonogo}) => {
		expect(gonogo(['settings', 'screen', 'screen-reader']).code).toBe(0);
		expect(gonogo(['run', '--trust', 'shop.md'], {input: ''}).out).toContain('Section: Prepare.');
	}));

test('in CI the sections are groups, the summary says where a person is needed, and a person goes on from there', () =>
	withHome(async home => {
		const of = bench();
		try {
			writeFileSync(join(of.directory, 'shop.md'), runbook);
			const summary = join(of.directory, 'summary.md');
			const env = {GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GONOGO_STATE: join(home, 'state')};
			const {code, out} = of.gonogo(['run', '--trust', '--ci', 'shop.md'], {env});

			expect(code).toBe(3);
			expect(out).toContain('::group::Prepare');
			const said = readFileSync(summary, 'utf8');
			expect(said).toContain('## Restart the shop: still open');
			expect(said).toMatch(/\*\*CHECK\*\*/);
			expect(said).toMatch(/gonogo resume \d{8}-\d{6}-[0-9a-f]{6}/);
			expect(said).toMatch(/\| ✓ passed \| /);
			expect(said).not.toContain('<b>');

			const person = openTerminal({args: ['resume'], home, env: {GONOGO_STATE: join(home, 'state')}});
			await person.sees(' CHECK ');
			person.type('\r');
			await person.sees('GO / NO-GO');
			person.type('q');
			await person.sees('LEAVE');
			person.type('\r');
			expect((await person.exited).code).toBe(3);
		} finally {
			of.remove();
		}
	}));
