import {probesAtGate} from '../engine/gate-probes.ts';
import type {RunState} from '../engine/state.ts';
import type {StepId} from '../runbook/work-model.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import type {Approval} from './approval.ts';
import {artifactsOf} from './artifacts.ts';

/** What an approval says, before its context and its times are known. */
export type Saying = Pick<Approval, 'answer' | 'reason' | 'role' | 'choice' | 'by'>;

/**
What an approval stands for, in sentences, for whoever signs it with nothing at hand but the file. Told from what its
context holds and nothing else, so that the driver's gonogo tells the same while the context is the same.
*/
export function approvalWords(state: RunState, gate: StepId, said: Saying): string[] {
	const {opened, inputs, deviations, guards} = state;
	const step = state.stepsById.get(gate);
	const question = step?.kind === 'gate' ? step.question : '';
	const probes = step?.kind === 'gate' ? probesAtGate(state, step) : [];
	return capped([
		answerWords(said),
		...question.split('\n').map(line => `  ${line}`),
		`It answers the gate ${gate} of run ${opened.run}: ${opened.runbook.title}.`,
		`It runs on ${[opened.service, opened.environment].filter(word => word !== undefined).join(', ')}, which is ${opened.production ? 'production' : 'not production'}${opened.practice ? ' and practice' : ''}.`,
		...artifactsOf(state).map(
			({role, name, value}) => `${role === 'new' ? 'New' : 'Before'}: ${name} ${value}`,
		),
		...[...inputs].flatMap(([name, input]) =>
			input.is === 'value' ? [`Input: ${name} = ${input.value}`] : [],
		),
		...stepWords(state, gate),
		...(deviations.length === 0 ? ['No deviations so far.'] : []),
		...deviations.map(({what, step: at, by, why}) => `Deviation: ${what} ${at ?? ''} by ${by}: ${why}`),
		...[...guards].map(([id, guard]) => `Guard: ${id} is ${guard.state}`),
		...probes.map(({step: {title}, result}) => `It relies on: ${title}, which is ${result}`),
		'It counts for this run, this opening of the gate and all of the above; when any of it changes it is void.',
	]);
}

function answerWords({answer, reason, role, choice, by}: Saying): string {
	const as = role === undefined ? '' : ` as ${role}`;
	const which = choice === undefined ? '' : ` for “${choice}”`;
	return answer === 'go'
		? `${by}${as} says GO${which}${reason === undefined ? '' : `, because ${reason},`} to this question:`
		: `${by}${as} says NO-GO, because ${reason ?? 'no reason was given'}, to this question:`;
}

/** Steps that simply passed are counted; every other one is named. */
function stepWords(state: RunState, gate: StepId): string[] {
	const settled = [...state.progress].filter(([id, {now}]) => id !== gate && now.is !== 'pending');
	const unusual = settled.filter(([, {now}]) => now.is !== 'passed' && now.is !== 'not-applicable');
	return [
		`${settled.length - unusual.length} steps passed so far${unusual.length === 0 ? '' : ', and these did not simply pass:'}`,
		...unusual.map(([id, {now}]) => {
			const why = 'why' in now ? `: ${now.why}` : '';
			return `  ${id} ${now.is}${why}`;
		}),
	];
}

/** A line of a page that is read on a screen. UTF-16 units. */
const lineCharsMax = 300;
/** All of it: the signed answer travels in one line of 16 KiB, as base64 of this and its context. Bytes. */
const wordsBytesMax = 6_144;

function capped(lines: readonly string[]): string[] {
	const last = lines.at(-1) ?? '';
	const kept: string[] = [];
	let bytes = Buffer.byteLength(last);
	for (const line of lines.slice(0, -1).map(text => sanitiseLine(text).slice(0, lineCharsMax))) {
		bytes += Buffer.byteLength(line) + lineOverheadBytes;
		if (bytes > wordsBytesMax) {
			return [...kept, `… and ${lines.length - 1 - kept.length} lines that have no room here.`, last];
		}
		kept.push(line);
	}
	return [...kept, last];
}

/** Quotes, comma, tabs and newline around each line in the file. */
const lineOverheadBytes = 8;
