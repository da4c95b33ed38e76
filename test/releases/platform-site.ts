import type {Released} from './compose-server.ts';
import {aNeighbour, customers} from './neighbours.ts';
import {aPlace, type Place} from './place.ts';
import {aPrometheus} from './prometheus.ts';
import {adapted} from './site.ts';
import type {Build} from './stand-in.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const scripts = ['whoami', 'roll-out', 'running', 'search', 'flags', 'logs'];

/** The platform that checklists/generic.md releases: 2.6.0 of every component runs. */
export async function aPlatform(next: Build, components: string): Promise<Released> {
	const place = await aPlace({standIns: {docker: 'docker', platform: 'platform'}, schema: ''});
	const port = await place.freePort();
	const url = `http://127.0.0.1:${port}`;
	const commits = prepareRelease(place);
	publish(place, port, next);
	const around = await aNeighbour(({pathname}) =>
		pathname === '/version'
			? {body: {image: digest('b')}}
			: pathname === '/_cluster/health'
				? {body: {status: 'green'}}
				: undefined,
	);
	const prometheus = await aPrometheus(() => url);
	const crowd = customers(() => `${url}/v1/orders`);
	return {
		place,
		told: around.told,
		env: {TEAM_WEBHOOK_URL: `${around.url}/team`},
		runbook: adapted('generic', {'/var/backups/platform': place.path('backups')}),
		inputs: {
			components,
			version: next.version,
			artifact: digest('b'),
			...commits,
			ticket: 'PLAT-1234',
			scope: 'Faster search suggestions',
			has_migration: 'yes',
			has_mapping_change: components.includes('search') ? 'yes' : 'no',
			has_flags: 'yes',
			significant: 'yes',
			service_url: url,
			staging_url: around.url,
			prometheus_url: prometheus.url,
			search_url: around.url,
		},
		async version() {
			const answer = await fetch(`${url}/version`);
			return String(((await answer.json()) as {version?: unknown}).version);
		},
		async stop() {
			crowd.stop();
			around.stop();
			prometheus.stop();
			await place.stop();
		},
	};
}

/** A repository with two commits, an origin to push to, and the team's scripts. */
function prepareRelease(place: Place): {commit: string; previous_commit: string} {
	for (const name of scripts) {
		place.write(`deploy/${name}`, `#!/bin/sh\nexec platform ${name} "$@"\n`);
	}
	place.write('CHANGELOG.md', '# Changes\n\n## 2.7.0\n\nSuggestions are faster.\n');
	place.write(
		'migrations/release.sql',
		'ALTER TABLE documents ADD COLUMN IF NOT EXISTS note text;\nINSERT INTO schema_migrations VALUES (42) ON CONFLICT DO NOTHING;\n',
	);
	place.sh('chmod +x deploy/*; git init --quiet; git add deploy; git commit --quiet --message before');
	const previous = place.sh('git rev-parse HEAD');
	place.sh(
		'git add CHANGELOG.md migrations; git commit --quiet --message release; git init --quiet --bare origin.git; git remote add origin "$PWD/origin.git"; git push --quiet origin main',
	);
	return {commit: place.sh('git rev-parse HEAD'), previous_commit: previous};
}

function publish(place: Place, port: number, next: Build): void {
	place.tell('registry', {'registry.example.com/platform:next': {digest: digest('b'), build: next}});
	place.tell('builds', {[digest('a')]: {version: '2.6.0'}, [digest('b')]: next});
	const component = (own: number) => ({artifact: digest('a'), pid: 0, port: own});
	place.tell('components', {
		api: component(port),
		workers: component(0),
		search: component(0),
		pipelines: component(0),
	});
	place.sh(`platform roll-out api --to ${digest('a')}`);
}
