import {annotated} from '../annotation/annotate.ts';
import type {Attributes} from '../annotation/attributes.ts';
import {structuredStep} from '../annotation/structured-step.ts';
import type {CommandStep, ManualStep, ProbeStep, Prose, Step} from '../step-model.ts';
import {dangerOfCommands, mutates} from '../work.ts';
import type {CommandWork, ShellCommand} from '../work-model.ts';
import {commonOf, type Draft, type NewStep, type Place, type Sheet} from './draft.ts';
import type {LeadIn} from './lead-in.ts';
import type {Asks, Piece} from './piece.ts';
import {cut} from './plain.ts';
import {closesShell, opensShell, type ShellPart} from './shell-reading.ts';

export type PieceGiven = {
	readonly title: string;
	readonly line: number;
	readonly endLine: number;
	readonly prose: Prose;
	readonly lead: LeadIn;
	readonly optional?: boolean;
	readonly see?: string;
	/** The reading rule when it is not the fence's own. */
	readonly rule?: string;
	/** What an item's comment says, besides the fence's own attributes. */
	readonly attributes?: Attributes;
};

type CommandAsks = Extract<Asks, {is: 'command'}>;

/** Makes the step a fence stands for, or the group of steps when its comments tell a person to do something; the root comes first. */
export function keepPiece(
	sheet: Sheet,
	place: Place,
	{piece, given}: {piece: Piece; given: PieceGiven},
): Draft {
	const around = placeOf(place, given.lead);
	const {asks} = piece;
	if (asks.is === 'command' && asks.parts && !around.forbidden)
		return keepParts(sheet, around, {piece, given, parts: asks.parts});
	return keep(sheet, around, {
		step: stepOf(sheet, around, {piece, given}),
		attributes: [given.attributes, piece.attributes],
	});
}

/** The sentence before a fence can forbid it, make it conditional and say where it runs. */
function placeOf(place: Place, lead: LeadIn): Place {
	return {
		...place,
		forbidden: place.forbidden || lead.forbidden,
		contingent: place.contingent || isConditional(place, lead) || lead.example,
		...(lead.host === undefined ? {} : {host: lead.host}),
	};
}

/** In a rollback "if it fails" is the occasion of all of it, not a condition of one step. */
export function isConditional(place: Place, lead: LeadIn): boolean {
	const isOccasion =
		lead.failure &&
		(place.branch === 'rollback' ||
			place.branch === 'emergency' ||
			place.trouble !== undefined ||
			place.incident === true);
	return lead.conditional && !isOccasion;
}

/** Numbers and keeps a step; forbidden ones stand aside wherever they were found. */
export function keep(
	sheet: Sheet,
	place: Place,
	{step, attributes}: {step: Step; attributes: readonly (Attributes | undefined)[]},
): Draft {
	const marks = [place.attributes, ...attributes].filter(one => one !== undefined);
	const own = attributes.filter(one => one !== undefined);
	const explicitId = own.map(one => one.id).findLast(id => id !== undefined);
	const draft: Draft = {
		step: annotated(sheet, step, marks),
		branch: place.forbidden ? 'aside' : place.branch,
		...(explicitId === undefined ? {} : {explicitId}),
		...(place.parent ? {parent: place.parent} : {}),
		...(place.trouble ? {trouble: place.trouble} : {}),
	};
	sheet.drafts.push(draft);
	return draft;
}

function stepOf(sheet: Sheet, place: Place, {piece, given}: {piece: Piece; given: PieceGiven}): Step {
	const {asks} = piece;
	const base: NewStep = {...given, rule: given.rule ?? piece.rule};
	switch (asks.is) {
		case 'command':
			return commandOrManual(place, {
				asks,
				given,
				base: {...base, rule: asks.rule === 'R5' ? 'R5' : base.rule},
			});
		case 'probe':
			return probeStep(place, base, asks.work);
		case 'structured':
			return structuredStep(sheet, place, {piece, base, kind: asks.kind});
		case 'statements':
			return manualStep(place, base, {statements: asks.statements});
		case 'content':
			return manualStep(place, base, {content: {language: asks.language, text: piece.fence.body}});
		case 'points':
			return manualStep(place, base, {points: asks.points});
		case 'output':
		case 'reference':
			return manualStep(place, base, {});
	}
}

/** A command, unless a person stands in another shell: then it is typed there (rule R16). */
function commandOrManual(
	place: Place,
	{asks, given, base}: {asks: CommandAsks; given: PieceGiven; base: NewStep},
): Step {
	const {commands} = asks.work;
	const elsewhere = place.session?.open;
	if (place.session) {
		const last = commands.at(-1);
		if (closesShell(commands)) place.session.open = undefined;
		else if (last && opensShell(last) && !asks.work.mixed) place.session.open = last.text;
	}
	const withExpect =
		asks.expect === undefined
			? base
			: {
					...base,
					prose: {
						...base.prose,
						expect: [base.prose?.expect, asks.expect].filter(one => one !== undefined).join('\n\n'),
					},
				};
	if (elsewhere !== undefined) {
		return manualStep(
			{...place, host: place.host ?? hostIn(elsewhere)},
			{...withExpect, rule: 'R16'},
			{statements: commands.map(command => command.text)},
		);
	}
	const at = asks.host === undefined ? place : {...place, host: asks.host};
	return commandStep(at, {base: withExpect, work: asks.work, lead: given.lead});
}

/** `ssh -p 22 deploy@web1` → `deploy@web1`; anything else as it is. */
function hostIn(login: string): string {
	return /^(?:ssh|mosh)\s(?:.*\s)?(\S+)$/.exec(login.slice(0, 300))?.[1] ?? cut(login, 72);
}

function commandStep(
	place: Place,
	{base, work, lead}: {base: NewStep; work: CommandWork; lead: LeadIn},
): CommandStep {
	const danger = dangerOf(place, {work, lead, title: base.title});
	return {...commonOf(place, {...base, danger, mutates: mutates(work.commands)}), kind: 'command', run: work};
}

export function dangerOf(
	place: Place,
	{work, lead, title}: {work: CommandWork; lead: LeadIn; title: string},
): Step['danger'] {
	const data =
		(place.branch === 'rollback' || place.goesBack === true) &&
		/\bdatabase\b|\bdb\b|\brestore\b|psql|mysql|pg_restore|migrat/i.test(
			`${title}\n${work.script.slice(0, 10_000)}`,
		);
	return dangerOfCommands(work.commands, {grave: lead.grave, data});
}

export function manualStep(
	place: Place,
	base: NewStep,
	has: {
		readonly points?: readonly string[];
		readonly statements?: readonly string[];
		readonly content?: {language: string; text: string};
		readonly suggested?: readonly ShellCommand[];
		readonly isGroup?: boolean;
	},
): ManualStep {
	return {
		...commonOf(place, base),
		kind: 'manual',
		points: has.points ?? [],
		statements: has.statements ?? [],
		suggested: has.suggested ?? [],
		isGroup: has.isGroup ?? false,
		...(has.content ? {content: has.content} : {}),
	};
}

/** A probe that is asked once answers within this, or it failed; long enough for a cold start behind a proxy. */
const probeTimeoutMs = 10_000;
/** What was measured longer ago than this says nothing about now. */
const probeFreshForMs = 300_000;

function probeStep(place: Place, base: NewStep, work: ProbeStep['work']): ProbeStep {
	const writes = work.probe === 'http' && !/^(?:GET|HEAD|OPTIONS)$/.test(work.request.method);
	const common = commonOf(place, {...base, mutates: writes, danger: writes ? 'caution' : 'none'});
	return {...common, kind: 'probe', work, timeoutMs: probeTimeoutMs, freshForMs: probeFreshForMs};
}

function keepParts(
	sheet: Sheet,
	place: Place,
	{piece, given, parts}: {piece: Piece; given: PieceGiven; parts: readonly ShellPart[]},
): Draft {
	const group = manualStep(place, {...given, rule: 'R5'}, {isGroup: true});
	const root = keep(sheet, place, {step: group, attributes: [given.attributes, piece.attributes]});
	const inside: Place = {...place, parent: root};
	for (const [index, part] of parts.entries()) {
		const endLine = Math.max(part.line, (parts[index + 1]?.line ?? given.endLine + 1) - 1);
		const optional = /^\W*(?:\d+[.)]\s*)?\W*(?:optional(?:ly)?|if)\b/i.test(part.title);
		const base: NewStep = {title: cut(part.title), line: part.line, endLine, rule: 'R5', optional};
		const step =
			part.is === 'manual'
				? manualStep(inside, base, {})
				: commandStep(inside, {base, work: part.work, lead: given.lead});
		keep(sheet, inside, {step, attributes: []});
	}
	return root;
}
