import type {RunState} from '../../engine/state.ts';
import type {Question, Way} from '../../engine/want.ts';
import type {StepId} from '../../runbook/work-model.ts';
import type {Field} from '../view/field.ts';
import type {Asked, PlainIo} from './io.ts';

/** Stands before every line the program answered by itself. */
export const scriptedMark = '[scripted operator]';

/** What a scripted operator types: for a question, or for one of its fields. */
export type Script = (question: Question, state: RunState, field?: Field) => string;

/**
An operator for practice without a terminal: every line that is asked for is answered by the script, and says so. A
secret's characters are not shown.
*/
export function scriptedIo(
	base: Pick<PlainIo, 'write' | 'signal'>,
	answersFor: Script = practiceScript,
): PlainIo {
	const answer = async (prompt: string, asked: Asked | undefined): Promise<string> => {
		const line = asked === undefined ? '' : answersFor(asked.question, asked.state, asked.field);
		const shown = asked?.field?.kind === 'secret' ? '••••••' : line;
		await base.write(`${prompt}${scriptedMark} ${shown}\n`);
		return line;
	};
	return {
		write: text => base.write(text),
		readLine: answer,
		attended: false,
		echoes: true,
		...(base.signal === undefined ? {} : {signal: base.signal}),
	};
}

/** Walks a practice release to its end: says yes, rolls back what fails, and goes on where no way back is left. */
export const practiceScript: Script = (question, state, field) => {
	if (field !== undefined) {
		return fieldAnswer(field);
	}
	switch (question.is) {
		case 'gate':
			return gateAnswer(state, question.step);
		case 'confirm':
			return question.choices === undefined ? 'yes' : '1';
		case 'failed':
		case 'unknown':
		case 'no-go':
		case 'blocked':
		case 'rule':
		case 'tripped':
			return wayWords[preferred.find(way => question.ways.includes(way)) ?? 'hold'];
		default:
			return 'yes';
	}
};

/** Never `retry`: a script that tries the same again does not end. */
const preferred = [
	'roll-back',
	'abort',
	'override',
	'go-on',
	'abandon',
	'defer',
] as const satisfies readonly Way[];

const wayWords = {
	'roll-back': 'roll back',
	override: 'skip with a reason',
	'go-on': 'go on',
	abandon: 'abandon',
	abort: 'abort',
	defer: 'defer',
	hold: 'hold',
} as const;

/** A judgement or a poll is answered by the first of its choices. */
function gateAnswer(state: RunState, step: StepId): string {
	const gate = state.stepsById.get(step);
	return gate?.kind === 'gate' && gate.gate !== 'approval' ? '1' : 'go';
}

function fieldAnswer(field: Field): string {
	if (field.exactly !== undefined) {
		return field.exactly;
	}
	if (field.kind === 'lines') {
		return '.';
	}
	if (field.kind === 'secret') {
		return 'practice-secret';
	}
	const typed = field.initial || field.example || field.choices[0];
	return (
		typed ??
		(field.number === true
			? '0'
			: field.url === true
				? 'https://practice.example/'
				: field.required
					? 'practice'
					: '')
	);
}
