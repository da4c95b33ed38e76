import type {Runbook} from '../../runbook/model.ts';
import type {SectionId, Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';

/** Markdown that explains a step: its own, and before a section's first step what the section says to all of them. */
export function explanationOf(runbook: Runbook, {id, section, prose}: Step): string {
	const known = openings.get(runbook) ?? openingsOf(runbook);
	openings.set(runbook, known);
	const said = known.get(id) === section ? sectionProse(runbook, section) : '';
	return [said, prose.explanation ?? ''].filter(text => text.trim() !== '').join('\n\n');
}

const openings = new WeakMap<Runbook, ReadonlyMap<StepId, SectionId>>();

/** The first step of each section. */
function openingsOf({walk, rollback, emergency}: Runbook): ReadonlyMap<StepId, SectionId> {
	const first = new Map<SectionId, StepId>();
	for (const {id, section} of [...walk, ...rollback, ...emergency]) {
		if (!first.has(section)) {
			first.set(section, id);
		}
	}
	return new Map([...first].map(([section, id]) => [id, section]));
}

/** What the briefing shows is not said again. */
function sectionProse({sections}: Runbook, id: SectionId): string {
	const section = sections.find(one => one.id === id);
	return section === undefined || section.role === 'briefing' ? '' : section.prose;
}
