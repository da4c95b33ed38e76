import type {Released} from './compose-server.ts';
import {aNeighbour, customers} from './neighbours.ts';
import {aPlace, type Place} from './place.ts';
import {adapted} from './site.ts';
import type {Build} from './stand-in.ts';

const tag = 'v3.4.0';
const names = ['api', 'worker', 'web'] as const;
const digestOf = (name: string, release: 'old' | 'new') =>
	`sha256:${Buffer.from(`${name}-${release}`).toString('hex').padEnd(64, '0')}`;

const migration = `ALTER TABLE documents ADD COLUMN IF NOT EXISTS note text;
INSERT INTO schema_migrations VALUES (42) ON CONFLICT DO NOTHING;
`;

/** The server that checklists/image-digest.md releases to: three old images run, the new ones passed on staging. */
export async function anImageServer(next: Pick<Build, 'fault'>): Promise<Released> {
	const place = await aPlace({standIns: {docker: 'docker', gh: 'gh', npx: 'npx'}, ssh: true, schema: ''});
	const [api, web] = [await place.freePort(), await place.freePort()];
	const team = await aNeighbour(() => undefined);
	publish(place, next);
	prepareRelease(place);
	prepareServer(place, {api, web});
	const url = `http://127.0.0.1:${api}`;
	const crowd = customers(() => `${url}/v1/products`);
	return {
		place,
		told: team.told,
		env: {TEAM_WEBHOOK_URL: `${team.url}/team`, PROD_DB_URL: place.url},
		runbook: adapted('image-digest', {
			'deploy@storefront.example.com': 'storefront.example.com',
			'/srv/storefront': place.path('srv/storefront'),
			'/var/backups/storefront': place.path('backups'),
		}),
		inputs: {
			release_tag: tag,
			...Object.fromEntries(names.map(name => [`${name}_digest`, digestOf(name, 'new')])),
			has_migration: 'yes',
			api_url: url,
			web_url: `http://127.0.0.1:${web}`,
		},
		async version() {
			const answer = await fetch(`${url}/version`);
			return String(((await answer.json()) as {version?: unknown}).version);
		},
		async stop() {
			crowd.stop();
			team.stop();
			await place.stop();
		},
	};
}

function publish(place: Place, next: Pick<Build, 'fault'>): void {
	const images = names.flatMap(name => [
		[
			`registry.example.com/storefront/${name}:v3.3.0`,
			{digest: digestOf(name, 'old'), build: {version: '3.3.0'}},
		],
		[
			`registry.example.com/storefront/${name}:${tag}`,
			{digest: digestOf(name, 'new'), build: {version: '3.4.0', ...(name === 'api' ? next : {})}},
		],
	]);
	place.tell('registry', Object.fromEntries(images));
	place.tell('deployments', {
		[`staging ${tag}`]: Object.fromEntries(names.map(name => [`${name}_digest`, digestOf(name, 'new')])),
	});
	place.write(`stand-in/artifacts/migration-${tag}.sql`, migration);
}

/** A repository with the signed tag, where the release is driven from. */
function prepareRelease(place: Place): void {
	place.write('README.md', 'storefront\n');
	place.sh(
		`git init --quiet && git add README.md && git commit --quiet --message release && git tag --sign --message ${tag} ${tag}`,
	);
}

function prepareServer(place: Place, ports: Readonly<Record<string, number>>): void {
	const services = names.map(name => {
		const port = ports[name];
		return `  ${name}:\n    image: \${${name.toUpperCase()}_IMAGE}\n${port === undefined ? '' : `    ports: ['${port}:80']\n`}`;
	});
	place.write('srv/storefront/infra/docker-compose.prod.yml', `services:\n${services.join('')}`);
	const images = names.map(
		name => `${name.toUpperCase()}_IMAGE=registry.example.com/storefront/${name}@${digestOf(name, 'old')}`,
	);
	const compose = 'docker compose -f infra/docker-compose.prod.yml';
	place.sh(`export ${images.join(' ')}; ${compose} pull; ${compose} up -d`, place.path('srv/storefront'));
}
