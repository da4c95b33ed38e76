import type {Command} from '../../engine/command.ts';
import type {Desk, Part} from './desk.ts';

/** What follows from a key beside the change of the desk; the watch carries it out. */
export type Effect =
	| {readonly is: 'send'; readonly command: Command}
	/** Inputs of the form that was handed in; the secrets among them lie with the keeper. */
	| {readonly is: 'give-inputs'; readonly values: Readonly<Record<string, string>>}
	| {
			readonly is: 'scroll';
			readonly part: Part;
			readonly by: 'page' | 'line' | 'start' | 'end';
			readonly down: boolean;
	  }
	| {
			readonly is: 'find';
			readonly text: string;
			/** `first`: from here on; the others go on from the last hit. */
			readonly go: 'first' | 'next' | 'last';
	  }
	/** The briefing was read: whatever starts by itself may start now. */
	| {readonly is: 'begin'}
	/** To the next step that failed or is a gate, or the next line of output that tells of an error. */
	| {readonly is: 'find-trouble'; readonly where: 'steps' | 'output'; readonly go: 'next' | 'last'}
	| {readonly is: 'pager'}
	/** Shows a runbook that this one, or the one `from` that is shown, links to. */
	| {readonly is: 'open-linked'; readonly target: string; readonly from?: string}
	| {readonly is: 'copy'; readonly part: Part}
	| {readonly is: 'repaint'}
	| {readonly is: 'suspend'}
	| {readonly is: 'leave'};

export type Pressed = {readonly desk: Desk; readonly effect?: Effect};
