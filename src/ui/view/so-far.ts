import {progressOf} from '../../engine/draft.ts';
import {countGate} from '../../engine/gate-count.ts';
import {probesAtGate} from '../../engine/gate-probes.ts';
import type {RunState} from '../../engine/state.ts';
import type {GateStep} from '../../runbook/step-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {marks, type Tone} from '../theme.ts';
import {headerView} from './header.ts';
import {historyView} from './history.ts';
import {walked} from './outline.ts';
import {counted, saidLine} from './said.ts';
import {summaryView} from './summary.ts';

/** What a person should weigh before saying GO. */
export type SoFarView = {
	readonly facts: readonly {readonly label: string; readonly text: string; readonly tone: Tone}[];
	readonly deviations: readonly string[];
	/** Steps that did not simply pass. */
	readonly unusual: readonly {
		readonly sign: string;
		readonly tone: Tone;
		readonly title: string;
		readonly why: string;
	}[];
	readonly answers: readonly {readonly sign: string; readonly tone: Tone; readonly text: string}[];
};

export function soFarView(state: RunState, gate: GateStep, now: number): SoFarView {
	const {done, total} = walked(state);
	const {deviations, unusual} = summaryView(state, now, '');
	const guards = headerView(state, now).guards.map(guard => ({
		label: guard.name,
		text: guard.words,
		tone: guard.tone,
	}));
	return {
		facts: [
			{label: 'Steps', text: `${done} of ${total} settled`, tone: 'plain'},
			{
				label: 'Deviations',
				text: deviations.length === 0 ? 'none' : String(deviations.length),
				tone: deviations.length === 0 ? 'good' : 'warn',
			},
			...needed(state, gate),
			...probes(state, gate, now),
			...guards,
		],
		deviations,
		unusual: unusual
			.filter(row => row.standing !== 'open')
			.map(row => ({
				sign: `${marks[row.standing].glyph} ${marks[row.standing].word}`,
				tone: marks[row.standing].tone,
				title: row.title,
				why: row.why,
			})),
		answers: historyView(state, gate.id).map(({mark, text}) => ({sign: mark.glyph, tone: mark.tone, text})),
	};
}

/** What a GO relies on, with how old it is. */
function probes(state: RunState, gate: GateStep, now: number): SoFarView['facts'] {
	return probesAtGate(state, gate).map(({step, at, result, why}) => {
		const age = at === undefined ? '' : `, ${formatDuration(Math.max(0, now - Date.parse(at)))} ago`;
		return {
			label: saidLine(step.title),
			text: `${result}${age}${why === undefined ? '' : `: ${saidLine(why)}`}`,
			tone: marks[result].tone,
		};
	});
}

function needed(state: RunState, gate: GateStep): SoFarView['facts'] {
	const {now, gate: answers} = progressOf(state, gate.id);
	const {needed: people, signed} = countGate(gate, answers, {
		policy: now.is === 'open' ? now.policy : undefined,
	});
	const roles = gate.gate === 'poll' ? [gate.roles.map(saidLine).join(', ')] : [];
	const many =
		people > 1 || signed
			? [`${counted(people, 'person', 'people')}${signed ? ` who ${people === 1 ? 'signs' : 'sign'}` : ''}`]
			: [];
	const text = [...many, ...roles].join(': ');
	return text === '' ? [] : [{label: 'Needs', text, tone: 'plain'}];
}
