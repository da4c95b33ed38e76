import type {Runbook} from '../../src/runbook/model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import {check, command, runbookOf} from '../engine/given.ts';
import {sampleRunbook} from './sample.ts';
import {at, heard, type Scene, type Show} from './scene.ts';

/** Pages that stand beside the walk, the ways to walk, and runbooks that are hard to lay out. */
export const pageScenes = {
	variables: async scene => page(scene, 'v'),
	notes: async scene => {
		await at(scene, 'migrate');
		const {live} = scene;
		await live.send({
			type: 'add-note',
			text: 'the report team was told and waits for our word',
			step: 'migrate',
		});
		await live.send({type: 'hold-run', reason: 'the nightly report still runs'});
		await live.send({type: 'release-run'});
		await live.send({type: 'call-contact', level: 1, note: 'by phone'});
		await live.send({
			type: 'decide-step',
			step: 'migrate',
			disposition: 'override',
			reason: 'applied by hand last night',
		});
		await heard(scene);
		await scene.terminal.presses('N');
	},
	search: async scene => {
		await at(scene, 'migrate');
		await scene.terminal.presses('/', 'lock', '\r');
		await scene.terminal.sees('in “Run the migration”');
	},
	escalation: async scene => {
		await at(scene, 'migrate');
		await scene.live.send({type: 'call-contact', level: 1, note: 'by phone'});
		await scene.terminal.presses('e');
	},
	troubles: async scene => page(scene, 't'),
	'so-far': async scene => page(scene, 'S'),
	off: async scene => {
		await at(scene, 'migrate');
		await scene.terminal.presses('!', 'systemctl status checkout');
	},
	rehearse: async scene => at(scene, 'migrate'),
	instructions: async scene => at(scene, 'migrate'),
	emergency: async scene => at(scene, 'migrate'),
	wide: async scene => at(scene, 'deploy'),
} satisfies Readonly<Record<string, (scene: Scene) => Promise<unknown>>>;

export type PageSceneName = keyof typeof pageScenes;

/** What the run of a scene was opened with. */
export function pageShow(name: PageSceneName): Show {
	switch (name) {
		case 'rehearse':
			return {opened: {...openedAs, mode: 'rehearse'}};
		case 'instructions':
			return {opened: {...openedAs, mode: 'instructions'}};
		case 'emergency':
			return {opened: {...openedAs, emergency: {reason: 'checkout is down', incident: 'INC-4711'}}};
		case 'wide':
			return {runbook: wideRunbook()};
		default:
			return {};
	}
}

const openedAs = {service: 'checkout', environment: 'production', production: true} as const;

async function page(scene: Scene, key: string): Promise<void> {
	await at(scene, 'migrate');
	await scene.terminal.presses(key);
}

/** Characters that take two columns, and titles that are longer than any screen is wide. */
function wideRunbook(): Runbook {
	const sample = sampleRunbook();
	const long =
		'Put the new build of the checkout service on the idle colour and wait until every one of its instances has answered its health check three times in a row without a single error';
	const sections = ['準備する', 'デプロイ 🚀'].map((title, index) => ({
		id: `s${index}`,
		title,
		level: 2,
		role: 'procedure' as const,
		line: index * 10,
		endLine: index * 10 + 9,
		prose: '',
	}));
	const walk: readonly Step[] = [
		check('announce', {
			title: 'リリースを #releases チャンネルで告知した',
			section: 's0',
			points: ['担当者の名前を書く'],
		}),
		command('deploy', {
			title: long,
			section: 's1',
			danger: 'prod',
			prose: {
				why: '新しいビルドは注文データベースの新しい列を読みます。古いビルドはそれを無視するので、両方の色を同時に動かすことができます。',
				expect: '最後の行に ✅ `すべて正常` と表示される。',
				notes: [{level: 'warning', text: '👩‍💻 夜間バッチは 03:00 に始まります 🇯🇵'}],
			},
			run: {script: 'ops/deploy --色=緑 --wait'},
		}),
		check('orders', {title: '注文が入っている 🛒', section: 's1'}),
	];
	return runbookOf({...sample, title: '決済サービスをリリースする 🚀', sections, walk, inputs: []});
}
