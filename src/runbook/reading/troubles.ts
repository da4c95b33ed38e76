import type {Trouble} from '../model.ts';
import {Ids, slugOf} from '../slug.ts';
import type {StepId} from '../work-model.ts';
import type {Draft, Sheet, TroubleDraft} from './draft.ts';
import {plainText} from './plain.ts';
import {bareTitle} from './roles.ts';
import type {SectionPart} from './sections.ts';

/** The troubleshooting entry a section's steps and prose belong to; a section deep inside an entry is a part of it. */
export class Troubles {
	private readonly byPart = new Map<SectionPart, TroubleDraft>();

	of(part: SectionPart): TroubleDraft {
		const known = this.byPart.get(part);
		if (known) return known;
		const parent = part.parent;
		const isNested =
			parent?.role === 'troubleshooting' &&
			parent.parent?.role === 'troubleshooting' &&
			!gathers.test(bareTitle(parent.title));
		const trouble = isNested
			? this.of(parent)
			: {title: part.title, line: part.line, symptom: '', advice: ''};
		this.byPart.set(part, trouble);
		return trouble;
	}
}

/** A heading over several troubles, and none itself. */
const gathers =
	/^(?:(?:common|known|frequent|typical|possible|other) )?(?:issues?|problems?|errors?|failures?|symptoms?)$/i;

/** Adds a section's prose to its entry; the entry is kept once it says anything or has a step. */
export function tellTrouble(
	sheet: Sheet,
	trouble: TroubleDraft,
	{prose, steps}: {prose: string; steps: number},
): void {
	if (prose.trim() === '' && steps === 0) return;
	const symptom =
		/(?:^|\n)\s*(?:[-*]\s+)?(?:\*\*|__)?(?:symptoms?|error|problem)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(.{1,400})/i.exec(
			prose.slice(0, 20_000),
		)?.[1];
	if (symptom !== undefined && trouble.symptom === '') trouble.symptom = plainText(symptom);
	trouble.advice = [trouble.advice, prose].filter(text => text.trim() !== '').join('\n\n');
	if (!sheet.troubles.includes(trouble)) sheet.troubles.push(trouble);
}

export function finishTroubles(sheet: Sheet, idOf: ReadonlyMap<Draft, StepId>): readonly Trouble[] {
	const ids = new Ids();
	const steps = new Map<TroubleDraft, StepId[]>();
	for (const draft of sheet.drafts) {
		const id = idOf.get(draft);
		if (!draft.trouble || id === undefined) continue;
		const mine = steps.get(draft.trouble) ?? [];
		mine.push(id);
		steps.set(draft.trouble, mine);
	}
	const inOrder = sheet.troubles.toSorted((one, other) => one.line - other.line);
	return inOrder.map(trouble => ({
		id: ids.take(slugOf(trouble.title, 'trouble')),
		title: trouble.title,
		line: trouble.line,
		symptom: trouble.symptom || trouble.title,
		match: matchesOf(`${trouble.symptom}\n${trouble.title}`),
		advice: trouble.advice,
		steps: steps.get(trouble) ?? [],
	}));
}

/** Quoted words of the symptom, and the names of well-known errors, recognise it in output. */
function matchesOf(text: string): readonly string[] {
	const quoted = [...text.matchAll(/["“`]([^"”`\n]{3,100})["”`]/g)].map(match => match[1] ?? '');
	const named = [
		...text.matchAll(
			/\b(?:[A-Z][a-z]+){1,4}(?:Error|Exception|BackOff|Killed)\b|\bE[A-Z]{4,}\b|\bHTTP \d{3}\b/g,
		),
	].map(match => match[0]);
	return [...new Set([...quoted, ...named])]
		.slice(0, 10)
		.map(words => words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
}
