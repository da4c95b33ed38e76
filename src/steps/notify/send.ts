import {setTimeout as pause} from 'node:timers/promises';
import type {Channel} from '../../runbook/meta-model.ts';
import {plainWork} from '../../runbook/work.ts';
import {type Attempt, type Finding, failed, passed, unknown} from '../finding.ts';
import {exchange} from '../http/exchange.ts';
import {reasonOf} from '../http/reason.ts';
import {stepVariables} from '../shell/environment.ts';
import {runLocally} from '../shell/local.ts';
import {withTimeLimit} from '../time-limit.ts';
import {verdictOn} from '../verdict.ts';

/** Waits between tries, for what may pass by itself: a restart, a limit per minute. */
const waitsMs = [1000, 4000] as const;
const sendMs = 15_000;

/** Sends a message on a channel. `failed`: certainly not sent; `unknown`: it may have been. */
export async function send(attempt: Attempt, channel: Channel, message: string): Promise<Finding> {
	switch (channel.is) {
		case 'copy':
			return passed(`a person posts it to ${channel.to}`, {
				facts: {copy: message.slice(0, 400), to: channel.to},
			});
		case 'command':
			return byCommand(attempt, channel.script, message);
		case 'webhook':
			return byWebhook(attempt, channel, message);
	}
}

/** The message reaches the script as `$MESSAGE`. Once it has begun nobody knows what it sent. */
async function byCommand(attempt: Attempt, script: string, message: string): Promise<Finding> {
	const run = plainWork({interpreter: 'bash', script, commands: []});
	const variables = stepVariables(attempt.order, run, attempt.tools.secrets);
	if (!variables.ok) {
		return failed(variables.why);
	}
	const end = await runLocally(attempt, run, {
		text: script,
		variables: {...variables.env, MESSAGE: message},
		timeoutMs: sendMs,
	});
	const finding = await verdictOn(attempt, run, end);
	return finding.result === 'failed' && end.unstarted === undefined
		? unknown(finding.why ?? '', {})
		: finding.result === 'passed'
			? passed('sent')
			: finding;
}

type Webhook = Extract<Channel, {is: 'webhook'}>;

async function byWebhook(attempt: Attempt, channel: Webhook, message: string): Promise<Finding> {
	const address = addressOf(attempt, channel);
	if (typeof address === 'string') {
		return failed(address);
	}
	for (const waitMs of [...waitsMs, undefined]) {
		const finding = await post(attempt, address, message);
		if (
			finding.result !== 'failed' ||
			waitMs === undefined ||
			attempt.tools.signal.aborted ||
			finding.facts?.again !== true
		) {
			return finding;
		}
		attempt.log.note(`${finding.why ?? ''} Trying again in ${waitMs} ms.`);
		await pause(waitMs, undefined, {signal: attempt.tools.signal}).catch(() => {});
	}
	return failed('It was not sent.');
}

/** The whole address is often a secret, so only its origin is ever written. */
function addressOf({order, tools}: Attempt, {url}: Webhook): URL | string {
	const [name, text] =
		'env' in url
			? [url.env, process.env[url.env]]
			: 'input' in url
				? [url.input, tools.secrets[url.input] ?? order.values[url.input]]
				: ['its address', url.text];
	if (text === undefined || text === '') {
		return `The channel needs ${name}, which is not set.`;
	}
	const address = URL.parse(text);
	return address !== null && /^https?:$/.test(address.protocol) ? address : `${name} holds no web address.`;
}

async function post(attempt: Attempt, url: URL, message: string): Promise<Finding> {
	const body = JSON.stringify({text: message});
	const request = {method: 'POST', url, headers: {'content-type': 'application/json'}, body, isSecret: true};
	return withTimeLimit(attempt.tools.signal, sendMs, async signal => {
		try {
			const {status} = await exchange(request, {signal, follow: () => false});
			attempt.log.note(`POST ${url.origin}/… → ${status}`);
			const isSent = status >= 200 && status <= 299;
			return isSent
				? passed(`sent (HTTP ${status})`, {facts: {sent: 'now'}})
				: failed(`${url.origin} refused it: HTTP ${status}.`, {
						facts: {again: status === 429 || status >= 500},
					});
		} catch (error) {
			return signal.aborted
				? unknown(`No answer came from ${url.origin}: it may have arrived.`)
				: notSent(url, error);
		}
	});
}

/** Before a connection is there, nothing can have been sent; afterwards it can. */
function notSent(url: URL, error: unknown): Finding {
	const why = `${url.origin}: ${reasonOf(error)}`;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const isBefore =
		/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS_)/.test(
			code,
		) || /in the open|never asked/.test(why);
	return isBefore
		? failed(why, {facts: {again: code === 'ECONNREFUSED' || code === 'EAI_AGAIN'}})
		: unknown(`${why} It may have arrived.`);
}
