import {isKnownCommand} from '../shell/known.ts';
import {looksLikeCommand} from '../shell/looks.ts';
import {splitCommands} from '../shell/split.ts';
import type {ShellCommand} from '../work-model.ts';

/** Longer code spans are not looked at; nobody reads them as one command. */
const spanMax = 500;
/** A paragraph longer than this suggests nothing beyond it. */
const sourceMax = 20_000;
const span = /(?<!`)(`{1,2})(?!`)((?:[^`\n]|\n(?!\s*\n)){1,500})\1(?!`)/g;

/** Commands in code spans: two words or more, the first a known program (rule R11). Offered, never run by themselves. */
export function inlineCommands(source: string, line: number): readonly ShellCommand[] {
	const found: ShellCommand[] = [];
	for (const match of source.slice(0, sourceMax).matchAll(span)) {
		const text = (match[2] ?? '').replace(/\s*\n\s*/g, ' ').trim();
		if (!isCommandText(text)) continue;
		const before = source.slice(0, match.index);
		found.push(...splitCommands(text, line + before.split('\n').length - 1));
	}
	return found;
}

/** True when the sentence tells to run one of its code spans. */
export function tellsToRun(source: string): boolean {
	const words = source.slice(0, sourceMax).replace(span, ' ` ');
	return /\b(?:re-?run(?:ning)?|run(?:ning)?|execut(?:e|ing)|us(?:e|ing)|with|via|invoke|issue|type|enter|launch|call)\b[^`.]{0,80}`/i.test(
		words,
	);
}

/** The command a bullet consists of, in code or not; undefined when it says anything else (rule R10). */
export function wholeCommand(source: string, line: number): readonly ShellCommand[] | undefined {
	const text = source.trim();
	const code = /^(`{1,2})([^`]{1,500})\1[.:]?$/.exec(text);
	if (code) {
		const words = (code[2] ?? '').replace(/\s*\n\s*/g, ' ').trim();
		return isCommandText(words) ? splitCommands(words, line) : undefined;
	}
	const isBare = text.length < spanMax && !/[\n`*[\]]|(?<!\.\.)[.!?:]$/.test(text) && /^[a-z./~$]/.test(text);
	const isSaying = sayings.test(text) && !/\s--?[a-zA-Z]|\|/.test(text);
	return isBare && isCommandText(text) && readsLikeShell(text) && !isSaying
		? splitCommands(text, line)
		: undefined;
}

function isCommandText(text: string): boolean {
	const words = text.split(/\s+/);
	return (
		text.length <= spanMax &&
		words.length >= 2 &&
		!words.some(word => /^(?:\.{3}|…)$/.test(word)) &&
		isKnownCommand(firstProgram(words)) &&
		looksLikeCommand(text)
	);
}

function firstProgram(words: readonly string[]): string {
	return words.find(word => !/^[A-Za-z_]\w*=/.test(word) && word !== 'sudo') ?? '';
}

/** "kubectl installed", "docker running on the host": a state, not a command. */
const sayings =
	/\s(?:installed|configured|running|available|access|is|are|and|or|with|the|must|should|account|cli|client|credentials|permissions?|working|enabled|required|authenticated|version \S+|v?\d+(?:\.\d+)*\+?)(?:\s|$)/i;

/** Words such as "make backups" are left alone: without code marks there must be a flag, a path or a program nobody writes about. */
function readsLikeShell(text: string): boolean {
	return /\s--?\w|[/|><=$"']|^(?:sudo|kubectl|docker|systemctl|helm|terraform|npm|git|aws|gcloud|az|ansible\S*|psql|curl|ssh|apt(?:-get)?|yum|dnf|brew|pip3?|python3?|cd|mv|cp|rm|ls)\s/.test(
		text,
	);
}
