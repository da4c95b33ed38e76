import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readTold} from '../../src/steps/shell/carry.ts';
import {aCommand, aWorld, type World} from './given.ts';

const secret = 'correct-horse-battery';

async function passes(world: World, id: string, script: string): Promise<string> {
	const outcome = await world.perform(aCommand(script, {id}));
	expect(outcome, world.log(id)).toMatchObject({result: 'passed'});
	return world.log(id);
}

function everyFile(world: World): string {
	return readdirSync(world.directory, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
		.join('\n');
}

describe('what a shell step leaves to the next one', () => {
	test('is its variables, exported or not, arrays, functions and its directory', async () => {
		const world = aWorld();
		mkdirSync(join(world.directory, 'app dir'));
		await passes(
			world,
			'one',
			`cd '${world.directory}/app dir'; VERSION=$'1.2\\n"3"'; export REGION='eu west'; hosts=(a 'b c'); declare -A port=([web]=80); greet() { echo "hi $1"; }`,
		);
		expect(
			await passes(
				world,
				'two',
				'pwd; echo "$VERSION|${hosts[1]}|${port[web]}"; bash -c \'echo "$REGION"\'; greet you',
			),
		).toBe(`${world.directory}/app dir\n1.2\n"3"|b c|80\neu west\nhi you\n`);
		expect(await passes(world, 'three', 'unset VERSION; unset -f greet; echo "$REGION"')).toBe('eu west\n');
		expect(
			await passes(world, 'four', 'echo "${VERSION-gone}"; type greet >/dev/null 2>&1 || echo gone'),
		).toBe('gone\ngone\n');
	});

	test('survives exit, a trap of its own, a subshell and errexit that counts as good', async () => {
		const world = aWorld();
		await passes(world, 'one', 'a=1; exit 0');
		await passes(world, 'two', 'trap "echo bye" EXIT; b=2; (c=9; exit 3) || true; exit 0');
		expect(world.log('two')).toBe('bye\n');
		await world.perform(aCommand('d=4; false; echo never', {id: 'three', okExit: [1]}));
		expect(await passes(world, 'four', 'echo "$a $b ${c-no} $d"')).toBe('1 2 no 4\n');
	});

	test('stays what it was, in the file where it lies, when a step changes nothing of it', async () => {
		const world = aWorld();
		await passes(world, 'one', 'n=1; cd /');
		await passes(world, 'two', 'echo "$n"; (cd /tmp; n=2)');
		await passes(world, 'three', '[ "$n" = 1 ]');
		expect(await passes(world, 'four', 'pwd; n=4')).toBe('/\n');
		expect(await passes(world, 'five', 'echo "$n"')).toBe('4\n');
		const files = readdirSync(join(world.directory, 'shell')).filter(name => name.endsWith('.env'));
		expect(files.toSorted()).toEqual(['four.1.env', 'one.1.env']);
	});

	test('a failed step hands nothing on, and a retry starts from the state before', async () => {
		const world = aWorld();
		await passes(world, 'one', 'n=1');
		expect(await world.perform(aCommand('n=$((n + 1)); false', {id: 'two'}))).toMatchObject({
			result: 'failed',
		});
		await world.perform(
			aCommand('n=$((n + 1)); echo $n > count; [ -e again ] || { touch again; false; }', {
				id: 'three',
				cwd: world.directory,
				idempotent: true,
				retry: {attempts: 2, delayMs: 1},
			}),
		);
		expect(readFileSync(join(world.directory, 'count'), 'utf8')).toBe('2\n');
		await world.perform(aCommand('n=100', {id: 'four', verify: '[ "$n" = 100 ] && false'}));
		expect(await passes(world, 'five', 'echo "$n"')).toBe('2\n');
	});

	test('lies in a file that only the user can read, and the name stands in the outcome', async () => {
		const world = aWorld();
		const outcome = await world.perform(aCommand('x=1', {id: 'one'}));
		expect(outcome.shell).toBe('one.1');
		expect(statSync(join(world.directory, 'shell/one.1.env')).mode & 0o777).toBe(0o600);
	});

	test('leaves out readonly variables and what the shell keeps for itself', async () => {
		const world = aWorld();
		await passes(world, 'one', 'readonly fixed=1; plain=2; IFS=,; OPTIND=4');
		expect(readFileSync(join(world.directory, 'shell/one.1.env'), 'latin1').split('\n').slice(1)).toEqual([
			'declare -- plain="2"',
			'',
		]);
	});

	test('never holds a secret, by its name or in any spelling', async () => {
		const world = aWorld({secrets: {token: secret}});
		await passes(
			world,
			'one',
			'AUTH="Bearer $token"; CODED=$(printf %s "$token" | base64); TOKEN=other; copy() { curl -H "$token"; }; eval "leak() { echo $token; }"; plain=kept; echo "$AUTH $CODED"; set -x; : "$token"',
		);
		expect(await passes(world, 'two', 'echo "${AUTH-none} ${CODED-none} $plain"')).toBe('none none kept\n');
		const files = everyFile(world);
		expect(files).not.toContain(secret);
		expect(files).not.toContain(Buffer.from(secret).toString('base64'));
		expect(files).toContain('kept');
	});

	test('inputs are given anew each time and win over what a step before had', async () => {
		const world = aWorld({values: {version: '1'}});
		await passes(world, 'one', 'echo $version');
		const outcome = await world.perform(aCommand('echo $version', {id: 'two'}), {
			values: {version: '2'},
			env: {version: '2', VERSION: '2'},
		});
		expect(outcome.result).toBe('passed');
		expect(world.log('two')).toBe('2\n');
	});

	test('reaches other interpreters as environment and directory', async () => {
		const world = aWorld();
		await passes(world, 'one', `cd ${world.directory}; export LEVEL=3`);
		await world.perform(
			aCommand('import os; print(os.getcwd(), os.environ["LEVEL"])', {id: 'two', interpreter: 'python3'}),
		);
		expect(world.log('two')).toBe(`${world.directory} 3\n`);
		expect(await passes(world, 'three', 'echo $LEVEL')).toBe('3\n');
	});

	test('that is gone stops the next step instead of letting it run in the wrong place', async () => {
		const world = aWorld();
		mkdirSync(join(world.directory, 'here'));
		await passes(world, 'one', `cd ${world.directory}/here`);
		rmSync(join(world.directory, 'here'), {recursive: true});
		expect(await world.perform(aCommand('touch wrong', {id: 'two'}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('The working directory that the step before left is gone.'),
		});
		expect(existsSync('wrong')).toBe(false);
		rmSync(join(world.directory, 'shell/one.1.env'));
		expect(await world.perform(aCommand('touch wrong', {id: 'three'}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('are gone'),
		});
	});

	test('a function called like a builtin can’t get between', async () => {
		const world = aWorld();
		await passes(world, 'one', 'printf() { echo fooled; }; read() { :; }; declare() { :; }; x=1; exit 0');
		expect(await passes(world, 'two', 'echo $x')).toBe('1\n');
	});
});

test('an undo and a verify run in the state that was left', async () => {
	const world = aWorld();
	const step = aCommand('made=/tmp/x', {
		id: 'one',
		undo: 'echo "removing $made"',
		verify: 'echo "checking $made"',
	});
	await world.perform(step);
	await world.perform(step, {part: 'undo'});
	expect(world.log('one')).toBe('removing /tmp/x\n');
});

test('a value that looks like another variable’s declaration stays a value', async () => {
	const world = aWorld();
	await passes(
		world,
		'one',
		`odd=$'a"b\\ndeclare -- PWNED="1"\\n'"it's"; declare -A by=(["two words"]=1 [$'new\\nline']="don't"); back='\\'; unset none; declare -x none`,
	);
	expect(
		await passes(world, 'two', 'echo "${PWNED-unset}"; printf "%s|" "$odd" "${by[two words]}" "$back"'),
	).toBe(`unset\na"b\ndeclare -- PWNED="1"\nit's|1|\\|`);
});

test('what bash before 5.2 prints over several lines is one declaration', () => {
	const mark = 'n0';
	const printed = `declare -- a="one\ndeclare -- b=\\"two\\"\n"\ndeclare -a c='([0]="it'\\''s\n")'\ndeclare -i unset\ndeclare -x d="4"\n`;
	const told = readTold(
		Buffer.from(`\0${mark}start\0/tmp\0${printed}\0f()\0f () \n{ \n    :\n}\n\0\0`),
		mark,
	);
	expect([...(told.start?.declared.keys() ?? [])]).toEqual(['a', 'c', 'd', 'f()']);
	expect(readTold(Buffer.from(`\0${mark}start\0/tmp\0${printed}\0f()\0f ()`), mark)).toEqual({});
});
