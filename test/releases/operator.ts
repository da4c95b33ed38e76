import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {environment, program} from '../journeys/terminal.ts';
import type {Place} from './place.ts';

/** An answer to a question: what the last lines look like, and what a person types there. */
export type Answer = {
	/** Words of the step's title; absent: at every step. */
	readonly at?: string;
	/** The question's last line, or the badge above it. */
	readonly asked: RegExp;
	readonly types: string;
	/** At most this often; afterwards the next answer that fits is given. */
	readonly times?: number;
};

export type Walked = {
	readonly code: number;
	/** Everything that stood on the terminal, without colours. */
	readonly text: string;
	readonly ms: number;
};

/** What is released, and where to. */
export type Release = {
	readonly runbook: string;
	readonly inputs: Readonly<Record<string, string>>;
	/** What only the terminal of whoever drives knows: addresses of channels. */
	readonly env?: Readonly<Record<string, string>>;
	/** More words for the command line, e.g. `--rehearse`. */
	readonly args?: readonly string[];
};

/** A person reads a question before answering it; what is typed at once is not taken. Milliseconds. */
const readingMs = 330;
/** The longest of these releases takes a minute on a busy machine. */
const withinMs = 170_000;

/** Back as soon as something does not pass, and why. */
export const backWith = (reason: string): readonly Answer[] => [
	{asked: /(?:FAILED|GUARD TRIPPED|UNKNOWN) [\s\S]*Which one, 1 to \d+\? $/, types: 'back'},
	{asked: /(?:^|\n) {2}[^\n]*\b(?:[Rr]eason|[Ww]hy)\b[^\n]*[:?] $/, types: reason},
];

const usual: readonly Answer[] = [
	{asked: /Type (\S+) to (?:say GO|run it).*: $/, types: '$1'},
	{asked: /Type GO or NO-GO: $/, types: 'go'},
	{asked: /GO \/ NO-GO[\s\S]*Which one, 1 to \d+\? $/, types: '1'},
	{asked: /(?:^|\n) {2}Which link\?[^\n]* $/, types: 'https://ci.example.com/runs/1'},
	{asked: /(?:^|\n) {2}How many\?[^\n]* $/, types: '3'},
	{asked: /\(may be empty\)[^\n]*: $/, types: ''},
	{asked: /(?:^|\n) {2}What is it\?[^\n]* $/, types: 'Seen and agreed'},
	{asked: /y = .*, \? = more: $/, types: 'y'},
];

/** Where a value is typed: the line begins with two blanks and ends with the question. */
export const field = /(?:^|\n) {2}\S[^\n]*[:?] $/;

/** Runs a runbook in a real terminal with plain lines and answers its questions, the first answer that fits. */
export async function drive(
	place: Place,
	{runbook, inputs, answers, env = {}, args = []}: Release & {readonly answers: readonly Answer[]},
): Promise<Walked> {
	writeFileSync(place.path('release.md'), runbook);
	writeFileSync(place.path('inputs.json'), JSON.stringify(inputs));
	const began = performance.now();
	const pty = spawn(
		process.execPath,
		[
			program,
			'run',
			'release.md',
			'--plain',
			'--trust',
			'--env',
			'production',
			'--inputs',
			'inputs.json',
			...args,
		],
		{cols: 200, rows: 50, cwd: place.directory, env: environment(place.path('home'), {...place.env, ...env})},
	);
	let text = '';
	let read = 0;
	let looked = 0;
	let code: number | undefined;
	pty.onData(chunk => {
		text += chunk.replaceAll('\r', '').replaceAll(/\u001B\[[\d;?]*[A-Za-z]/g, '');
	});
	pty.onExit(({exitCode}) => {
		code = exitCode;
	});
	const given = new Map<Answer, number>();
	while (code === undefined) {
		await new Promise(resolve => setTimeout(resolve, 30));
		const isStill = looked === text.length;
		looked = text.length;
		const fresh = text.slice(read);
		const answer = isStill ? answerTo(text, fresh, {answers: [...answers, ...usual], given}) : undefined;
		if (answer !== undefined) {
			read = text.length;
			await new Promise(resolve => setTimeout(resolve, isGrave(fresh) ? readingMs : 0));
			pty.write(`${answer}\r`);
		}
		if (performance.now() - began > withinMs) {
			pty.kill('SIGKILL');
			throw new Error(`Not at its end after ${withinMs} ms:\n${text.slice(-6_000)}`);
		}
	}
	if (process.env.GONOGO_TRANSCRIPTS) {
		writeFileSync(join(process.env.GONOGO_TRANSCRIPTS, `${code}-${Date.now()}.txt`), text);
	}
	return {code, text, ms: Math.round(performance.now() - began)};
}

/** A question is there when the last line has no end yet. */
function answerTo(
	text: string,
	fresh: string,
	{answers, given}: {answers: readonly Answer[]; given: Map<Answer, number>},
): string | undefined {
	if (!/[:?] $/.test(fresh)) {
		return undefined;
	}
	const title = [...text.matchAll(/^\[[^\]\n]+\] (.*)$/gm)].at(-1)?.[1] ?? '';
	const last = fresh.split('\n').slice(-60).join('\n');
	for (const answer of answers) {
		const match = title.includes(answer.at ?? '') ? answer.asked.exec(last) : null;
		const times = given.get(answer) ?? 0;
		if (match !== null && times < (answer.times ?? Number.POSITIVE_INFINITY)) {
			given.set(answer, times + 1);
			return answer.types.replace('$1', match[1] ?? '');
		}
	}
	if (process.env.GONOGO_TRANSCRIPTS) {
		writeFileSync(join(process.env.GONOGO_TRANSCRIPTS, `lost-${Date.now()}.txt`), text);
	}
	throw new Error(`Nobody knows what to answer at “${title}”:\n${text.slice(-3_000)}`);
}

function isGrave(text: string): boolean {
	return /^(?:GO \/ NO-GO|FAILED|UNKNOWN|BLOCKED|NO-GO|GUARD TRIPPED|CLOSE\?|RUN\?) /m.test(text);
}
