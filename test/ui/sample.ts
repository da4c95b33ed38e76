import type {Runbook} from '../../src/runbook/model.ts';
import type {Step, StepCommon} from '../../src/runbook/step-model.ts';
import type {CommandDanger, ShellCommand} from '../../src/runbook/work-model.ts';
import {check, command, gate, runbookOf} from '../engine/given.ts';

/** A release as someone would write it, with every kind of prose a card can show. */
export function sampleRunbook(): Runbook {
	return runbookOf({
		title: 'Release the checkout service',
		briefing:
			'Brings a new build of **checkout** to production behind the switch.\n\nThe old colour stays warm for an hour, so that going back is one command.',
		meta: {
			service: 'checkout',
			owner: 'payments team',
			environments: {staging: {production: false}, production: {production: true}},
			hosts: {},
			connections: {},
			requires: {tools: {}, env: [], hosts: []},
			criteria: [
				{text: 'Error rate below 1 % for ten minutes', line: 90},
				{text: 'No order was lost', line: 91},
			],
			extra: {},
			shown: {},
		} as unknown as Runbook['meta'],
		sections: ['Prepare', 'Migrate', 'Switch', 'Roll back'].map((title, at) => ({
			id: slug(title),
			title,
			level: 2,
			role: title === 'Roll back' ? 'rollback' : 'procedure',
			line: at * 10,
			endLine: at * 10 + 9,
			prose: '',
		})),
		walk: [...prepare(), ...migrate(), ...change()],
		rollback: [
			command('switch-back', {
				title: 'Point the switch at the old colour',
				section: 'roll-back',
				danger: 'prod',
				run: {...commands('ops/switch blue', 'changing')},
			}),
			check('old-answers', {title: 'The old colour answers', section: 'roll-back'}),
		],
		escalation: [
			{
				issue: 'Database',
				contact: 'Dana Reyes',
				channel: '#db-oncall',
				within: '15 min',
				withinMs: 900_000,
				line: 120,
			},
			{issue: 'Anything else', contact: 'the duty manager', within: '30 min', withinMs: 1_800_000, line: 121},
		],
		troubleshooting: [
			{
				id: 'lock',
				title: 'The lock was not granted',
				line: 100,
				symptom: 'lock timeout',
				match: ['lock timeout'],
				advice:
					'A long report holds the table. Find it with `select * from pg_stat_activity`, ask its owner, then **retry**.',
				steps: [],
			},
		],
		inputs: [
			{
				name: 'version',
				type: 'semver',
				secret: false,
				about: 'The build to bring live',
				example: '4.12.0',
				confidence: 'declared',
				required: true,
				line: 3,
			},
			{
				name: 'colour',
				type: 'choice',
				secret: false,
				choices: ['blue', 'green'],
				about: 'The idle colour',
				confidence: 'declared',
				required: true,
				line: 4,
			},
			{
				name: 'db-password',
				type: 'secret',
				secret: true,
				about: 'Password of the migration role',
				confidence: 'declared',
				required: true,
				line: 5,
			},
		],
	});
}

/** The same release with the error rate watched in the background. */
export function guardedRunbook(): Runbook {
	const {sections, ...sample} = sampleRunbook();
	const guard = {
		...command('errors', {title: 'error rate', section: 'switch', mutates: false}),
		kind: 'metric',
		guard: true,
		work: {
			from: {is: 'http', url: 'https://metrics.example/errors', path: '$.rate'},
			everyMs: 1_000,
			forMs: 0,
			fail: 'value > 5% for 1m',
			unit: '%',
			errorsMax: 3,
			baseline: false,
		},
	} as unknown as Step;
	return runbookOf({...sample, sections, walk: [...sample.walk, guard]});
}

/** The same release with the new build put on several hosts. */
export function hostsRunbook(
	hosts: readonly string[] = ['web1.example', 'web2.example', 'web3.example', 'queue'],
): Runbook {
	const sample = sampleRunbook();
	const restart = command('restart', {
		title: 'Restart the service on every host',
		section: 'switch',
		danger: 'prod',
		run: {...commands('systemctl restart checkout\nops/wait-ready 60', 'changing'), on: hosts, batch: 2},
	});
	return runbookOf({
		...sample,
		walk: sample.walk.flatMap(step => (step.id === 'switch' ? [restart, step] : [step])),
	});
}

/** The commands of a script, all of one kind. */
function commands(
	script: string,
	danger: CommandDanger,
): {script: string; commands: readonly ShellCommand[]} {
	return {
		script,
		commands: script.split('\n').map((text, at) => ({text, line: at + 1, danger, tty: 'none'})),
	};
}

const slug = (title: string) => title.toLowerCase().replaceAll(' ', '-');

function prepare(): readonly Step[] {
	return [
		check('announce', {
			title: 'The release is announced in #releases',
			section: 'prepare',
			points: ['link the change ticket', 'name who is driving'],
		}),
		command('free-disk', {
			title: 'There is room for the backup',
			section: 'prepare',
			mutates: false,
			prose: {expect: 'More than 20 % free.'},
			run: commands('df -h /var/backups', 'read'),
		}),
	];
}

function migrate(): readonly Step[] {
	const prose: StepCommon['prose'] = {
		explanation:
			'Adds the column that the new build reads. The old build ignores it, so both colours can run side by side.',
		why: 'Without it the new build answers **500** on `/orders`.',
		expect:
			'The last line says `INFO  Running upgrade 8f1c -> 9d2e`.\n\n| table | rows | locked for |\n|---|---|---|\n| orders | 2.1 million | up to 5 s |\n| order_lines | 9.8 million | not at all |',
		undo: 'Run `alembic downgrade -1`; no rows are lost.',
		ifNot: 'Do not retry more than once. See [the lock page](https://wiki.example/locks).',
		blast: 'Orders wait while the table is locked; carts are not affected.',
		notes: [{level: 'warning', text: 'Reports start at **03:00** and hold locks for minutes.'}],
	};
	return [
		command('backup', {
			title: 'Back up the orders database',
			section: 'migrate',
			danger: 'caution',
			prose: {why: 'It is the way back if the migration eats data.'},
			run: commands(
				'pg_dump -Fc orders > /var/backups/orders.dump\npg_restore --list /var/backups/orders.dump | tail -1',
				'changing',
			),
		}),
		command('migrate', {
			title: 'Run the migration',
			section: 'migrate',
			danger: 'data',
			prose,
			inputs: ['version'],
			run: {
				...commands('cd /srv/checkout\nalembic upgrade head', 'changing'),
				on: ['db-1'],
				timeoutMs: 120_000,
				undo: 'alembic downgrade -1',
			},
		}),
	];
}

function change(): readonly Step[] {
	return [
		gate('go-live', {
			title: 'Go live?',
			section: 'switch',
			question: 'Is everyone ready to send customers to the new colour?',
		}),
		command('switch', {
			title: 'Point the switch at the new colour',
			section: 'switch',
			danger: 'prod',
			noReturn: true,
			run: commands('ops/switch green --wait', 'changing'),
		}),
		check('orders', {
			title: 'How many orders came in during the first minute?',
			section: 'switch',
			answer: {is: 'number'},
		}),
	];
}
