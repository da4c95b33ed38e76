import {Command} from 'commander';
import {describe, expect, test} from 'vitest';
import {manualTopics} from '../../src/cli/manual.ts';
import {addVerbs} from '../../src/cli/verbs.ts';
import {lint} from '../../src/runbook/lint/lint.ts';
import {planOf} from '../../src/runbook/plan.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {fencesIn, linksIn, type Page, pages} from './pages.ts';

const program = new Command('gonogo');
addVerbs(program, () => {});
const all = pages();
const [readme] = all;

test('the runbook in README reads without a problem, and lint finds nothing in it', () => {
	const text = fencesIn(readme?.text ?? '').find(fence => fence.info === 'markdown')?.body ?? '';
	const reading = readRunbook({text, path: 'runbook.md'});
	expect([...reading.problems, ...lint(reading, {text, path: 'runbook.md'})]).toEqual([]);
	expect(
		text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('```')).length,
	).toBeLessThanOrEqual(10);
	const plan = planOf(reading, {path: 'runbook.md'});
	expect(plan.items.map(({id, kind, runnable}) => ({id, kind, runnable}))).toEqual([
		{id: 'nobody-is-in-the-middle-of-a-checkout', kind: 'check', runnable: false},
		{id: 'restart', kind: 'command', runnable: true},
		{id: expect.any(String), kind: 'probe', runnable: true},
	]);
	expect(plan.rollback).toHaveLength(1);
});

describe.each(all)('$name', page => {
	test('names only verbs and options that there are', () => {
		expect(
			calls(page)
				.map(problemOf)
				.filter(problem => problem !== undefined),
		).toEqual([]);
	});

	test('has no link that leads nowhere', () => {
		expect(linksIn(page).filter(link => !link.leads)).toEqual([]);
	});

	test('sends readers of the manual to pages and verbs that there are', () => {
		const topics = [...page.text.matchAll(/\bgonogo help (?<topic>[a-z][a-z-]*)/g)].map(
			match => match.groups?.topic,
		);
		const known = ['all', ...manualTopics(), ...program.commands.map(command => command.name())];
		expect(topics.filter(topic => !known.includes(topic ?? ''))).toEqual([]);
	});
});

/** Every call of gonogo in a fence, and in the text between backquotes. */
function calls({text}: Page): readonly string[] {
	const fenced = fencesIn(text)
		.filter(({info}) => /^(?:sh\b|console\b|$)/.test(info))
		.flatMap(({body}) => body.split('\n'));
	const inline = [...text.replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, '').matchAll(/`([^`\n]+)`/g)].map(
		match => match[1] ?? '',
	);
	return [...fenced, ...inline].flatMap(
		line => /(?:^|\s)(?:node bin\/gonogo\.js|gonogo) +(?<words>[^#|>&;]+)/.exec(line)?.groups?.words ?? [],
	);
}

/** @returns what is wrong with a call such as `run --rehearse FILE`. */
function problemOf(call: string): string | undefined {
	const [verb = '', ...words] = call
		.trim()
		.replaceAll(/"[^"]*"/g, 'quoted')
		.split(/\s+/);
	if (/^(?:VERB|--version|--help)$/.test(verb)) return undefined;
	const command = program.commands.find(known => known.name() === verb);
	if (command === undefined) return `there is no verb ${verb} (${call})`;
	const {operands, unknown} = command.parseOptions(words.filter(word => word !== '…'));
	const most = command.registeredArguments.some(argument => argument.variadic)
		? 99
		: command.registeredArguments.length;
	return unknown.some(word => word !== '--help') || operands.length > most
		? `this does not parse: ${call}`
		: undefined;
}
