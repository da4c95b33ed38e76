import type {Call, RunState} from '../../engine/state.ts';
import {saidLine, saidTime} from '../view/said.ts';

/** Redlines, calls and repeated messages since the last look. */
export function besideNews(before: RunState, state: RunState): readonly string[] {
	return [
		...state.redlines
			.slice(before.redlines.length)
			.map(({by, text}) => `  redline by ${saidLine(by)}: ${saidLine(text)}`),
		...state.calls.flatMap((call, at) =>
			call === before.calls[at] ? [] : callNews(state, before.calls[at], call),
		),
		...state.repetitions.slice(before.repetitions.length).map(({step, number, result, why, copyTo}) => {
			const title = saidLine(state.stepsById.get(step)?.title ?? step);
			const post = copyTo === undefined ? '' : `: post it again to ${saidLine(copyTo)}`;
			return `  message “${title}” is due again (${number}), ${result}${why === undefined ? post : `: ${saidLine(why)}`}`;
		}),
	];
}

function callNews(state: RunState, before: Call | undefined, call: Call): readonly string[] {
	const zone = state.opened.timeZone;
	const who = saidLine(call.contact);
	if (before === undefined) {
		return [`  ${saidLine(call.by)} called ${who} at ${saidTime(call.at, zone)}`];
	}
	if (call.answer !== undefined) {
		return [
			`  ${who} ${call.answer.is === 'answered' ? 'answered' : 'did not answer'} at ${saidTime(call.answer.at, zone)}`,
		];
	}
	const next = state.runbook.escalation[call.level];
	const then = next === undefined ? '' : `; next is ${saidLine(next.contact)}: call ${call.level + 1}`;
	return call.overdue === true ? [`!! ${who} has not answered in time${then}`] : [];
}
