import type {Note, Prose} from '../step-model.ts';
import type {Block, Paragraph} from './blocks.ts';
import {addNote, addProse, type Draft} from './draft.ts';
import {forbids, type LeadIn, readLeadIn} from './lead-in.ts';
import {plainText} from './plain.ts';
import type {SectionPart} from './sections.ts';

/** What stands between the steps of a section and waits to be given to one of them, or to the section. */
export class Margin {
	/** The last step of the section so far. */
	previous: Draft | undefined;
	/** Kind of the block before the one at hand. */
	previousBlock: Block['is'] | undefined;
	/** The last item's words, when a list stands just above. */
	lastItem: string | undefined;
	/** The list above was steps, and only a fence stands between. */
	stepsGoOn = false;
	steps = 0;
	goal: string | undefined;
	/** Prose of the section that belongs to no step. */
	readonly prose: string[] = [];
	private pending: Paragraph[] = [];
	private notes: Note[] = [];
	private bold: {prose: Prose; source: string; introduced: boolean} | undefined;
	private readonly section: SectionPart;

	constructor(section: SectionPart) {
		this.section = section;
	}

	/** The paragraph that introduces what follows. */
	introduction(): Paragraph | undefined {
		const last = this.pending.at(-1);
		const before = this.pending.at(-2);
		return last && before && isRemark(last.text) && /[:：]\s*$/.test(before.text) ? before : last;
	}

	/** What the sentence before says, or the heading when nothing stands between. */
	lead(): LeadIn {
		const introduction = this.introduction();
		const words = introduction ? plainText(introduction.text) : plainText(this.lastItem ?? '');
		if (words !== '' || this.steps > 0) return readLeadIn(words);
		const heading = readLeadIn(this.section.title);
		return {...heading, forbidden: heading.forbidden || forbids(this.section.source.slice(0, 2_000))};
	}

	isEmpty(): boolean {
		return this.pending.length === 0;
	}

	hold(paragraph: Paragraph): void {
		this.pending.push(paragraph);
	}

	holdNote(note: Note): void {
		this.notes.push(note);
	}

	holdBold(prose: Prose, source: string): void {
		const before = this.bold;
		this.bold = before
			? {...before, prose: {...before.prose, ...prose}, source: `${before.source}\n\n${source}`}
			: {prose, source, introduced: this.pending.length > 0};
	}

	/** Decides whose the bold-led paragraphs are, now that it is known what follows them. */
	settleBold(next: Block | undefined): void {
		const {bold, previous} = this;
		if (!bold) return;
		const {expect, undo, ifNot} = bold.prose;
		const tellsAfter = expect !== undefined || undo !== undefined || ifNot !== undefined;
		const belongsToNext = !previous || bold.introduced || (next?.is === 'fence' && !tellsAfter);
		if (belongsToNext && next) return;
		this.bold = undefined;
		if (previous) addProse(previous, bold.prose);
		else this.prose.push(bold.source);
	}

	/** Takes the waiting paragraphs as explanation of a step; the introduction only if the title says less than it. */
	explanation({withIntroduction}: {readonly withIntroduction: boolean}): Prose {
		const last = this.introduction();
		const texts = this.pending
			.filter(paragraph => paragraph !== last || withIntroduction)
			.map(paragraph => paragraph.text);
		this.pending = [];
		return texts.length > 0 ? {explanation: texts.join('\n\n')} : {};
	}

	/** A step stands: it gets the bold-led paragraphs and notes that were waiting for one. */
	keep(draft: Draft): void {
		this.attach(draft);
		this.steps++;
		this.previous = draft;
	}

	/** Several steps of one list or table. */
	keepAll(drafts: readonly Draft[]): void {
		const [first] = drafts;
		if (first) this.attach(first);
		this.steps += drafts.length;
		this.previous = drafts.at(-1) ?? this.previous;
	}

	/** Gives the waiting paragraphs to the section. */
	release(): void {
		for (const paragraph of this.pending) this.prose.push(paragraph.text);
		this.pending = [];
	}

	/** The section ends. */
	close(): {readonly prose: string; readonly goal?: string; readonly steps: number} {
		this.settleBold(undefined);
		this.release();
		for (const note of this.notes) {
			if (this.previous) addNote(this.previous, note);
			else this.prose.push(note.text.replace(/^/gm, '> '));
		}
		const prose = this.prose.join('\n\n');
		const {steps, goal} = this;
		return {prose, steps, ...(goal === undefined ? {} : {goal})};
	}

	private attach(draft: Draft): void {
		if (this.bold) addProse(draft, this.bold.prose);
		this.bold = undefined;
		for (const note of this.notes) addNote(draft, note);
		this.notes = [];
	}
}

/** A paragraph in parentheses between a sentence that ends in a colon and what it announces. */
function isRemark(text: string): boolean {
	return /^\([^()]{1,300}\)[.:]?\s*$/.test(text);
}
