import {connect, isIP} from 'node:net';
import type {ProbeWork} from '../../runbook/work-model.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {fillPlain, unfilled} from '../fill.ts';
import {type Asking, type Finding, failed, passed} from '../finding.ts';
import {reasonOf} from '../http/reason.ts';

/** Asks whether something takes connections there. Nothing is sent, and what is received is not read. */
export async function askTcp(
	{attempt, signal}: Asking,
	work: Extract<ProbeWork, {probe: 'tcp'}>,
): Promise<Finding> {
	const place = placeOf(attempt.order.values, work.host, String(work.port));
	if (!place.ok) {
		return failed(place.why);
	}
	const {host, port} = place;
	const startedAt = performance.now();
	const why = await whyNotConnected(host, port, signal);
	const ms = Math.round(performance.now() - startedAt);
	attempt.log.note(`? tcp ${host}:${port}\n${why === undefined ? `connected in ${ms} ms` : `! ${why}`}`);
	return why === undefined
		? passed(`connected in ${ms} ms`, {facts: {ms}})
		: failed(`${host}:${port}: ${why}`, {facts: {ms}});
}

export type Place =
	| {readonly ok: true; readonly host: string; readonly port: number}
	| {readonly ok: false; readonly why: string};

/** Host and port with their placeholders filled in. */
export function placeOf(values: Readonly<Record<string, string>>, host: string, port: string): Place {
	const missing = [...unfilled(host, values), ...unfilled(port, values)];
	const name = fillPlain(host, values).trim();
	const number = Number(fillPlain(port, values));
	if (missing.length > 0) {
		return {ok: false, why: `There is no value for ${missing.join(', ')}.`};
	}
	if (isIP(name) === 0 && !/^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?$/.test(name)) {
		return {ok: false, why: `“${sanitiseLine(name, 200)}” is no host name.`};
	}
	return Number.isInteger(number) && number >= 1 && number <= 65_535
		? {ok: true, host: name, port: number}
		: {ok: false, why: `“${port}” is no port.`};
}

function whyNotConnected(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
	const {promise, resolve} = Promise.withResolvers<string | undefined>();
	const socket = connect({host, port, autoSelectFamily: true});
	const onAbort = () => resolve('Nobody answers in time.');
	signal.addEventListener('abort', onAbort, {once: true});
	socket.once('connect', () => resolve(undefined));
	socket.once('error', error => resolve(reasonOf(error)));
	if (signal.aborted) {
		onAbort();
	}
	return promise.finally(() => {
		signal.removeEventListener('abort', onAbort);
		socket.on('error', () => {});
		socket.destroy();
	});
}
