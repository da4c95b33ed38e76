import type {ChildProcess} from 'node:child_process';
import {ask, endChild, startRole} from './child.ts';
import type {ColourName} from './facts.ts';
import type {ShopOrder, ShopReply} from './shop.ts';
import type {Flaw} from './shop-release.ts';

/** A service listens 100 ms after its process starts; a crowded machine may take a hundred times as long. */
const answerWithinMs = 20_000;
const endWithinMs = 3_000;
/** A supervisor that restarts a crashing service at once makes a crash loop nobody can read. */
const restartAfterMs = 1_500;
/** Half an hour of crashing every two seconds. */
const restartsMax = 900;

export type ColourSetup = {
	/** The port it has to be; any free one when absent. */
	readonly port?: number;
	readonly databaseUrl?: string;
	/** Descriptor of the file its output goes to. */
	readonly log: number;
	readonly isPaused: () => boolean;
};

/** One of the two places a version runs in; nothing runs before the first `deploy`. */
export class Colour {
	readonly name: ColourName;
	readonly #setup: ColourSetup;
	#port: number | undefined;
	#child: ChildProcess | undefined;
	#running = {version: '', flaw: 'none' as Flaw};
	#restarts = 0;

	constructor(name: ColourName, setup: ColourSetup) {
		this.name = name;
		this.#setup = setup;
		this.#port = setup.port;
	}

	get port(): number {
		return this.#port ?? 0;
	}

	get version(): string {
		return this.#running.version;
	}

	/** Its process runs at this moment. */
	get isAlive(): boolean {
		return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
	}

	/** Replaces what runs here by another version; resolves once that listens. */
	async deploy(version: string, flaw: Flaw): Promise<void> {
		await this.end();
		this.#running = {version, flaw};
		this.#restarts = 0;
		await this.#start();
	}

	/** Lets go of its database connections, or takes them up again. */
	async tell(order: 'pause' | 'resume'): Promise<void> {
		if (this.#child?.connected) {
			await ask<ShopReply>(this.#child, {is: order} satisfies ShopOrder, answerWithinMs);
		}
	}

	async end(): Promise<void> {
		const ending = this.#child;
		this.#child = undefined;
		if (ending !== undefined) {
			await endChild(ending, endWithinMs);
		}
	}

	async #start(): Promise<void> {
		const {log, isPaused, databaseUrl} = this.#setup;
		const child = startRole('shop', {about: this.name, log, detached: false});
		this.#child = child;
		const port = this.#port;
		const order: ShopOrder = {
			is: 'serve',
			colour: this.name,
			...this.#running,
			...(port === undefined ? {} : {port}),
			...(databaseUrl === undefined ? {} : {databaseUrl}),
		};
		const reply = await ask<ShopReply>(child, order, answerWithinMs);
		if (reply.is === 'failed') {
			await endChild(child, endWithinMs);
			throw new Error(`${this.name} ${this.version} does not start: ${reply.why}`);
		}
		this.#port = reply.port ?? port;
		if (isPaused()) {
			await this.tell('pause');
		}
		child.once('exit', () => this.#restart(child));
	}

	/** What a supervisor does with a process that died by itself. */
	#restart(died: ChildProcess): void {
		if (this.#child !== died || this.#restarts >= restartsMax) {
			return;
		}
		this.#restarts += 1;
		const again = () => (this.#child === died ? this.#start() : undefined);
		setTimeout(() => again()?.catch((error: Error) => console.error(error.message)), restartAfterMs).unref();
	}
}
