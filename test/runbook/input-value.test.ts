import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {refusedInputNames} from '../../src/runbook/input/input-names.ts';
import {checkInput} from '../../src/runbook/input/input-value.ts';
import type {Input, InputType} from '../../src/runbook/meta-model.ts';

function input(type: InputType, more: Partial<Input> = {}): Input {
	return {
		name: 'x',
		type,
		secret: type === 'secret',
		confidence: 'declared',
		required: true,
		line: 1,
		...more,
	};
}

describe('a value is allowed by its type or says why not', () => {
	test.each<[InputType, readonly string[], readonly string[]]>([
		['int', ['0', '-12', '+3'], ['', '1.5', '0x10', '1e3', ' 1', '9'.repeat(16), 'a[$(date)]', '1\n2']],
		['number', ['0.5', '-3', '12'], ['1,5', '.5', '1e9', 'NaN', 'Infinity']],
		['bool', ['yes', 'no', 'true', 'false'], ['1', 'Yes', 'on', '']],
		[
			'url',
			['https://shop.example/a?b=c', 'postgres://db/shop'],
			['shop.example', 'https://', 'javascript:alert(1)', 'https://a b', 'https://a\nb.example'],
		],
		['semver', ['1.4.2', 'v1.4.2', '1.4.2-rc.1+b.7'], ['1.4', '1.4.2.1', 'latest', '1.4.2 ']],
		['git-sha', ['0a1b2c3', 'a'.repeat(40)], ['main', '0A1B2C3', '0a1b2c', 'a'.repeat(65)]],
		[
			'image-digest',
			[`sha256:${'a'.repeat(64)}`, `registry.example:5000/shop@sha256:${'0'.repeat(64)}`],
			['shop:latest', `sha256:${'a'.repeat(63)}`, `shop@sha256:${'A'.repeat(64)}`],
		],
		['duration', ['5m', '1h30m', '250ms'], ['5', 'soon', '5 fortnights']],
		['path', ['/srv/shop', 'a b/c', './-x'], ['-rf', 'a\nb']],
	])('%s', (type, allowed, refused) => {
		expect(allowed.map(value => checkInput(input(type), value))).toEqual(allowed.map(() => undefined));
		expect(refused.filter(value => checkInput(input(type), value) === undefined)).toEqual([]);
	});

	test('a choice is one of its choices', () => {
		const colour = input('choice', {choices: ['blue', 'green']});
		expect(checkInput(colour, 'blue')).toBeUndefined();
		expect(checkInput(colour, 'red')).toBe('it is none of blue, green');
	});

	test('a pattern has to match all of it', () => {
		expect(checkInput(input('string', {pattern: 'OPS-[0-9]+'}), 'OPS-12')).toBeUndefined();
		expect(checkInput(input('string', {pattern: 'OPS-[0-9]+'}), 'OPS-12; rm')).toContain('does not match');
		expect(checkInput(input('string', {pattern: 'a|b'}), 'ax')).toContain('does not match');
		expect(checkInput(input('string', {pattern: '(a+)+'}), `${'a'.repeat(60)}!`)).toContain('does not end');
	});

	test('zero bytes, control characters, halves of characters and what is too long are refused whatever the type', () => {
		for (const value of ['a\0b', 'a\u001Bb', 'a\u0085b', 'a\uD800', 'a'.repeat(4001)]) {
			expect(checkInput(input('string'), value)).toBeDefined();
			expect(checkInput(input('secret'), value)).toBeDefined();
		}
	});

	test('what is required is not empty', () => {
		expect(checkInput(input('string'), ' ')).toBe('it is empty');
		expect(checkInput(input('semver', {required: false}), '')).toBeUndefined();
	});

	test('a placeholder of an unannotated runbook takes nothing that a shell reads', () => {
		const guessed = input('string', {confidence: 'sure'});
		expect(checkInput(guessed, 'ops@shop-1:/srv/a+b_c.d')).toBeUndefined();
		fc.assert(
			fc.property(
				fc.constantFrom(...' $`"\'\\;|&<>(){}[]*?!~#=%^,\n\t'),
				fc.stringMatching(/^[a-z]{0,5}$/),
				(char, rest) => checkInput(guessed, `a${char}${rest}`) !== undefined,
			),
		);
	});
});

test('names that change how programs run are refused one by one, never by their beginning', () => {
	for (const name of [
		'PATH',
		'LD_PRELOAD',
		'LD_LIBRARY_PATH',
		'DYLD_INSERT_LIBRARIES',
		'BASH_ENV',
		'ENV',
		'IFS',
		'NODE_OPTIONS',
		'GIT_SSH',
		'GIT_SSH_COMMAND',
		'GIT_CONFIG_COUNT',
		'GIT_CONFIG_GLOBAL',
		'GIT_EXEC_PATH',
		'SSH_ASKPASS',
		'SSH_AUTH_SOCK',
		'PYTHONPATH',
		'PYTHONSTARTUP',
		'PERL5LIB',
		'PERL5OPT',
		'LD_TRACE_LOADED_OBJECTS',
		'DYLD_ROOT_PATH',
		'NPM_CONFIG_SCRIPT_SHELL',
		'MAKEFLAGS',
		'RSYNC_RSH',
		'ZDOTDIR',
	]) {
		expect(refusedInputNames.has(name)).toBe(true);
	}
	for (const name of [
		'GIT_SHA',
		'GIT_BRANCH',
		'SSH_HOST',
		'PATH_PREFIX',
		'ENVIRONMENT',
		'NODE_VERSION',
		'PYTHON_VERSION',
		'LD',
	]) {
		expect(refusedInputNames.has(name)).toBe(false);
	}
});
