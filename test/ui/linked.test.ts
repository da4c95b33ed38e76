import {expect, test} from 'vitest';
import {linkedText, linkRows, runbookLinks} from '../../src/ui/view/linked.ts';

const link = (target: string, text = target) => ({text, target, line: 1});

test('runbooks beside this one can be opened: each once, without its fragment; nothing from elsewhere', () => {
	const links = [
		link('back.md', 'the way back'),
		link('back.md#step-2'),
		link('https://a.example/x.md'),
		link('/etc/motd.md'),
		link('notes.txt'),
		link('../db/dump.markdown'),
	];
	expect(runbookLinks(links).map(one => one.target)).toEqual(['back.md', '../db/dump.markdown']);
	expect(linkRows(links)).toEqual(['1  the way back  back.md', '2  ../db/dump.markdown']);
});

test('a linked runbook in lines says that it is only looked at, and holds no control characters', () => {
	const lines = linkedText({
		title: 'Back',
		path: 'back.md',
		text: '# Back\n\u001b[2Jx',
		links: [link('more.md')],
	});
	expect(lines[0]).toBe('Back (back.md), to look at; nothing of it is part of this run');
	expect(lines.join('\n')).not.toContain('\u001b');
	expect(lines.at(-1)).toBe('  open more.md');
});
