import type {Call, Decision, Deviation, GateAnswer, Hold, RunState} from '../../engine/state.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {type Mark, marks} from '../theme.ts';
import {saidLine, saidTime} from './said.ts';

/** One thing people said, decided or did in a run, beside the steps themselves. */
export type TimelineRow = {
	/** ISO 8601. */
	readonly at: string;
	/** Wall clock of the run's place. */
	readonly time: string;
	readonly who: string;
	readonly mark: Mark;
	/** Title of the step it is about; empty where it is about the run. */
	readonly step: string;
	readonly text: string;
};

type Said = Omit<TimelineRow, 'time' | 'step'> & {readonly about?: StepId | undefined};

/** Notes, deviations, decisions, approvals, holds, calls and rollback in one line of time, oldest first. */
export function timelineView(state: RunState): readonly TimelineRow[] {
	const said: readonly Said[] = [
		...state.notes.map(({at, by, text, step}) => ({at, who: by, mark: noteMark, text, about: step})),
		...state.deviations.map(deviationSaid),
		...[...state.progress].flatMap(([id, {gate, decisions}]) => [
			...gate.map(answer => gateSaid(id, answer)),
			...decisions
				.filter(decision => isUntold(state, id, decision))
				.map(decision => decisionSaid(id, decision)),
		]),
		...state.holds.flatMap(holdSaid),
		...state.calls.flatMap(callSaid),
		...state.redlines.map(({at, by, text, step}) => ({at, who: by, mark: redlineMark, text, about: step})),
		...rollbackSaid(state),
	];
	const zone = state.opened.timeZone;
	return said
		.toSorted((a, b) => a.at.localeCompare(b.at))
		.map(({at, who, mark, text, about}) => ({
			at,
			time: saidTime(at, zone),
			who: saidLine(who),
			mark,
			step: about === undefined ? '' : saidLine(state.stepsById.get(about)?.title ?? about),
			text: saidLine(text),
		}));
}

const noteMark: Mark = {glyph: '✎', word: 'note', tone: 'plain'};
const redlineMark: Mark = {glyph: '✎', word: 'redline', tone: 'warn'};
const deviationMark: Mark = {glyph: '≠', word: 'deviation', tone: 'warn'};
const holdMark: Mark = {glyph: '‖', word: 'hold', tone: 'warn'};
const releaseMark: Mark = {glyph: '▸', word: 'released', tone: 'quiet'};
const callMark: Mark = {glyph: '→', word: 'call', tone: 'plain'};
const rollbackMark: Mark = {glyph: '«', word: 'rollback', tone: 'bad'};

function deviationSaid({at, by, step, what, why}: Deviation): Said {
	return {at, who: by, mark: deviationMark, text: `${what.replaceAll('-', ' ')}: ${why}`, about: step};
}

function gateSaid(about: StepId, answer: GateAnswer): Said {
	const mark = answer.answer === 'go' ? {...marks.passed, word: 'GO'} : marks['no-go'];
	const words = [
		answer.role,
		answer.choice,
		answer.reason,
		answer.key === undefined ? undefined : 'signed',
		answer.voided === undefined ? undefined : `counts no more: ${answer.voided}`,
	];
	return {
		at: answer.at,
		who: answer.by,
		mark: answer.voided === undefined ? mark : {...mark, tone: 'quiet'},
		text: words.filter(word => word !== undefined && word !== '').join(' · '),
		about,
	};
}

/** A decision that is a deviation as well is told once. */
function isUntold(state: RunState, id: StepId, {at}: Decision): boolean {
	return !state.deviations.some(deviation => deviation.at === at && deviation.step === id);
}

function decisionSaid(about: StepId, {at, by, disposition, reason, owner, due}: Decision): Said {
	const words = [disposition.replaceAll('-', ' '), reason, owner, due];
	return {
		at,
		who: by,
		mark: {glyph: '·', word: 'decision', tone: 'plain'},
		text: words.filter(word => word !== undefined && word !== '').join(' · '),
		about,
	};
}

function holdSaid({at, by, reason, released}: Hold): readonly Said[] {
	return [
		{at, who: by, mark: holdMark, text: reason},
		...(released === undefined ? [] : [{at: released.at, who: released.by, mark: releaseMark, text: ''}]),
	];
}

function callSaid({at, by, contact, issue, note, answer, step}: Call): readonly Said[] {
	const about = {about: step};
	const why = note === undefined || note === '' ? '' : `: ${note}`;
	return [
		{at, who: by, mark: callMark, text: `${contact} (${issue})${why}`, ...about},
		...(answer === undefined
			? []
			: [
					{
						at: answer.at,
						who: answer.by,
						mark: callMark,
						text: `${contact}: ${[answer.is.replaceAll('-', ' '), answer.note ?? ''].filter(word => word !== '').join(' · ')}`,
						...about,
					},
				]),
	];
}

function rollbackSaid({rollback}: RunState): readonly Said[] {
	return rollback === undefined
		? []
		: [
				{
					at: rollback.startedAt,
					who: rollback.by,
					mark: rollbackMark,
					text: rollback.reason,
					about: rollback.step,
				},
			];
}
