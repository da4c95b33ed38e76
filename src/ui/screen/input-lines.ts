import {blank, type Line} from '../line.ts';
import {proseLines} from '../markdown/lines.ts';
import {inputView, knownInputs} from '../view/input.ts';
import {saidText} from '../view/said.ts';
import type {Frame} from './frame.ts';
import {heading, pairs} from './pairs.ts';

/** While the form of inputs is open: what the field with the caret is for, and what is known already. */
export function inputLines(frame: Frame, width: number): readonly Line[] | undefined {
	const {state, desk} = frame;
	const {ask} = desk;
	if (ask.is !== 'form' || ask.purpose.is !== 'inputs') {
		return undefined;
	}
	const input = ask.form.fields[ask.form.at]?.input;
	const known = knownInputs(state);
	const view = input === undefined ? undefined : inputView(state, input);
	return [
		...(view === undefined
			? []
			: [
					heading(view.name),
					...(view.about === '' ? [] : proseLines(saidText(view.about), width)),
					blank,
					...pairs(view.facts, width),
				]),
		...(known.length === 0 ? [] : [blank, heading('Known already'), ...pairs(known, width)]),
	];
}
