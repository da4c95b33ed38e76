import type {ChildProcess} from 'node:child_process';
import {ask, endChild, startRole} from './child.ts';
import type {ColourName} from './facts.ts';
import type {ShopOrder, ShopReply} from './shop.ts';
import type {Flaw} from './shop-release.ts';

/** One of the two places a version runs in. */
export type Colour = {
	readonly name: ColourName;
	port(): number;
	version(): string;
	/** Its process runs at this moment. */
	alive(): boolean;
	/** Replaces what runs here by another version; resolves once that listens. */
	deploy(version: string, flaw: Flaw): Promise<void>;
	/** Lets go of its database connections, or takes them up again. */
	tell(order: 'pause' | 'resume'): Promise<void>;
	end(): Promise<void>;
};

/** A service listens 100 ms after its process starts; a crowded machine may take a hundred times as long. */
const answerWithinMs = 20_000;
const endWithinMs = 3_000;
/** A supervisor that restarts a crashing service at once makes a crash loop nobody can read. */
const restartAfterMs = 1_500;
/** Half an hour of crashing every two seconds. */
const restartsMax = 900;

type Setup = {
	readonly port?: number;
	readonly databaseUrl?: string;
	readonly log: number;
	readonly isPaused: () => boolean;
};

/** Prepares a colour; nothing runs before the first `deploy`. */
export function createColour(name: ColourName, setup: Setup): Colour {
	let port = setup.port;
	let child: ChildProcess | undefined;
	let running = {version: '', flaw: 'none' as Flaw};
	let restarts = 0;

	async function start(): Promise<void> {
		const started = startRole('shop', {about: name, log: setup.log, detached: false});
		child = started;
		const reply = await ask<ShopReply>(
			started,
			serveOrder(name, running, {...setup, ...(port === undefined ? {} : {port})}),
			answerWithinMs,
		);
		if (reply.is === 'failed') {
			await endChild(started, endWithinMs);
			throw new Error(`${name} ${running.version} does not start: ${reply.why}`);
		}
		port = reply.port ?? port;
		if (setup.isPaused()) {
			await ask<ShopReply>(started, {is: 'pause'} satisfies ShopOrder, answerWithinMs);
		}
		started.once('exit', () => restart(started));
	}

	/** What a supervisor does with a process that died by itself. */
	function restart(died: ChildProcess): void {
		if (child !== died || restarts >= restartsMax) {
			return;
		}
		restarts += 1;
		setTimeout(() => {
			if (child === died) {
				start().catch((error: Error) => console.error(error.message));
			}
		}, restartAfterMs).unref();
	}

	async function end(): Promise<void> {
		const ending = child;
		child = undefined;
		if (ending !== undefined) {
			await endChild(ending, endWithinMs);
		}
	}

	return {
		name,
		port: () => port ?? 0,
		version: () => running.version,
		alive: () => child !== undefined && child.exitCode === null && child.signalCode === null,
		async deploy(version, flaw) {
			await end();
			running = {version, flaw};
			restarts = 0;
			await start();
		},
		async tell(order) {
			if (child?.connected) {
				await ask<ShopReply>(child, {is: order} satisfies ShopOrder, answerWithinMs);
			}
		},
		end,
	};
}

function serveOrder(colour: ColourName, running: {version: string; flaw: Flaw}, setup: Setup): ShopOrder {
	const {port, databaseUrl} = setup;
	return {
		is: 'serve',
		colour,
		...running,
		...(port === undefined ? {} : {port}),
		...(databaseUrl === undefined ? {} : {databaseUrl}),
	};
}
