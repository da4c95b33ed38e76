import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openTerminal, withHome} from '../journeys/terminal.ts';
import {bench} from './program.ts';

const restart = '# Restart the shop\n\n- [ ] **Nobody is in a checkout**\n';

function withDirectory(work: (of: ReturnType<typeof bench>) => void): void {
	const of = bench();
	try {
		work(of);
	} finally {
		of.remove();
	}
}

test('without a terminal, gonogo alone lists the runbooks here and the runs of this computer', () =>
	withDirectory(({directory, gonogo}) => {
		mkdirSync(join(directory, 'checklists'));
		writeFileSync(join(directory, 'checklists/restart.md'), restart);
		writeFileSync(join(directory, 'README.md'), '# A project\n\n```sh\nnpm ci\n```\n');
		writeFileSync(join(directory, 'notes.md'), '# Notes\n\nNothing to walk.\n');
		expect(gonogo(['run', '--plain', '--instructions', 'checklists/restart.md'], {input: ''}).code).toBe(3);

		const {code, out} = gonogo([]);

		expect(code).toBe(0);
		expect(out).toMatch(/Open runs.*\n.*Restart the shop, production: interrupted just now/);
		expect(out).toMatch(/Runbooks.*\n {2}checklists\/restart\.md +Restart the shop {2}\(never run here\)/);
		expect(out).not.toContain('A project');
		expect(out).not.toContain('Notes');
	}));

test('without anything to open it shows the verbs', () =>
	withDirectory(({gonogo}) => {
		expect(gonogo([]).out).toContain('gonogo practice');
	}));

test('on a terminal a search leads to a runbook, enter walks it, and the open run stands first the next time', () =>
	withHome(async home => {
		mkdirSync(join(home, 'runbooks'));
		writeFileSync(join(home, 'runbooks/restart.md'), restart);
		writeFileSync(join(home, 'other.md'), '# Something else\n\n- [ ] Look\n');
		const first = openTerminal({args: [], home});
		await first.sees('Something else');
		first.type('/');
		await first.sees(' SEARCH ');
		first.type('rsshop');
		await first.sees(/› rsshop/);
		expect(first.text()).not.toContain('Something else');
		first.type('\r');
		await first.sees('May it run commands');
		first.type('yes\r');
		await first.sees('BRIEFING');
		first.type('\r');
		await first.sees(' CHECK ');
		first.type('q');
		await first.sees('LEAVE');
		first.type('\r');
		expect((await first.exited).code).toBe(3);

		const second = openTerminal({args: [], home});
		await second.sees(/Open runs[\s\S]*▸ ◌ Restart the shop/);
		second.type('q');
		expect((await second.exited).code).toBe(0);
		expect(second.buffer()).toBe('normal');
	}));
