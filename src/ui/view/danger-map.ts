import type {Danger, Step} from '../../runbook/step-model.ts';
import {type Span, span} from '../line.ts';
import {dangerMarks, type Mark} from '../theme.ts';

/** Worst first. */
const falling: readonly Exclude<Danger, 'none'>[] = ['irreversible', 'data', 'prod', 'caution'];

/** What steps could do, the worst first, with how many of them: `▲ touches data ×2`. */
export function dangersOf(steps: readonly Step[]): readonly {readonly mark: Mark; readonly count: number}[] {
	return falling.flatMap(danger => {
		const count = steps.filter(step => step.danger === danger).length;
		return count === 0 ? [] : [{mark: dangerMarks[danger], count}];
	});
}

/** One glyph a step, in the order of the walk: where it gets dangerous, where a gate stands, where the way back ends. */
export function dangerMap(steps: readonly Step[]): readonly Span[] {
	return steps.flatMap(step => {
		const here =
			step.danger === 'none'
				? span(step.kind === 'gate' ? '◇' : '·', step.kind === 'gate' ? 'strong' : 'quiet')
				: span(dangerMarks[step.danger].glyph, dangerMarks[step.danger].tone);
		return step.noReturn ? [span('┆', 'bad'), here] : [here];
	});
}
