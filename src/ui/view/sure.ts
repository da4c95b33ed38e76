import type {RunState} from '../../engine/state.ts';
import {saidLine} from './said.ts';

/** What is asked twice, because a slip of the finger would hurt. */
export type Sure = 'leave' | 'stop' | 'take-over';

export type SureWords = {
	readonly badge: string;
	readonly question: string;
	readonly yes: string;
	readonly no: string;
	/** What stands in the help bar after a no. */
	readonly after: string;
};

export function sureWords(
	about: Sure,
	{state, isRunning, follows}: {state: RunState; isRunning: boolean; follows: boolean},
): SureWords {
	switch (about) {
		case 'leave':
			return {
				badge: 'LEAVE',
				question: leaveQuestion(isRunning, follows),
				yes: 'leave',
				no: 'stay',
				after: 'still here',
			};
		case 'stop':
			return {
				badge: 'STOP',
				question: isRunning
					? 'Stop the running step? It fails, and you decide how to go on.'
					: 'End what this step has left running? The step stays passed.',
				yes: 'stop',
				no: 'let it run',
				after: 'it runs on',
			};
		case 'take-over':
			return {
				badge: 'TAKE OVER',
				question: `Drive from here on? ${saidLine(state.operator)} follows then; secrets are asked for again.`,
				yes: 'I have control',
				no: 'follow on',
				after: 'you follow on',
			};
	}
}

function leaveQuestion(isRunning: boolean, follows: boolean): string {
	if (follows) {
		return 'Leave? The run goes on without you.';
	}
	return isRunning
		? 'Leave? The step runs on without you; resume finds out how it ended.'
		: 'Leave? The run is kept; `gonogo resume` goes on exactly here.';
}
