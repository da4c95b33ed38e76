import {type PlanItem, type PlanJson, planOf} from '../../src/runbook/plan.ts';
import {readRunbook} from '../../src/runbook/read.ts';

/** The plan of a runbook given as lines. */
export function planOfLines(...lines: readonly string[]): PlanJson {
	return planOfText(lines.join('\n'));
}

export function planOfText(text: string, path = 'runbook.md'): PlanJson {
	return planOf(readRunbook({text, path}), {path});
}

/** Every item with its children, as `kind title`, children indented. */
export function outline(items: readonly PlanItem[], depth = 0): readonly string[] {
	return items.flatMap(item => [
		`${'  '.repeat(depth)}${item.kind} ${item.title}`,
		...outline(item.children, depth + 1),
	]);
}

export function commandTexts(items: readonly PlanItem[]): readonly string[] {
	return items.flatMap(item => [
		...item.commands.map(command => command.text),
		...commandTexts(item.children),
	]);
}
