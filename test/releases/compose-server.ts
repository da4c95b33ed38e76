import {aNeighbour, customers, type Told} from './neighbours.ts';
import type {Release} from './operator.ts';
import {aPlace, type Place} from './place.ts';
import {adapted} from './site.ts';
import type {Build} from './stand-in.ts';

const backend = 'registry.example.com/docs-qa/backend';
const before = {id: 'ae1027a6acf4', sql: 'SELECT 1'};
const added = {id: 'b5f4c0ffee12', sql: 'ALTER TABLE documents ADD COLUMN summary text'};

export type Released = Release & {
	readonly place: Place;
	/** What was posted to the channels. */
	readonly told: readonly Told[];
	/** Which version answers now. */
	version(): Promise<string>;
	stop(): Promise<void>;
};

/** The server that checklists/compose.md releases to: version 1.4.0 runs on it, the next one lies in the registry. */
export async function aComposeServer(next: Build): Promise<Released> {
	const place = await aPlace({
		standIns: {docker: 'docker'},
		ssh: true,
		schema: `CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('${before.id}');`,
	});
	const port = await place.freePort();
	const dashboard = await aNeighbour(() => ({body: 'a dashboard'}));
	const url = `http://127.0.0.1:${port}`;
	publish(place, next);
	const commit = prepareServer(place, port);
	place.sh('git checkout --quiet --detach HEAD~1', place.path('srv/docs-qa'));
	place.sh('docker compose pull && docker compose up -d', place.path('srv/docs-qa'));
	const crowd = customers(() => `${url}/api/v1/documents`);
	return {
		place,
		told: dashboard.told,
		env: {ONCALL_WEBHOOK_URL: `${dashboard.url}/on-call`},
		runbook: adapted('compose', {
			'deploy@docs.example.com': 'docs.example.com',
			'/srv/docs-qa': place.path('srv/docs-qa'),
			'/var/backups/docs-qa': place.path('backups'),
			'http://localhost:8000': url,
		}),
		inputs: {commit, on_call: 'Noor Haddad', service_url: url, dashboard_url: dashboard.url},
		async version() {
			const answer = await fetch(`${url}/version`);
			return String(((await answer.json()) as {version?: unknown}).version);
		},
		async stop() {
			crowd.stop();
			dashboard.stop();
			await place.stop();
		},
	};
}

function publish(place: Place, next: Build): void {
	const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
	place.tell('registry', {
		[`${backend}:1.4.0`]: {digest: digest('a'), build: {version: '1.4.0'}, revisions: [before]},
		[`${backend}:next`]: {digest: digest('b'), build: next, revisions: [before, added]},
		'postgres:16': {digest: digest('c'), build: {version: '16'}},
		'redis:7': {digest: digest('d'), build: {version: '7'}},
	});
}

/** A clone with two commits: what runs, and what is to be released. @returns the second one. */
function prepareServer(place: Place, port: number): string {
	const file = (tag: string) =>
		`services:\n  backend:\n    image: \${BACKEND_IMAGE:-${backend}:${tag}}\n    ports: ['${port}:8000']\n  postgres: {image: 'postgres:16'}\n  redis: {image: 'redis:7'}\n`;
	place.write('source/.gitignore', '.env.*\n');
	place.sh('git init --quiet source');
	for (const tag of ['1.4.0', 'next']) {
		place.write('source/docker-compose.yml', file(tag));
		place.sh(`git add --all && git commit --quiet --message ${tag}`, place.path('source'));
	}
	place.sh(`git clone --quiet source srv/docs-qa`);
	place.write('srv/docs-qa/.env.production', 'SECRET_KEY=abc\nWORKERS=4\n');
	place.write('srv/docs-qa/.env.staging', 'SECRET_KEY=def\nWORKERS=1\nDEBUG=1\n');
	return place.sh('git rev-parse HEAD', place.path('source'));
}
