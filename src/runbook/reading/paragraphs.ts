import {isKnownCommand} from '../shell/known.ts';
import {splitCommands} from '../shell/split.ts';
import type {Note} from '../step-model.ts';
import type {ShellCommand} from '../work-model.ts';
import {noteLevel} from './admonitions.ts';
import type {Block, NoteBlock, Paragraph} from './blocks.ts';
import {goalOf, readBoldLed} from './bold-led.ts';
import {addProse, type Place, type Sheet} from './draft.ts';
import {readFooter} from './footer.ts';
import {startsImperative} from './imperative.ts';
import {inlineCommands, tellsToRun, wholeCommand} from './inline.ts';
import {readLeadIn} from './lead-in.ts';
import type {Margin} from './margin.ts';
import {keep, manualStep} from './piece-steps.ts';
import {plainText, titleOf} from './plain.ts';
import {mentionsStop, readStop} from './stops.ts';

type Around = {readonly place: Place; readonly margin: Margin; readonly next: Block | undefined};

/** Reads one paragraph of a section: what it says of a step, of the run, or simply prose that waits. */
export function readParagraph(sheet: Sheet, block: Paragraph, around: Around): void {
	const {margin} = around;
	const {text, line} = block;
	const goal = goalOf(text);
	if (goal !== undefined) {
		margin.goal ??= plainText(goal);
		return;
	}
	if (readFooter(sheet, text) || tellsSymptom(text, around.place) || isTagsOnly(text)) {
		margin.prose.push(text);
		return;
	}
	const led = readBoldLed(text);
	if (led) {
		margin.holdBold(led.prose, text);
		if (led.rest !== '') margin.hold({...block, text: led.rest});
		return;
	}
	const warning = admonishing(text);
	if (warning) {
		margin.holdNote(warning);
		readStop(sheet, text, line);
		return;
	}
	if (margin.previous && isExpectation(text, around)) {
		addProse(margin.previous, {expect: text});
		return;
	}
	if (readsStop(sheet, block, around)) return;
	if (tellsCommand(text, around)) keepTold(sheet, block, around);
	else margin.hold(block);
}

/** `{% include x %}` and nothing else introduces nothing. */
function isTagsOnly(text: string): boolean {
	return (
		/^(?:\{%[^%]{0,300}%\}|<%[^%]{0,300}%>|\{\{[<%][^}]{0,300}\}\}|\s){1,50}$/.test(text.slice(0, 5_000)) &&
		text.length < 5_000
	);
}

/** "Symptom: …" of a troubleshooting entry says when it applies; it introduces no step. */
function tellsSymptom(text: string, place: Place): boolean {
	return place.trouble !== undefined && /^(?:\*\*|__)?symptoms?(?:\*\*|__)?\s*:/i.test(text);
}

/** `**Warning**: …` as a paragraph of its own. */
function admonishing(text: string): Note | undefined {
	const match =
		/^(?:[^\w\s*_<[(`]{1,4}\s*)?(?:\*\*|__)(note|tip|hint|important|warning|caution|attention|info)!?:?(?:\*\*|__)\s*[:!-]?\s*([\s\S]*)$/i.exec(
			text.slice(0, 20_000),
		);
	if (match) return {level: noteLevel(match[1] ?? ''), text: match[2] ?? ''};
	const bare = /^(note|tip|important|warning|caution|attention)\s*[:!]\s+([\s\S]*[^:：\s])\s*$/i.exec(
		text.slice(0, 5_000),
	);
	return bare ? {level: noteLevel(bare[1] ?? ''), text: bare[2] ?? ''} : undefined;
}

/** "You should see …", "Verify that …" straight after a command says what to expect of it. */
function isExpectation(text: string, {margin, next}: Around): boolean {
	if (margin.previousBlock !== 'fence' || endsInColon(text)) return false;
	const plain = plainText(text);
	return (
		readLeadIn(plain).output ||
		(next?.is !== 'fence' && /^(?:verify|check|confirm|ensure|make sure|wait)\b/i.test(plain))
	);
}

/** A stop in the opening parts comes before the walk; in the middle of a procedure it is a warning at its place. */
function readsStop(sheet: Sheet, {text, line}: Paragraph, {place, margin}: Around): boolean {
	if (!mentionsStop(text)) return false;
	const {role, level} = place.section;
	const isOpening =
		level <= 1 ||
		role === 'briefing' ||
		role === 'prerequisites' ||
		role === 'reference' ||
		sheet.drafts.length === 0;
	if (isOpening && readStop(sheet, text, line)) return false;
	margin.holdNote({level: 'warning', text});
	return true;
}

/** "Run `make deploy`." in a paragraph of its own (rule R11). */
function tellsCommand(text: string, {place, margin, next}: Around): boolean {
	const {role} = place.section;
	const isRead = role === 'reference' || role === 'briefing' || role === 'escalation' || role === 'criteria';
	if (isRead || next?.is === 'fence' || endsInColon(text)) return false;
	const introduction = margin.introduction();
	if (introduction && endsInColon(introduction.text) && isCommandAlone(text)) return true;
	return tellsToRun(text) && startsImperative(plainText(text)) && inlineCommands(text, 1).length > 0;
}

/** A paragraph of nothing but one command in code. */
function isCommandAlone(text: string): boolean {
	return text.trimStart().startsWith('`') && wholeCommand(text, 1) !== undefined;
}

/**
Reads a quote of nothing but a command: offered like one in a sentence (rule R11).

@returns false for every other quote.
*/
export function readQuotedCommand(sheet: Sheet, note: NoteBlock, {place, margin}: Around): boolean {
	const only = note.word === 'quote' && note.blocks.length === 1 ? note.blocks[0] : undefined;
	if (only?.is !== 'paragraph' || place.branch === 'aside') return false;
	const suggested = wholeCommand(only.text, only.line) ?? scriptAlone(only);
	if (suggested === undefined) return false;
	const {line, endLine} = note;
	const title = titleOf(margin.introduction()?.text ?? '') || titleOf(only.text) || 'Step';
	const prose = margin.explanation({withIntroduction: false});
	const step = manualStep(place, {title, line, endLine, rule: 'R11', prose}, {suggested});
	margin.keep(keep(sheet, place, {step, attributes: []}));
	return true;
}

function scriptAlone({text, line}: Paragraph): readonly ShellCommand[] | undefined {
	return /^(?:\.|~)\/\S{1,200}$/.test(text) && isKnownCommand(text) ? splitCommands(text, line) : undefined;
}

function keepTold(sheet: Sheet, block: Paragraph, {place, margin}: Around): void {
	const {text, line, endLine} = block;
	const above = isCommandAlone(text) ? margin.introduction() : undefined;
	margin.hold(block);
	const base = {
		title: titleOf(above?.text ?? '') || titleOf(text) || 'Step',
		line,
		endLine,
		rule: 'R11',
		prose: margin.explanation({withIntroduction: true}),
	};
	const step = manualStep(place, base, {suggested: inlineCommands(text, line)});
	margin.keep(keep(sheet, place, {step, attributes: []}));
}

function endsInColon(text: string): boolean {
	return /[:：](?:\*\*|__|\*)?\s*$/.test(text.slice(-10));
}
