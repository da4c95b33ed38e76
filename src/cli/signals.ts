import {type ExitCode, exitCode} from '../fault.ts';
import type {Session} from '../session/session.ts';

/** How long a step that is asked to stop may take (its own grace period, then KILL) before the program leaves without it. */
const stopWithinMs = 20_000;

/** What ended the walk from outside. */
export type Interruption = {readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'; readonly exitCode: ExitCode};

export type Signals = {
	/** Resolves once a signal came and what it asks for is written. */
	readonly interrupted: Promise<Interruption>;
	/** A signal came; `interrupted` will resolve. */
	readonly isEnding: () => boolean;
	readonly release: () => void;
};

/**
Turns signals into an orderly end. INT and TERM stop the running step and hold the run; a closed terminal (HUP) lets
the running step finish first, because nobody asked for it to stop, and holds the run behind it.

@returns a promise of the interruption once everything is written, and a function that lets go of the signals.
*/
export function onSignals(session: Session): Signals {
	const {promise, resolve} = Promise.withResolvers<Interruption>();
	let isEnding = false;
	const end = (signal: Interruption['signal']) => {
		if (!isEnding) {
			isEnding = true;
			void holdFor(session, signal).then(() =>
				resolve({signal, exitCode: signal === 'SIGHUP' ? exitCode.stopped : exitCode.interrupted}),
			);
		}
	};
	const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(signal => ({
		signal,
		listener: () => end(signal),
	}));
	for (const {signal, listener} of listeners) {
		process.on(signal, listener);
	}
	const release = () => {
		for (const {signal, listener} of listeners) {
			process.off(signal, listener);
		}
	};
	return {interrupted: promise, isEnding: () => isEnding, release};
}

async function holdFor(session: Session, signal: Interruption['signal']): Promise<void> {
	const reason = signal === 'SIGHUP' ? 'the terminal was closed' : `interrupted by ${signal}`;
	await session.sendAs('gonogo', {type: 'hold-run', reason});
	const want = session.want();
	if (want.is !== 'perform') {
		return;
	}
	if (signal === 'SIGHUP') {
		await stepEnded(session);
		return;
	}
	await session.send({type: 'stop-step', step: want.step});
	await Promise.race([stepEnded(session), new Promise(resolve => setTimeout(resolve, stopWithinMs).unref())]);
}

/** Resolves when no step is running. */
export function stepEnded(session: Session): Promise<void> {
	return new Promise(resolve => {
		const look = () => {
			if (session.want().is !== 'perform') {
				stop();
				resolve();
			}
		};
		const stop = session.subscribe(look);
		look();
	});
}
