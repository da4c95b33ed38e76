import type {StepId} from '../../runbook/work-model.ts';
import {type Field, field} from '../view/field.ts';
import type {Offer} from '../view/offer.ts';
import {reasonField} from '../view/ways.ts';
import type {Ask, Purpose} from './desk.ts';
import {openForm} from './form.ts';

/** Moves that ask for something to be typed. */
type Asking = 'search' | 'note' | 'hold-run' | 'roll-back-run' | 'hand-over';

export function formFor(action: Asking, offer: Offer): Ask {
	switch (action) {
		case 'search':
			return form(
				{is: 'search'},
				{badge: 'SEARCH', title: 'the steps and their output; n and N go on'},
				field('text', 'What for?'),
			);
		case 'note': {
			const step = offer.shown === undefined ? {} : {step: offer.shown};
			return form(
				{is: 'note', ...step},
				{badge: 'NOTE', title: 'for the record'},
				field('note', 'What should be remembered?'),
			);
		}
		case 'hand-over': {
			const choices = offer.state.present.flatMap(({person, mayDrive}) => (mayDrive ? [person] : []));
			const to = field('to', 'To whom?', {kind: 'choice', choices, initial: choices[0] ?? ''});
			return form(
				{is: 'hand-over'},
				{badge: 'HAND OVER', title: 'you drive on until they have taken it'},
				to,
			);
		}
		case 'hold-run':
			return form(
				{is: 'hold'},
				{badge: 'HOLD', title: 'nothing goes on until someone releases the run'},
				reasonField('Why hold?'),
			);
		case 'roll-back-run':
			return form(
				{is: 'roll-back'},
				{badge: 'ROLL BACK', title: 'leaves the walk and starts the rollback section'},
				reasonField('Why roll back?'),
			);
	}
}

export function asOutput(step: StepId): Ask {
	return form(
		{is: 'as-output', step},
		{badge: 'NO STEP', title: 'it is output: shown, never run; the record says so'},
		field('reason', 'Why? (may stay empty)', {required: false}),
	);
}

function form(purpose: Purpose, head: {readonly badge: string; readonly title: string}, of: Field): Ask {
	return {is: 'form', purpose, form: openForm(head, [of])};
}
