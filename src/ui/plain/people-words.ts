import type {Command} from '../../engine/command.ts';
import type {RunState} from '../../engine/state.ts';
import {saidLine, saidTime} from '../view/said.ts';

/** What a driver's line about the people of a run asks for. */
export type PeopleAside =
	| {readonly is: 'say'; readonly lines: readonly string[]}
	| {readonly is: 'send'; readonly command: Command};

/** @param to whom the driving is offered; the only one who could drive need not be named. */
export function handOverAside({present}: RunState, to: string): PeopleAside {
	const able = present.filter(({mayDrive}) => mayDrive).map(({person}) => person);
	const person = to === '' && able.length === 1 ? able[0] : to;
	if (person === undefined || person === '') {
		const who = able.map(saidLine).join(', ');
		const why =
			able.length === 0 ? 'Nobody follows who could drive.' : `Say to whom: hand over NAME (${who})`;
		return {is: 'say', lines: [`  ${why}`]};
	}
	return {is: 'send', command: {type: 'offer-control', to: person}};
}

/** Who drives, who drove, who follows. */
export function peopleLines({operator, drove, present, offeredTo, opened}: RunState): readonly string[] {
	const before = drove.filter(person => person !== operator);
	return [
		`  ${saidLine(operator)} drives${before.length === 0 ? '' : `; before: ${before.map(saidLine).join(', ')}`}`,
		...(offeredTo === undefined ? [] : [`  the driving is offered to ${saidLine(offeredTo)}`]),
		...present.map(
			({person, since, mayDrive}) =>
				`  ${saidLine(person)} follows since ${saidTime(since, opened.timeZone)}${mayDrive ? '' : ' and can’t drive'}`,
		),
		...(present.length === 0 ? [`  nobody follows; from another terminal: gonogo join ${opened.run}`] : []),
	];
}
