import type {RunState} from '../../engine/state.ts';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import type {Said} from '../../record/sign-approval.ts';
import type {GateStep} from '../../runbook/step-model.ts';
import {openGate} from '../../session/approvals.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {askAnswer, gatePage} from '../approve-question.ts';
import type {TrustOptions} from '../approvers.ts';
import {deliver} from '../deliver.ts';
import {complain, say} from '../out.ts';
import {type ReadRun, readRunNamed} from '../read-run.ts';
import {readSettings} from '../settings.ts';
import {approverAt, signAnswer} from '../sign-answer.ts';
import {openPlace} from '../state-directory.ts';

export type ApproveOptions = TrustOptions & {
	/** The reason of a NO-GO; `true` when it is none. */
	readonly go: string | true;
	readonly choice?: string;
	readonly role?: string;
	readonly by?: string;
	readonly key?: string;
};

/** `gonogo approve RUN GATE`: answers the open gate of a run that someone else drives, signed with one's own key. */
export async function approve(
	name: string,
	gateId: string | undefined,
	options: ApproveOptions,
): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const run = await readRunNamed(place, name);
	const gate = gateOf(run, gateId);
	const approver = await approverAt({
		stateDirectory: place.directory,
		settings,
		options: {...options, as: options.by},
		opened: run.opened,
	});
	if (!approver.ok) {
		throw new Fault('record.key', approver.why, '`gonogo keys` lists what was looked for.');
	}
	await say(`${gatePage(run.state, gate).join('\n')}\n`);
	const said = await askAnswer(run.state, gate, options);
	if (said === undefined) {
		complain('gonogo: nothing was signed.\n');
		return exitCode.stopped;
	}
	const {key, name: by} = approver.value;
	await say(
		`Signing ${wordOf(said)} as ${sanitiseLine(by)} with ${key.publicKey.fingerprint}; a token waits to be touched.\n`,
	);
	const signed = await signAnswer(approver.value, {state: run.state, gate: gate.id, said: {...said, by}});
	if (!signed.ok) {
		throw new Fault('record.key', `Nothing was signed: ${signed.why}.`, '`gonogo keys` says more.');
	}
	const gift = {ask: 'answer-gate' as const, signed: signed.value, ...typedOf(said, run.state)};
	const sent = await deliver(place, run, {settings, options, gift});
	if (!sent.ok) {
		complain(`gonogo: not taken: ${sanitiseLine(sent.why)}\n`);
		return exitCode.failed;
	}
	await say(
		`${wordOf(said)} at ${gate.id} is in the journal of ${run.run}, signed by ${sanitiseLine(by)}.\n`,
	);
	return exitCode.complete;
}

/** @throws Fault `cli.usage` when no gate is open, or another one than was named. */
export function gateOf({run, state}: ReadRun, named: string | undefined): GateStep {
	const gate = openGate(state);
	if (gate !== undefined && (named === undefined || named === gate.id)) {
		return gate;
	}
	if (state.closed !== undefined) {
		throw new Fault(
			'cli.usage',
			`Run ${run} is closed: ${state.closed.verdict.replaceAll('-', ' ')}. Nothing of it can be approved any more.`,
			`What happened: \`gonogo show ${run}\``,
		);
	}
	throw new Fault(
		'cli.usage',
		named === undefined ? `No gate of ${run} is open.` : whyNotOpen(state, named),
		gate === undefined
			? `\`gonogo join ${run}\` follows the run until one is.`
			: `The gate ${gate.id} is open: gonogo approve ${run} ${gate.id}`,
	);
}

function whyNotOpen(state: RunState, named: string): string {
	const step = state.stepsById.get(named);
	if (step?.kind !== 'gate') {
		const gates = [...state.stepsById.values()].flatMap(one => (one.kind === 'gate' ? [one.id] : []));
		return `This run has no gate “${sanitiseLine(named)}”; its gates: ${gates.join(', ') || 'none'}.`;
	}
	const is = state.progress.get(named)?.now.is ?? 'pending';
	return is === 'pending'
		? `The gate ${named} is not open yet.`
		: `The gate ${named} is answered already: ${is}.`;
}

function wordOf({answer, choice, role}: Omit<Said, 'by'>): string {
	const of = choice ?? role;
	return `${answer === 'go' ? 'GO' : 'NO-GO'}${of === undefined ? '' : ` (${sanitiseLine(of)})`}`;
}

function typedOf({answer}: Omit<Said, 'by'>, {opened}: RunState): {typed?: string} {
	return answer === 'go' && opened.production ? {typed: opened.environment} : {};
}
