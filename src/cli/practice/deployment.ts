import {Colour} from './colour.ts';
import type {PracticeDatabase} from './database.ts';
import {type ColourName, colours, type Kept} from './facts.ts';
import type {Faults} from './faults.ts';
import {pausedMaxMs} from './patience.ts';
import {oldVersion} from './shop-release.ts';

/** What one colour is doing, for status lines. */
export type ColourStatus = {
	readonly colour: ColourName;
	readonly role: 'live' | 'idle';
	readonly version: string;
	readonly port: number;
	readonly running: boolean;
};

/** The shop as it is deployed: two colours, of which the switch shows one to the clients. */
export type Deployment = {
	live(): ColourName;
	livePort(): number;
	/** Blue, then green. */
	status(): readonly [ColourStatus, ColourStatus];
	/** Puts a version on the idle colour. Throws Refused for the live one. */
	deploy(colour: ColourName, version: string): Promise<void>;
	switchTo(colour: ColourName): void;
	/** Both colours let go of their database connections; requests wait. @param maxMs after which they come back by themselves. */
	pause(maxMs?: number): Promise<void>;
	resume(): Promise<void>;
	end(): Promise<void>;
};

/** Something was asked that a careful switch does not do. */
export class Refused extends Error {}

type Setup = {
	readonly database: PracticeDatabase;
	readonly faults: Faults;
	readonly kept?: Kept;
	readonly log: number;
};

/** Starts both colours, blue live on the old version, or as an earlier world left them. */
export async function startDeployment(setup: Setup): Promise<Deployment> {
	const {faults, kept} = setup;
	let live: ColourName = kept?.live ?? 'blue';
	let paused: NodeJS.Timeout | undefined;
	const all = coloursOf(setup, () => paused !== undefined);
	const every = (work: (colour: Colour) => Promise<void>) =>
		Promise.all(colours.map(name => work(all[name])));
	await every(colour => {
		const version = kept?.versions[colour.name] ?? oldVersion;
		return colour.deploy(version, faults.flawOf(version));
	});

	async function resume(): Promise<void> {
		clearTimeout(paused);
		paused = undefined;
		await every(colour => colour.tell('resume'));
		faults.resumed();
	}

	return {
		live: () => live,
		livePort: () => all[live].port,
		status: () => [statusOf(all.blue, live), statusOf(all.green, live)],
		async deploy(colour, version) {
			if (colour === live) {
				throw new Refused(`${colour} is live: a new version goes to the idle colour.`);
			}
			await all[colour].deploy(version, faults.flawOf(version));
		},
		switchTo(colour) {
			live = colour;
			faults.switched(all[colour].version);
		},
		async pause(maxMs = pausedMaxMs) {
			clearTimeout(paused);
			paused = setTimeout(() => resume().catch(() => {}), Math.min(maxMs, pausedMaxMs));
			await every(colour => colour.tell('pause'));
			await faults.paused();
		},
		resume,
		async end() {
			clearTimeout(paused);
			await every(colour => colour.end());
		},
	};
}

function coloursOf({database, kept, log}: Setup, isPaused: () => boolean): Record<ColourName, Colour> {
	const databaseUrl = database.facts.is === 'running' ? {databaseUrl: database.facts.url} : {};
	const create = (name: ColourName) =>
		new Colour(name, {
			log,
			isPaused,
			...databaseUrl,
			...(kept === undefined ? {} : {port: kept.ports[name]}),
		});
	return {blue: create('blue'), green: create('green')};
}

function statusOf(colour: Colour, live: ColourName): ColourStatus {
	return {
		colour: colour.name,
		role: colour.name === live ? 'live' : 'idle',
		version: colour.version,
		port: colour.port,
		running: colour.isAlive,
	};
}
