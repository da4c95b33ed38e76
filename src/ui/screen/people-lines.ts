import {type Line, line, span, wrapLine} from '../line.ts';
import {saidLine, saidTime} from '../view/said.ts';
import type {Frame} from './frame.ts';
import {heading, pairs} from './pairs.ts';

/** Who drives, who drove, and who follows. */
export function peopleLines({state}: Frame, width: number): readonly Line[] {
	const {operator, drove, present, offeredTo, opened} = state;
	const before = drove.filter(person => person !== operator).map(saidLine);
	const driving = [
		{label: 'Drives', text: saidLine(operator)},
		...(before.length === 0 ? [] : [{label: 'Drove', text: before.join(', ')}]),
		...(offeredTo === undefined ? [] : [{label: 'Offered to', text: saidLine(offeredTo)}]),
	];
	const following = present.flatMap(({person, since, mayDrive}) =>
		wrapLine(
			line(
				`· ${saidLine(person)}`,
				span(` since ${saidTime(since, opened.timeZone)}${mayDrive ? '' : ', can’t drive'}`, 'quiet'),
			),
			width,
			line('  '),
		),
	);
	return [...pairs(driving, width), [], heading('Following'), ...following];
}
