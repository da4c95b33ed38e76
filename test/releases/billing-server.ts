import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {createServer as createTls} from 'node:tls';
import {type Package, writePackage} from './billing-package.ts';
import type {Released} from './compose-server.ts';
import {aNeighbour, customers} from './neighbours.ts';
import {aPlace, type Place} from './place.ts';
import {aPrometheus} from './prometheus.ts';
import {adapted, dayFromNow} from './site.ts';

const schema = `
CREATE TABLE invoices (id int PRIMARY KEY, amount_cents bigint NOT NULL, created_at timestamptz NOT NULL);
INSERT INTO invoices SELECT n, n * 100, now() - interval '3 days' FROM generate_series(1, 50) n;
CREATE TABLE outbox (created_at timestamptz NOT NULL, sent_at timestamptz);
`;

const alerts = ['BillingErrorRate', 'BillingSlow', 'BillingResources', 'BillingSignInFailures'];

/** The server that checklists/systemd.md is run on: 4.1.0 runs, the package of the next version has arrived. */
export async function aBillingServer(next: Package): Promise<Released> {
	const place = await aPlace({
		standIns: {systemctl: 'systemctl', sudo: 'sudo', amtool: 'amtool', bundle: 'bundle'},
		schema,
	});
	const port = await place.freePort();
	const url = `http://127.0.0.1:${port}`;
	prepareServer(place, port, next);
	const listeners = await Promise.all([listening(), listening(), listeningTls(place)]);
	const neighbour = await aNeighbour(() => ({body: {status: 'ok'}}));
	const prometheus = await aPrometheus(() => url, alerts);
	const crowd = customers(() => `${url}/api/v1/invoices`);
	const [queue, cache, tls] = listeners.map(({port: own}) => String(own));
	return {
		place,
		told: neighbour.told,
		env: {TEAM_WEBHOOK_URL: `${neighbour.url}/team`, NODE_EXTRA_CA_CERTS: place.path('tls/cert')},
		runbook: adapted('systemd', {
			// Rehearsals are a matter of their own: the generic checklist is rehearsed before it is released.
			'  rehearsal: 90d\n': '',
			'/srv/billing': place.path('srv/billing'),
			'disk: /srv': `disk: ${place.directory}`,
			'free: 20%': 'free: 1%',
			'>= 2097152': '>= 1',
			'"$(nproc)" -ge 2': '"$(nproc)" -ge 1',
			'/etc/billing': place.path('etc/billing'),
			'/var/backups/billing': place.path('backups'),
			'http://localhost:3000': url,
			':5432': `:${place.postgres.port}`,
			':5672': `:${queue}`,
			':6379': `:${cache}`,
			'billing.example.com:443': `localhost:${tls}`,
			'Tue 04:00 - Tue 06:00': `${dayFromNow(-1)} 00:00 - ${dayFromNow(1)} 23:59`,
		}),
		inputs: {
			ticket: 'BILL-310',
			version: next.version,
			window_end: 'Tuesday 06:00',
			service_url: url,
			auth_url: neighbour.url,
			payment_url: neighbour.url,
			storage_url: neighbour.url,
			balancer_url: neighbour.url,
			prometheus_url: prometheus.url,
			queue_host: '127.0.0.1',
			cache_host: '127.0.0.1',
			db_host: '127.0.0.1',
		},
		async version() {
			const answer = await fetch(`${url}/version`);
			return String(((await answer.json()) as {version?: unknown}).version);
		},
		async stop() {
			crowd.stop();
			neighbour.stop();
			prometheus.stop();
			for (const listener of listeners) {
				listener.stop();
			}
			await place.stop();
		},
	};
}

function prepareServer(place: Place, port: number, next: Package): void {
	const home = place.path('srv/billing');
	writePackage(place, 'srv/billing/releases/4.1.0', {version: '4.1.0', up: 'SELECT 1;\n', schema: 41});
	writePackage(place, 'srv/billing/incoming', next);
	const settings = 'SESSION_KEY=abc\nWORKERS=4\n';
	place.write('srv/billing/releases/4.1.0/.env', settings);
	place.write('etc/billing/production.env', `${settings}INVOICE_NOTES=1\n`);
	place.write('etc/billing/database.yml', 'production:\n  pool: 5\n');
	place.sh(`ln -s ${home}/releases/4.1.0 ${home}/current`);
	place.tell('units', {
		billing: {home: `${home}/current`, port, active: false, pid: 0},
		'billing-web': {active: false, pid: 0},
	});
	place.sh('systemctl start billing billing-web');
}

type Listener = {readonly port: number; stop(): void};

/** A queue or a cache, as far as a connection goes. */
function listening(): Promise<Listener> {
	return listen(createServer(socket => socket.end()));
}

/** A certificate for two months, and a server that shows it. */
function listeningTls(place: Place): Promise<Listener> {
	place.sh(
		'mkdir tls; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls/key -out tls/cert -days 60 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null',
	);
	return listen(
		createTls(
			{key: readFileSync(place.path('tls/key')), cert: readFileSync(place.path('tls/cert'))},
			socket => socket.end(),
		),
	);
}

function listen(server: ReturnType<typeof createServer>): Promise<Listener> {
	return new Promise(resolve => {
		server.on('error', () => undefined);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve({
				port: typeof address === 'object' && address !== null ? address.port : 0,
				stop: () => server.close(),
			});
		});
	});
}
