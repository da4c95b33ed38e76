import {chmod, chown} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import type {Refusal} from '../engine/command.ts';
import {unreachable} from '../fault.ts';
import type {Attempted} from '../record/refused.ts';
import {Budget} from './budget.ts';
import {linesOf} from './road-lines.ts';
import {clearRoad, type RoadPlace, roadPlace} from './road-place.ts';
import {type RoadReply, type RoadRequest, readRequest, writeLine} from './road-words.ts';
import type {Session} from './session.ts';

/** The road by which other terminals of this machine reach the driver. */
export type Road = {
	/** Stops listening, answers what was asked, and lets every connection go. */
	close(): Promise<void>;
};

export type RoadOptions = {
	/** Numeric id of the group that may speak as well; otherwise only the user who drives. */
	readonly group?: number | undefined;
};

/** A pair, an approver or two, a few who look on; whoever comes after is turned away. */
const connectionsMax = 16;

/** Of all connections together: many times what people type, far less than what fills a journal. */
const requestsMax = {perMinute: 120};

/** Who has nothing to say within this time is not one of ours. */
const firstWordWithinMs = 5_000;

/** Answers that are not fetched: whoever doesn't read is let go. */
const unreadBytesMax = 65_536;

/** How long the end waits for answers that are on their way. */
const lastWordsWithinMs = 2_000;

/**
Listens in the run's directory while the run is driven from here. Nothing that comes in can hold the driver up: every
connection is read a line at a time, and what is asked goes through the same door as the driver's own keys.

@returns why nobody can join, where there is no such road.
*/
export async function openRoad(session: Session, options: RoadOptions = {}): Promise<Attempted<Road>> {
	const place = roadPlace(session.directory);
	if (place === undefined) {
		return {ok: false, why: `the path of ${session.directory} is too long for a socket`};
	}
	try {
		if (!(await clearRoad(place))) {
			throw new Error(`${place.path} is no socket`);
		}
		const road = new OpenRoad(session, place);
		await road.listen(options);
		return {ok: true, value: road};
	} catch (error) {
		place.release();
		return {ok: false, why: error instanceof Error ? error.message : String(error)};
	}
}

type Sent = {readonly ok: true} | Refusal;

class OpenRoad implements Road {
	readonly #session: Session;
	readonly #place: RoadPlace;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	readonly #talks = new Set<Promise<void>>();
	/** Requests that are being dealt with; their answers go out before the end. */
	readonly #open = new Set<Promise<void>>();
	/** How many connections follow under each name. */
	readonly #followers = new Map<string, number>();
	readonly #budget = new Budget(requestsMax);
	#closed: Promise<void> | undefined;

	constructor(session: Session, place: RoadPlace) {
		this.#session = session;
		this.#place = place;
		this.#server = createServer(socket => this.#greet(socket));
		this.#server.maxConnections = connectionsMax;
	}

	/** The directory lets nobody in but the owner and the declared group; the socket's own mode says it again. */
	async listen({group}: RoadOptions): Promise<void> {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		this.#server.once('error', reject);
		this.#server.listen(this.#place.path, resolve);
		await promise;
		this.#server.on('error', () => {});
		this.#server.unref();
		if (group !== undefined) {
			await chown(this.#place.path, -1, group);
		}
		await chmod(this.#place.path, group === undefined ? 0o600 : 0o660);
	}

	/** A second time it does nothing: what was let go once may be someone else's by then. */
	close(): Promise<void> {
		this.#closed ??= this.#close();
		return this.#closed;
	}

	async #close(): Promise<void> {
		this.#server.close(() => this.#place.release());
		// It keeps the process awake: sockets don't, and a program that falls asleep here would end in the middle.
		const limit = Promise.withResolvers<void>();
		const timer = setTimeout(limit.resolve, lastWordsWithinMs);
		await Promise.race([Promise.allSettled(this.#open), limit.promise]);
		for (const socket of this.#sockets) {
			socket.end();
		}
		await Promise.race([Promise.allSettled(this.#talks), limit.promise]);
		clearTimeout(timer);
		for (const socket of this.#sockets) {
			socket.destroy();
		}
	}

	#greet(socket: Socket): void {
		this.#sockets.add(socket);
		socket.on('error', () => {});
		socket.unref();
		const talk = this.#talk(socket).finally(() => {
			this.#sockets.delete(socket);
			this.#talks.delete(talk);
			socket.destroy();
		});
		this.#talks.add(talk);
	}

	/** One connection from its first word to its end. Never rejects: a broken one is over. */
	async #talk(socket: Socket): Promise<void> {
		const silence = setTimeout(() => socket.destroy(), firstWordWithinMs);
		const guest = new Guest();
		try {
			for await (const line of linesOf(socket)) {
				const request = readRequest(line);
				if (request === undefined) {
					socket.end(writeLine({v: 1, is: 'refused', why: 'that is no request this gonogo understands'}));
					return;
				}
				clearTimeout(silence);
				await this.#deal(socket, request, guest);
			}
		} catch {
			// The other end is gone in the middle of a word.
		} finally {
			clearTimeout(silence);
			await this.#leave(guest);
		}
	}

	async #deal(socket: Socket, request: RoadRequest, guest: Guest): Promise<void> {
		const dealt = this.#answer(request, guest).then(sent => reply(socket, replyTo(request, sent)));
		this.#open.add(dealt);
		await dealt.finally(() => this.#open.delete(dealt));
	}

	#answer(request: RoadRequest, guest: Guest): Promise<Sent> {
		if (!this.#budget.take()) {
			return Promise.resolve({ok: false, why: 'too much is being asked; try again in a minute'});
		}
		switch (request.ask) {
			case 'follow':
				return this.#join(request, guest);
			case 'note': {
				const step = request.step === undefined ? {} : {step: request.step};
				return this.#session.sendAs(request.name, {type: 'add-note', text: request.text, ...step});
			}
			case 'hold':
				return this.#session.sendAs(request.name, {type: 'hold-run', reason: request.reason});
			case 'answer-gate':
				return this.#session.answerSigned({signed: request.signed, typed: request.typed});
			case 'take-control':
				return this.#handOver(guest);
			default:
				return unreachable(request);
		}
	}

	/** A second window of the same person follows silently. */
	async #join({name, mayDrive}: Extract<RoadRequest, {ask: 'follow'}>, guest: Guest): Promise<Sent> {
		if (guest.name !== undefined) {
			return {ok: false, why: `you follow already as ${guest.name}`};
		}
		const others = this.#followers.get(name) ?? 0;
		const joined: Sent =
			others > 0 ? {ok: true} : await this.#session.sendAs(name, {type: 'join-run', mayDrive});
		if (joined.ok) {
			guest.name = name;
			this.#followers.set(name, (this.#followers.get(name) ?? 0) + 1);
		}
		return joined;
	}

	async #leave({name}: Guest): Promise<void> {
		if (name === undefined) {
			return;
		}
		const left = (this.#followers.get(name) ?? 1) - 1;
		left === 0 ? this.#followers.delete(name) : this.#followers.set(name, left);
		if (left === 0) {
			await this.#session.sendAs(name, {type: 'leave-run'});
		}
	}

	/** Accepted means that the run is free: journal closed, lock given back. */
	async #handOver({name}: Guest): Promise<Sent> {
		if (name === undefined) {
			return {ok: false, why: 'only someone who follows can take the control'};
		}
		const taken = await this.#session.sendAs(name, {type: 'take-control'});
		if (taken.ok) {
			await this.#session.close();
		}
		return taken;
	}
}

/** Who speaks on one connection, once they have said so. */
class Guest {
	name: string | undefined;
}

function replyTo({id}: RoadRequest, sent: Sent): RoadReply {
	return sent.ok
		? {v: 1, id, is: 'accepted'}
		: {v: 1, id, is: 'refused', why: sent.why.slice(0, whyCharsMax)};
}

/** A reason is a sentence or two. UTF-16 units. */
const whyCharsMax = 4_000;

function reply(socket: Socket, words: RoadReply): void {
	if (socket.writableLength > unreadBytesMax) {
		socket.destroy();
	} else if (socket.writable) {
		socket.write(writeLine(words));
	}
}
