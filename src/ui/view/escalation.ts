import type {Call, RunState} from '../../engine/state.ts';
import {formatDuration} from '../../text/duration.ts';
import type {Tone} from '../theme.ts';
import {saidClock, saidLine, saidTime} from './said.ts';

/** Whom to call, who was called and when, how long they still have, and whose turn it is. */
export type EscalationView = {
	readonly rows: readonly ContactView[];
	/** The one thing to know of it now, for the prompt; absent when nobody is waited for. */
	readonly notice?: {readonly text: string; readonly tone: Tone};
};

export type ContactView = {
	/** 1-based row of the table; what is typed to call them, and then to say what came of it. */
	readonly level: number;
	readonly issue: string;
	/** Name, channel and how soon. */
	readonly contact: string;
	readonly calls: readonly {readonly text: string; readonly tone: Tone}[];
	/** The call that waits for an answer. */
	readonly open?: number;
	/** To be called next: the one before gave no answer in time. */
	readonly next: boolean;
};

/** @param now milliseconds since the epoch. */
export function escalationView(state: RunState, now: number): EscalationView {
	const next = nextLevel(state, now);
	const rows = state.runbook.escalation.map((row, at) => {
		const calls = state.calls.filter(({level}) => level === at + 1);
		const open = calls.find(({answer}) => answer === undefined);
		const words = [row.contact, row.channel, row.within === '' ? undefined : `within ${row.within}`];
		return {
			level: at + 1,
			issue: saidLine(row.issue),
			contact: words.flatMap(word => (word === undefined || word === '' ? [] : [saidLine(word)])).join(' · '),
			calls: calls.map(call => callWords(state, call, now)),
			next: next === at + 1,
			...(open === undefined ? {} : {open: open.call}),
		};
	});
	const notice = noticeOf(state, next, now);
	return {rows, ...(notice === undefined ? {} : {notice})};
}

/** Milliseconds that are left to answer; undefined when the table names no time, or they have answered. */
function leftToAnswer(call: Call, now: number): number | undefined {
	return call.answer !== undefined || call.withinMs === undefined
		? undefined
		: call.withinMs - (now - Date.parse(call.at));
}

function callWords(state: RunState, call: Call, now: number): ContactView['calls'][number] {
	const zone = state.opened.timeZone;
	const how = call.note === undefined ? '' : ` (${saidLine(call.note)})`;
	const called = `called at ${saidTime(call.at, zone)} by ${saidLine(call.by)}${how}`;
	if (call.answer !== undefined) {
		const {at, is, note} = call.answer;
		const said = note === undefined ? '' : `: ${saidLine(note)}`;
		const after = formatDuration(Math.max(0, Date.parse(at) - Date.parse(call.at)));
		return is === 'answered'
			? {text: `${called}, answered at ${saidTime(at, zone)}, after ${after}${said}`, tone: 'good'}
			: {text: `${called}, no answer by ${saidTime(at, zone)}${said}`, tone: 'bad'};
	}
	const left = leftToAnswer(call, now);
	if (left === undefined) {
		return {text: `${called}, no answer yet`, tone: 'warn'};
	}
	return left > 0
		? {text: `${called}, ${saidClock(left + 999)} left to answer`, tone: 'warn'}
		: {text: `${called}, overdue by ${saidClock(-left)}`, tone: 'bad'};
}

/** The first row after one that gave no answer in time, unless it was called or someone has answered since. */
function nextLevel(state: RunState, now: number): number | undefined {
	const last = state.calls.at(-1);
	if (last === undefined || last.answer?.is === 'answered') {
		return undefined;
	}
	const left = leftToAnswer(last, now);
	const isLate = last.answer?.is === 'no-answer' || (left !== undefined && left <= 0);
	return isLate && last.level < state.runbook.escalation.length ? last.level + 1 : undefined;
}

function noticeOf(state: RunState, next: number | undefined, now: number): EscalationView['notice'] {
	const call = state.calls.at(-1);
	if (call === undefined || call.answer?.is === 'answered') {
		return undefined;
	}
	const who = saidLine(call.contact);
	const left = leftToAnswer(call, now);
	const follower = next === undefined ? undefined : state.runbook.escalation[next - 1]?.contact;
	const then = follower === undefined ? '' : `; next is ${saidLine(follower)}`;
	if (call.answer?.is === 'no-answer') {
		return follower === undefined ? undefined : {text: `${who} did not answer${then}`, tone: 'bad'};
	}
	if (left === undefined) {
		return {text: `${who} was called and has not answered yet`, tone: 'warn'};
	}
	return left > 0
		? {text: `${who} was called: ${saidClock(left + 999)} left to answer`, tone: 'warn'}
		: {text: `${who} has not answered, overdue by ${saidClock(-left)}${then}`, tone: 'bad'};
}
