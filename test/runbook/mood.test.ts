import {expect, test} from 'vitest';
import {moodOf} from '../../src/runbook/reading/imperative.ts';

test.each([
	'Restart the API',
	'Then promote it',
	'Please tell the team',
	'On the replica, run the script',
	'Once it is up, look again',
	'(Optional) Drain it',
	'🚀 Ship it',
	'3. Wait five minutes',
	'Log in to the console',
	'SSH into the box',
	'Access the console',
	'You should run it twice',
	'From your own machine, execute the script',
])('“%s” tells what to do (R7)', text => {
	expect(moodOf(text)).toBe('imperative');
});

test.each([
	'Installs the chart',
	'The database is seeded',
	'A user clicks',
	'Access to production',
	'All tests are passing',
	'Backups taken',
	'Client sends a request',
	'If stable, blue becomes idle',
	'You will see a prompt',
	'No errors in the log',
])('“%s” describes', text => {
	expect(moodOf(text)).toBe('statement');
});

test('questions ask, and conditions with something to do branch off', () => {
	expect(moodOf('Has the schema changed?')).toBe('question');
	expect(moodOf('If it hangs, restart it')).toBe('branch');
	expect(moodOf('Otherwise call the DBA')).toBe('branch');
});
