import {expect, test} from 'vitest';
import {fileLink} from '../../src/text/link.ts';

const path = '/home/alice/runs/a b/record.json';
const linked = `\u001B]8;;file://desk/home/alice/runs/a%20b/record.json\u001B\\${path}\u001B]8;;\u001B\\`;

test.each([
	{TERM_PROGRAM: 'iTerm.app'},
	{TERM_PROGRAM: 'ghostty'},
	{VTE_VERSION: '7600'},
	{KITTY_WINDOW_ID: '1'},
	{WT_SESSION: 'x'},
])('a file of ours is a link in a terminal that says %j', env => {
	expect(fileLink(path, {env, isTerminal: true, host: 'desk'})).toBe(linked);
});

test.each([
	{},
	{VTE_VERSION: '4999'},
	{KITTY_WINDOW_ID: '1', TMUX: '/tmp/tmux-0/default,1,0'},
	{TERM_PROGRAM: 'iTerm.app', STY: '1.pts'},
	{WT_SESSION: 'x', TERM: 'dumb'},
	{TERM_PROGRAM: 'Apple_Terminal'},
])('it is its path alone in one that says %j', env => {
	expect(fileLink(path, {env, isTerminal: true, host: 'desk'})).toBe(path);
});

test('it is its path alone where no terminal is', () => {
	expect(fileLink(path, {env: {WT_SESSION: 'x'}, isTerminal: false, host: 'desk'})).toBe(path);
});

test('a path of strange characters ends no link early and makes none of its own', () => {
	const odd = '/tmp/\u001B]8;;https://evil.example\u0007x\u001B\\/record.json';
	const said = fileLink(odd, {env: {WT_SESSION: 'x'}, isTerminal: true, host: 'desk'});
	expect(said.split('\u001B')).toHaveLength(5);
	expect(said).not.toContain('\u0007');
	expect(said.match(/\u001B\]8;;(?<url>[^\u001B]*)/)?.groups?.url).toMatch(/^file:\/\/desk\/tmp\/%1B/);
});
