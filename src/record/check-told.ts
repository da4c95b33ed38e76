import type {ChainedEntry} from '../engine/entry.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {sha256Hex} from '../text/digest.ts';
import {failed, passed, type VerificationCheck} from './verification.ts';

/**
Line by line, what can be compared without reading the runbook: where it ran and why, who drove, attempts and outcomes,
answers, decisions and notes. Texts are left out, for a long record has them shortened.
*/
export function checkTold(record: DeploymentRecord, entries: readonly ChainedEntry[]): VerificationCheck {
	const name = 'told alike';
	const [told, happened] = [new Set(toldBy(record)), new Set(entries.flatMap(happenedIn))];
	const said = new Set(entries.flatMap(saidIn));
	const invented =
		[...told].find(line => !happened.has(line)) ?? lastWords(record).find(line => !said.has(line));
	const hidden = record.cut?.stepsLeftOut ? undefined : [...happened].find(line => !told.has(line));
	if (invented !== undefined) {
		return failed('journal', name, `The record tells of something the journal does not: ${invented}.`);
	}
	if (hidden !== undefined) {
		return failed('journal', name, `The journal tells of something the record does not: ${hidden}.`);
	}
	const input = record.cut === undefined ? otherInput(record, entries) : undefined;
	return input === undefined
		? passed('journal', name, 'Every attempt, outcome and answer stands in both.')
		: failed('journal', name, `The record and the journal tell different values of the input ${input}.`);
}

function happenedIn({event, by, at}: ChainedEntry): string[] {
	switch (event.type) {
		case 'run.opened':
			return [
				opening({...event, sha256: event.runbook.sha256, isEmergency: event.emergency !== undefined}),
				kind(event.mode, event.practice),
				driving(event.operator, event.host, at),
			];
		case 'run.resumed':
			return [driving(event.operator, event.host, at)];
		case 'step.finished': {
			const {result, exit, output} = event.outcome;
			return [ended({step: event.step, number: event.attempt, result, exit, sha256: output?.sha256})];
		}
		case 'step.decided':
			return [`${event.step}: ${event.disposition} by ${by} at ${at}`];
		case 'note.added':
			return [`a note by ${by} at ${at}`];
		case 'gate.opened':
			return [gateOpening(event, event.question)];
		case 'gate.answered':
			return [answered(event.step, {...event, by})];
		default:
			return [];
	}
}

function toldBy(record: DeploymentRecord): string[] {
	const {run, service, environment, runbook, steps, approvals, people, notes, emergency} = record;
	const attempts = steps.flatMap(({id, attempts: tries}) =>
		tries.flatMap(({number, result, exit, output}) =>
			result === undefined ? [] : [ended({step: id, number, result, exit, sha256: output?.sha256})],
		),
	);
	const decisions = steps.flatMap(({id, decisions: made}) =>
		made.map(({disposition, by, at}) => `${id}: ${disposition} by ${by} at ${at}`),
	);
	const gates = approvals.flatMap(approval => [
		gateOpening(approval, approval.questionSha256),
		...approval.answers.map(answer => answered(approval.step, answer)),
	]);
	const where = {
		service,
		environment: environment.name,
		production: environment.production,
		sha256: runbook.sha256,
		isEmergency: emergency !== undefined,
	};
	return [
		opening(where),
		kind(run.mode, run.flags.includes('practice')),
		...people.flatMap(({name, drove}) => drove.map(({host, from}) => driving(name, host, from))),
		...attempts,
		...decisions,
		...gates,
		...notes.map(({by, at}) => `a note by ${by} at ${at}`),
	];
}

type Opening = {
	service?: string | undefined;
	environment: string;
	production: boolean;
	sha256: string;
	isEmergency: boolean;
};

function opening({service, environment, production, sha256, isEmergency}: Opening): string {
	const where = `${production ? 'production' : 'not production'}${isEmergency ? ', an emergency' : ''}`;
	return `${service ?? 'no service'} in ${environment}, ${where}, runbook ${sha256}`;
}

function kind(mode: string, isPractice: boolean): string {
	return `a run by ${mode}${isPractice ? ', practice' : ''}`;
}

/** Of an answer and an attempt the record tells the last word; what was withdrawn or came before stands in the journal alone. */
function saidIn({event, by, at}: ChainedEntry): string[] {
	switch (event.type) {
		case 'check.answered':
			return [`${event.step}: ${event.answer} by ${by} at ${at}`];
		case 'step.started':
			return [started(event.step, {number: event.attempt, by, at, isEdited: event.edited !== undefined})];
		default:
			return [];
	}
}

function lastWords({steps}: DeploymentRecord): string[] {
	return steps.flatMap(({id, answer, attempts}) => [
		...(answer === undefined ? [] : [`${id}: ${answer.answer} by ${answer.by} at ${answer.at}`]),
		...attempts.map(({number, by, startedAt: at, edited}) =>
			started(id, {number, by, at, isEdited: edited !== undefined}),
		),
	]);
}

type Started = {number: number; by: string; at: string; isEdited: boolean};

function started(step: string, {number, by, at, isEdited}: Started): string {
	return `${step}, attempt ${number}: started by ${by} at ${at}${isEdited ? ', edited' : ''}`;
}

function driving(name: string, host: string, at: string): string {
	return `${name} drives on ${host} from ${at}`;
}

type Ended = {
	step: string;
	number: number;
	result: string;
	exit?: number | undefined;
	sha256?: string | undefined;
};

function ended({step, number, result, exit, sha256}: Ended): string {
	return `${step}, attempt ${number}: ${result}, exit ${exit ?? 'none'}, output ${sha256 ?? 'none'}`;
}

function gateOpening(
	{step, nonce, head}: {step: string; nonce: string; head: string},
	question: string,
): string {
	return `${step}: opened with ${nonce} over ${head}, question ${question}`;
}

type Answer = Pick<
	DeploymentRecord['approvals'][number]['answers'][number],
	'answer' | 'by' | 'role' | 'choice' | 'breakGlass' | 'signed'
>;

function answered(step: string, {answer, by, role, choice, breakGlass, signed}: Answer): string {
	const as = [role, choice, breakGlass === true ? 'glass broken' : undefined].filter(
		one => one !== undefined,
	);
	const under = signed === undefined ? '' : `, signed ${sha256Hex(signed).slice(0, 16)}`;
	return `${step}: ${answer} by ${by}${as.length === 0 ? '' : ` (${as.join(', ')})`}${under}`;
}

/** The name of an input whose last value in the journal is not the one the record tells. */
function otherInput({inputs}: DeploymentRecord, entries: readonly ChainedEntry[]): string | undefined {
	const last = new Map<string, string>();
	for (const {event} of entries) {
		for (const [name, value] of Object.entries(event.type === 'inputs.set' ? event.values : {})) {
			last.set(name, toldValue(value));
		}
	}
	const told = new Map(inputs.map(input => [input.name, toldValue(input)]));
	return [...new Set([...last.keys(), ...told.keys()])].find(name => last.get(name) !== told.get(name));
}

function toldValue(input: {readonly is: string; readonly value?: string | undefined}): string {
	return `${input.is} ${input.value ?? ''}`;
}
