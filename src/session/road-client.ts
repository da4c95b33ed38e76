import {createConnection, type Socket} from 'node:net';
import type {Refusal} from '../engine/command.ts';
import type {Attempted} from '../record/refused.ts';
import {linesOf} from './road-lines.ts';
import {roadPlace} from './road-place.ts';
import {type Asking, readReply, writeLine} from './road-words.ts';

type Sent = {readonly ok: true} | Refusal;

/** The other end of the road: a terminal that speaks to the driver's. */
export type RoadClient = {
	/** Resolves with the driver's answer, or with why there is none. */
	ask(asking: Asking): Promise<Sent>;
	/** Resolves when the driver has gone or let us go. */
	readonly closed: Promise<void>;
	close(): void;
};

/** A driver's process answers at once; one that was stopped or hangs does not. */
const answerWithinMs = 30_000;

/** Asked and not answered yet; a person asks one thing at a time. */
const openMax = 16;

/** @returns why the driver can't be reached: nobody drives, or the owner has not let us in. */
export async function connectRoad(directory: string): Promise<Attempted<RoadClient>> {
	const place = roadPlace(directory);
	if (place === undefined) {
		return {ok: false, why: 'the path of the run’s directory is too long for a socket'};
	}
	const socket = createConnection(place.path);
	const {promise, resolve} = Promise.withResolvers<string | undefined>();
	socket.once('connect', () => resolve(undefined));
	socket.once('error', (error: NodeJS.ErrnoException) => resolve(whyNot(error)));
	const why = await promise;
	place.release();
	if (why !== undefined) {
		socket.destroy();
		return {ok: false, why};
	}
	return {ok: true, value: new Client(socket)};
}

function whyNot({code, message}: NodeJS.ErrnoException): string {
	switch (code) {
		case 'ENOENT':
		case 'ECONNREFUSED':
			return 'nobody drives the run at this moment';
		case 'EACCES':
		case 'EPERM':
			return 'whoever drives the run has not let other users speak to it';
		default:
			return message;
	}
}

class Client implements RoadClient {
	readonly closed: Promise<void>;
	readonly #socket: Socket;
	readonly #waiting = new Map<number, (sent: Sent) => void>();
	#next = 1;
	#isOver = false;

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.on('error', () => {});
		this.closed = this.#listen();
	}

	ask(asking: Asking): Promise<Sent> {
		if (this.#isOver) {
			return Promise.resolve({ok: false, why: 'the driver’s terminal is gone'});
		}
		if (this.#waiting.size >= openMax) {
			return Promise.resolve({
				ok: false,
				why: 'the driver’s terminal has not answered what was asked before',
			});
		}
		const id = this.#next++;
		const {promise, resolve} = Promise.withResolvers<Sent>();
		const late = `the driver’s terminal has not answered within ${answerWithinMs / 1_000} s`;
		const timer = setTimeout(() => this.#settle(id, {ok: false, why: late}), answerWithinMs);
		this.#waiting.set(id, sent => {
			clearTimeout(timer);
			resolve(sent);
		});
		this.#socket.write(writeLine({v: 1, id, ...asking}));
		return promise;
	}

	close(): void {
		this.#socket.destroy();
	}

	async #listen(): Promise<void> {
		try {
			for await (const line of linesOf(this.#socket)) {
				const reply = readReply(line);
				if (reply === undefined) {
					break;
				}
				if (reply.id !== undefined) {
					this.#settle(reply.id, reply.is === 'accepted' ? {ok: true} : {ok: false, why: reply.why});
				}
			}
		} catch {
			// A connection that breaks is closed.
		}
		this.#isOver = true;
		this.#socket.destroy();
		for (const id of this.#waiting.keys()) {
			this.#settle(id, {ok: false, why: 'the driver’s terminal went before it answered'});
		}
	}

	#settle(id: number, sent: Sent): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		waiting?.(sent);
	}
}
