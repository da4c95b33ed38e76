import {aBalancer} from './balancer.ts';
import type {Released} from './compose-server.ts';
import {aNeighbour, customers} from './neighbours.ts';
import {aPlace, type Place} from './place.ts';
import {aPrometheus} from './prometheus.ts';
import {adapted, dayFromNow} from './site.ts';
import type {Build} from './stand-in.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const imageOf = (letter: string) => `registry.example.com/web-shop@${digest(letter)}`;

export type Strategy = 'blue-green' | 'rolling';

/** The shop that checklists/blue-green.md releases: 1.2.0 runs, behind a real balancer where there are two colours. */
export async function aShopCluster(next: Build, strategy: Strategy = 'blue-green'): Promise<Released> {
	const place = await aPlace({standIns: {kubectl: 'kubectl', npx: 'npx'}, schema: ''});
	const ports = {blue: await place.freePort(), green: await place.freePort()};
	const balancer = await aBalancer(ports);
	const commit = prepareRelease(place, balancer.interface);
	const ci = await aNeighbour(url =>
		url.pathname === '/environments/staging'
			? {body: {image: digest('b')}}
			: url.pathname.startsWith(`/commits/${commit}/jobs/`)
				? {body: {status: 'success'}}
				: undefined,
	);
	const prometheus = await aPrometheus(() => balancer.url);
	const crowd = customers(() => `${balancer.url}/checkout`);
	await runBefore(place, ports, {next, strategy});
	return {
		place,
		told: ci.told,
		env: {TEAM_WEBHOOK_URL: `${ci.url}/team`},
		runbook: adapted('blue-green', {
			'/var/backups/web-shop': place.path('backups'),
			'Fri 16:00 - Mon 08:00': `${dayFromNow(3)} 00:00 - ${dayFromNow(3)} 23:00`,
		}),
		inputs: {
			strategy,
			version: next.version,
			commit,
			image: digest('b'),
			ci_url: ci.url,
			has_migration: 'yes',
			phase: 'expand',
			maintenance: 'yes',
			shop_url: balancer.url,
			blue_url: `http://127.0.0.1:${ports.blue}`,
			green_url: `http://127.0.0.1:${ports.green}`,
			balancer_url: balancer.interface,
			prometheus_url: prometheus.url,
		},
		async version() {
			const answer = await fetch(`${balancer.url}/version`);
			return String(((await answer.json()) as {version?: unknown}).version);
		},
		async stop() {
			crowd.stop();
			ci.stop();
			prometheus.stop();
			await balancer.stop();
			await place.stop();
		},
	};
}

/** The repository with the migration and the team's own script for the balancer. @returns the commit to release. */
function prepareRelease(place: Place, balancer: string): string {
	place.write('deploy/variables.txt', 'DATABASE_URL\nSESSION_KEY\n');
	place.write(
		'deploy/balancer',
		`#!/bin/sh
case "$1" in
	live) curl --fail --silent '${balancer}/target' | jq --raw-output .target.live ;;
	switch) curl --fail --silent --request POST "${balancer}/switch/$2" ;;
esac
`,
	);
	place.write(
		'migrations/expand.sql',
		'ALTER TABLE documents ADD COLUMN IF NOT EXISTS note text;\nINSERT INTO schema_migrations VALUES (42) ON CONFLICT DO NOTHING;\n',
	);
	place.sh(
		'chmod +x deploy/balancer; git init --quiet; git add deploy migrations; git commit --quiet --message release',
	);
	return place.sh('git rev-parse HEAD');
}

async function runBefore(
	place: Place,
	ports: {readonly blue: number; readonly green: number},
	{next, strategy}: {readonly next: Build; readonly strategy: Strategy},
): Promise<void> {
	const before = {version: '1.2.0'};
	place.tell('images', {[imageOf('a')]: before, [imageOf('b')]: next});
	const deployment = (port: number) => ({port, image: imageOf('a'), pid: 0, replicas: 4});
	place.tell(
		'deployments-of-cluster',
		strategy === 'rolling'
			? {'web-shop': deployment(ports.blue)}
			: {'web-shop-blue': deployment(ports.blue), 'web-shop-green': deployment(ports.green)},
	);
	for (const name of strategy === 'rolling' ? ['web-shop'] : ['web-shop-blue', 'web-shop-green']) {
		place.sh(
			`kubectl set image deployment/${name} web-shop=${imageOf('a')}; kubectl rollout status deployment/${name}`,
		);
	}
}
