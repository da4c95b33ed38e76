import type {Channel} from '../runbook/meta-model.ts';
import type {NotifyStep} from '../runbook/step-model.ts';
import {fillPlain, unfilled} from './fill.ts';
import {type Attempt, type Finding, failed, warned} from './finding.ts';
import {once} from './notify/once.ts';
import {send} from './notify/send.ts';

/** A longer message is a document; send a link. UTF-16 units. */
const messageCharsMax = 8000;

/**
Sends a message, at most once for its key. One that can't be sent warns; it fails the step only where the channel is
required.
*/
export async function performNotify(attempt: Attempt, step: NotifyStep): Promise<Finding> {
	const {order, log} = attempt;
	const channel = order.messages?.channels[step.work.channel];
	const text = messageOf(attempt, step);
	if (channel === undefined || !text.ok) {
		return failed(text.ok ? `The runbook declares no channel “${step.work.channel}”.` : text.why);
	}
	log.note(`to ${step.work.channel} (${wayOf(channel)}), key ${step.work.key}:\n${text.message}`);
	const key = fillPlain(step.work.key, order.values);
	const sent = await once(attempt.tools.directory, key, () => send(attempt, channel, text.message));
	log.note(sent.why ?? sent.summary ?? '');
	return channel.required || sent.result === 'passed' ? sent : softened(sent);
}

function softened(sent: Finding): Finding {
	const {result, why, ...rest} = sent;
	return result === 'unknown'
		? sent
		: warned(`${why ?? 'It was not sent.'} The run goes on: this channel is not required.`, rest);
}

type Message = {readonly ok: true; readonly message: string} | {readonly ok: false; readonly why: string};

function messageOf({order}: Attempt, {work}: NotifyStep): Message {
	const source =
		work.text ?? (work.template === undefined ? undefined : order.messages?.templates[work.template]);
	if (source === undefined) {
		return {
			ok: false,
			why:
				work.template === undefined ? 'The message has no text.' : `There is no template “${work.template}”.`,
		};
	}
	const missing = unfilled(source, order.values);
	if (missing.length > 0) {
		return {ok: false, why: `The message has no value for ${missing.join(', ')}.`};
	}
	const message = fillPlain(source, order.values).trim();
	return message.length <= messageCharsMax
		? {ok: true, message}
		: {ok: false, why: `The message has ${message.length} characters; at most ${messageCharsMax} are sent.`};
}

function wayOf(channel: Channel): string {
	return channel.is === 'copy' ? `a person posts it to ${channel.to}` : channel.is;
}
