import type {Command} from '../../engine/command.ts';
import {judged} from '../../engine/off-script.ts';
import {type Line, line, span, wrapLine} from '../line.ts';
import {dangerMarks} from '../theme.ts';
import {saidLine} from '../view/said.ts';

/** A typed command once more, with what it may do, before it runs. */
export function offScriptLines(
	{script}: Extract<Command, {type: 'run-off-script'}>,
	width: number,
): readonly Line[] {
	const {danger, mutates} = judged(script);
	const mark = dangerMarks[danger === 'none' ? 'caution' : danger];
	return [
		...wrapLine(line(span(' OFF SCRIPT ', 'accent'), '  Run this? It is not in the runbook.'), width),
		...wrapLine(line('  $ ', span(saidLine(script), 'strong')), width, line('    ')),
		...wrapLine(
			line(
				'  ',
				span(
					mutates ? `${mark.glyph} ${mark.word}: may change the world` : 'only reads',
					mutates ? mark.tone : 'quiet',
				),
				span('; a deviation', 'quiet'),
			),
			width,
			line('  '),
		),
		line(span('enter', 'key'), ' run', '   ', span('any other key', 'key'), ' don’t'),
	];
}
