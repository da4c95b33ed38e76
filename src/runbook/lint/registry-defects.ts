import type {Explanation} from './explanation.ts';

/** Defects that made real releases fail. */
export const defects: readonly Explanation[] = [
	{
		code: 'D1',
		severity: 'error',
		title: 'Restored from a path that is computed anew',
		explanation:
			'A copy, move or restore reads from a path with the date in it, which names another file than the backup did.',
		why: 'The clock has moved on since the backup, so the path does not exist; after an rm nothing is left and nothing comes back.',
		instead:
			'Take the name once when the backup is made (capture=backup_dir) and use $backup_dir here, with a precheck that it exists before anything is removed.',
	},
	{
		code: 'D2',
		severity: 'error',
		title: 'pg_restore on a plain dump',
		explanation: 'pg_restore is given an SQL text, which it can’t read.',
		why: 'pg_restore reads only custom, directory and tar dumps; on a plain one it ends with 1, however good the dump is.',
		instead:
			'Dump with --format=custom, or check a plain dump for its last line “PostgreSQL database dump complete”. A backup fence does both.',
	},
	{
		code: 'D3',
		severity: 'warning',
		title: 'A backup that is not really verified',
		explanation:
			'The backup counts as good because its file is not empty or a table of contents can be read.',
		why: 'A dump cut off near its end is not empty and still lists its contents; only reading all of it shows the loss.',
		instead:
			'Read the whole dump (pg_restore -f /dev/null FILE) and keep its sha256, or use a backup fence with verify: read.',
	},
	{
		code: 'D4',
		severity: 'error',
		title: 'psql goes on after an error',
		explanation: 'psql runs a file or standard input without ON_ERROR_STOP.',
		why: 'psql ends with 0 although a statement failed, and carries out the statements after it.',
		instead: 'Write psql -v ON_ERROR_STOP=1 …, or use a migration fence.',
	},
	{
		code: 'D5',
		severity: 'error',
		title: 'A poll loop that can’t fail',
		explanation: 'A loop that waits for something ends well even when that never comes, or never ends.',
		why: 'The loop’s status is that of its last command, usually sleep, so an unhealthy service passes as healthy.',
		instead:
			'Use an http fence with status=200 poll=10s within=2m, or end the loop with a command that fails.',
	},
	{
		code: 'D6',
		severity: 'warning',
		title: 'diff fails when there is a difference',
		explanation: 'diff or cmp stands as a step although a difference is the usual case.',
		why: 'diff ends with 1 when the files differ, so the step fails in the normal case; of env files it prints the secrets as well.',
		instead:
			'Say ok-exit=0,1 and let the person state what was reviewed; compare the names of variables, not their values.',
	},
	{
		code: 'D7',
		severity: 'warning',
		title: 'Finding nothing counts as failure',
		explanation: 'A search for trouble ends in grep, which ends with 1 when it finds none.',
		why: 'No match is the good news here, and the step fails because of it.',
		instead: 'Say ok-exit=0,1 and fail-on=/pattern/, or turn it round: ! … | grep -q pattern.',
	},
	{
		code: 'D8',
		severity: 'warning',
		title: 'ps | grep finds itself',
		explanation: 'A process is looked for with ps and grep.',
		why: 'grep’s own command line holds the word, so the check passes when nothing runs.',
		instead: 'Use pgrep -f NAME, systemctl is-active NAME, or a command probe.',
	},
	{
		code: 'D9',
		severity: 'hint',
		title: 'A failure in the middle is lost',
		explanation:
			'Several commands stand in one block and nothing makes the first failure stop it, or strictness is switched off.',
		why: 'Pasted or run as a plain script the block ends with the status of its last line. gonogo runs it with set -euo pipefail; a terminal does not.',
		instead: 'Begin the block with set -euo pipefail, or make one step of each command.',
	},
	{
		code: 'D10',
		severity: 'warning',
		title: 'Commands after ssh run here',
		explanation: 'A block logs in to another machine and goes on with commands that are meant for there.',
		why: 'As a script the lines after ssh wait until the session ends and then run on this machine.',
		instead: 'Say where the step runs: sh {on=HOST}, with the host under hosts in the front matter.',
	},
	{
		code: 'D11',
		severity: 'warning',
		title: 'A command that never ends',
		explanation: 'A step shows something that goes on until it is stopped.',
		why: 'The step has no end, so the run stands still until somebody notices.',
		instead:
			'Take one look: docker stats --no-stream, kubectl get without -w, tail -n 100 without -f; or mark the step background.',
	},
	{
		code: 'D12',
		severity: 'warning',
		title: 'Opens a browser here',
		explanation: 'A step opens a page with a program of one desktop.',
		why: 'open is for macOS only, and over ssh there is no screen to open anything on.',
		instead: 'Write the link in a check and ask for what is seen there, for example the error rate.',
	},
	{
		code: 'D13',
		severity: 'error',
		title: 'compose pull with a tag',
		explanation: 'docker compose is given an image tag where it takes the name of a service.',
		why: 'compose knows no service of that name, and the up that follows still uses the tag in its file: nothing is rolled back.',
		instead:
			'Keep the previous image before the release (capture) and set it in the variable the compose file reads.',
	},
	{
		code: 'D14',
		severity: 'warning',
		title: 'Migrates with the old image',
		explanation: 'Migrations run inside a running container before its new image is pulled.',
		why: 'The running container is the old release: the new revisions are not in it, and nothing is migrated.',
		instead: 'Pull first and migrate with docker compose run --rm SERVICE …, which starts the new image.',
	},
	{
		code: 'D15',
		severity: 'error',
		title: 'A comment swallows an assignment',
		explanation: 'A line begins as a comment and goes on with a command or an assignment.',
		why: 'Everything after # is a comment: the variable stays empty and the command never runs.',
		instead: 'Put the command on a line of its own.',
	},
	{
		code: 'D16',
		severity: 'warning',
		title: 'Deploys before it migrates',
		explanation: 'The services come before the migrations they need.',
		why: 'New code meets the old schema until the migrations are through.',
		instead:
			'Move the migration before the first step that starts new code, or say phase: contract when it is meant to come after.',
	},
	{
		code: 'D17',
		severity: 'warning',
		title: 'A threshold nobody watches',
		explanation: 'A limit stands in a sentence, without a metric, a time or what it is relative to.',
		why: 'At night two people read “latency > 200 %” differently, and nobody looks at the dashboard all the time.',
		instead: 'Make it a guard: a metric fence with fail: value > 5% for 5m, or > 2 * baseline for 10m.',
	},
	{
		code: 'D18',
		severity: 'warning',
		title: 'Text that was decoded wrongly',
		explanation: 'UTF-8 text was once read as Windows-1252 or MacRoman and saved that way.',
		why: 'It is hard to read, and a message made from it goes out as garbage.',
		instead: 'Repair it: gonogo lint --fix --write FILE.',
	},
	{
		code: 'D19',
		severity: 'error',
		title: 'An address a web page hid',
		explanation: 'An e-mail protection of a web site has replaced user@host by a placeholder.',
		why: 'Nobody knows any more which host is meant, and the command fails or goes to the wrong one.',
		instead: 'Write the address, or an input: ssh {{deploy_host}}.',
	},
	{
		code: 'D20',
		severity: 'error',
		title: 'Restores into a live database',
		explanation: 'A dump is read into a database that is in use.',
		why: 'Tables exist already, rows come twice, and psql ends with 0; what was written since the backup is lost without anybody deciding so.',
		instead:
			'Use a restore fence: it restores beside the live database, shows the data-loss window and needs two people.',
	},
	{
		code: 'D21',
		severity: 'warning',
		title: 'Downtime that nobody declared',
		explanation: 'The walk stops services, but the runbook names no strategy and no window.',
		why: 'Users meet the outage unannounced, and nobody measures how long it was.',
		instead:
			'Add strategy: recreate and a change window to the front matter and tell people first, or roll instead of stopping.',
	},
	{
		code: 'D22',
		severity: 'warning',
		title: 'Review overdue',
		explanation: 'The runbook’s next review was due before today.',
		why: 'Hosts, names and flags change; a stale runbook is wrong where it matters.',
		instead: 'Walk through it, correct it and set review-by anew.',
	},
];
