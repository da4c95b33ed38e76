import type {RunState} from '../../engine/state.ts';
import {canRollBack} from '../../engine/ways.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {saidLine} from './said.ts';

/** What is looked at and what runs, as far as it bars a key. */
type Standing = {readonly state: RunState; readonly running?: StepId; readonly shown?: StepId};

export function whyNotRollBack(offer: Standing): string | undefined {
	if (offer.running !== undefined) {
		return 'a step is running: stop it first';
	}
	if (canRollBack(offer.state)) {
		return undefined;
	}
	return offer.state.branch === 'rollback'
		? 'the run is rolling back already'
		: 'this runbook has no rollback section';
}

export function whyNotHandOver({state, running}: Standing): string | undefined {
	if (state.offeredTo !== undefined) {
		return `the driving is offered to ${saidLine(state.offeredTo)}`;
	}
	if (running !== undefined) {
		return 'not while a step is running';
	}
	return state.present.some(({mayDrive}) => mayDrive) ? undefined : 'nobody follows who could drive';
}

export function whyNotTakeBack(offer: Standing): string | undefined {
	const progress = offer.shown === undefined ? undefined : offer.state.progress.get(offer.shown);
	return progress?.answer === undefined ? 'the step you look at has no answer' : undefined;
}
