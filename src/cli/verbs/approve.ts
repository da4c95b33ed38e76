import type {RunState} from '../../engine/state.ts';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import type {Said} from '../../record/sign-approval.ts';
import type {GateStep} from '../../runbook/step-model.ts';
import {type Believed, openGate} from '../../session/approvals.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {exportTo, importFrom} from '../approve-offline.ts';
import {askAnswer, gatePage, statedAnswer} from '../approve-question.ts';
import {approversOf, type TrustOptions} from '../approvers.ts';
import {deliver} from '../deliver.ts';
import {complain, say} from '../out.ts';
import {type ReadRun, readRunNamed} from '../read-run.ts';
import {readSettings, type Settings} from '../settings.ts';
import {approverAt, signAnswer} from '../sign-answer.ts';
import {openPlace, type Place} from '../state-directory.ts';
import {askForTouch} from '../touch.ts';

export type ApproveOptions = TrustOptions & {
	/** The reason of a NO-GO; `true` when it is none. */
	readonly go: string | true;
	/** Why GO although something it relies on does not hold. */
	readonly reason?: string;
	readonly choice?: string;
	readonly role?: string;
	readonly by?: string;
	readonly key?: string;
	/** Write the approval to a file, to be signed elsewhere. */
	readonly export?: string;
	/** Hand in such a file with the signature beside it. */
	readonly import?: string;
	/** How long an exported one can be handed in. */
	readonly valid?: string;
};

/** `gonogo approve RUN GATE`: answers the open gate of a run, signed with one's own key, here or on another computer. */
export async function approve(
	name: string,
	gateId: string | undefined,
	options: ApproveOptions,
): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const run = await readRunNamed(place, name);
	const gate = gateOf(run, gateId);
	const counter: Counter = {place, settings, options, run, gate};
	if (options.export !== undefined && options.import !== undefined) {
		throw new Fault('cli.usage', '--export and --import exclude each other.', 'First one, then the other.');
	}
	if (options.export !== undefined) {
		return exportAnswer(counter, options.export);
	}
	return options.import === undefined ? signHere(counter) : importAnswer(counter, options.import);
}

/** Where an answer is made or handed in. */
type Counter = {
	readonly place: Place;
	readonly settings: Settings;
	readonly options: ApproveOptions;
	readonly run: ReadRun;
	readonly gate: GateStep;
};

async function signHere(counter: Counter): Promise<ExitCode> {
	const {run, gate, options} = counter;
	const approver = await approverAt({...deskOf(counter), options: {...options, as: options.by}});
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
	await askForTouch({ok: true, key: approver.value.key});
	const signed = await signAnswer(approver.value, {state: run.state, gate: gate.id, said: {...said, by}});
	if (!signed.ok) {
		throw new Fault('record.key', `Nothing was signed: ${signed.why}.`, '`gonogo keys` says more.');
	}
	return handIn(counter, {signed: signed.value, said: {...said, by}});
}

async function exportAnswer(counter: Counter, path: string): Promise<ExitCode> {
	const {run, gate, options} = counter;
	if (options.by === undefined) {
		throw new Fault(
			'cli.usage',
			'An exported approval says who signs it.',
			'Name them as the allowed signers have it: --export FILE --by bob@example.com',
		);
	}
	const said = {...statedAnswer(run.state, gate, options), by: options.by};
	const believed = await believedAt(counter);
	await say(await exportTo({state: run.state, gate, said, believed, path, valid: options.valid}));
	return exitCode.complete;
}

async function importAnswer(counter: Counter, path: string): Promise<ExitCode> {
	const {signed, approval, fingerprint} = await importFrom(path, await believedAt(counter));
	await say(`${(approval.reads ?? [approval.question]).map(line => sanitiseLine(line)).join('\n')}\n`);
	await say(`Signed by ${sanitiseLine(approval.by)} with ${fingerprint}.\n`);
	return handIn(counter, {signed, said: approval});
}

async function believedAt(counter: Counter): Promise<Believed> {
	const believed = await approversOf(deskOf(counter))();
	if (!believed.ok) {
		throw new Fault('record.trust', believed.why, 'Mend the file: whom to believe is never guessed.');
	}
	return believed.value;
}

function deskOf({place, settings, options, run}: Counter) {
	return {stateDirectory: place.directory, settings, options, opened: run.opened};
}

async function handIn(
	{place, settings, options, run, gate}: Counter,
	{signed, said}: {readonly signed: string; readonly said: Said},
): Promise<ExitCode> {
	const gift = {ask: 'answer-gate' as const, signed, ...typedOf(said, run.state)};
	const sent = await deliver(place, run, {settings, options, gift});
	if (!sent.ok) {
		complain(`gonogo: not taken: ${sanitiseLine(sent.why)}\n`);
		return exitCode.failed;
	}
	await say(
		`${wordOf(said)} at ${gate.id} is in the journal of ${run.run}, signed by ${sanitiseLine(said.by)}.\n`,
	);
	return exitCode.complete;
}

/** @throws Fault `cli.usage` when no gate is open, or another one than was named. */
function gateOf({run, state}: ReadRun, named: string | undefined): GateStep {
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
			? `\`gonogo join ${run}\` shows where the run stands and follows it.`
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
