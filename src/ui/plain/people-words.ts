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

/** Who came, who went, and where the driving goes, since the last look. */
export function peopleNews(before: RunState, state: RunState): readonly string[] {
	const came = state.present.filter(({person}) => !before.present.some(one => one.person === person));
	const went = before.present.filter(({person}) => !state.present.some(one => one.person === person));
	const {offeredTo, operator} = state;
	const offer = offerWords(state);
	return [
		...came.map(({person}) => `  ${saidLine(person)} follows now`),
		...went.filter(({person}) => person !== operator).map(({person}) => `  ${saidLine(person)} left`),
		...(operator === before.operator ? [] : [`  ${saidLine(operator)} drives now`]),
		...(offeredTo === before.offeredTo || operator !== before.operator ? [] : [offer]),
	];
}

function offerWords({offeredTo, handedTo, operator}: RunState): string {
	if (handedTo !== undefined) {
		return `  ${saidLine(handedTo)} takes the driving over`;
	}
	return offeredTo === undefined
		? `  ${saidLine(operator)} drives on`
		: `  ${saidLine(operator)} offers the driving to ${saidLine(offeredTo)}`;
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
