import type {Screen} from '../engine/event.ts';
import {Fault} from '../fault.ts';
import type {Settings} from './settings.ts';

export type ScreenOptions = {
	readonly plain?: boolean | undefined;
	readonly ci?: boolean | undefined;
	readonly screenReader?: boolean | undefined;
};

/** The settings as they hold this time: a flag counts more than what was set. */
export function withScreen(settings: Settings, {plain, screenReader}: ScreenOptions): Settings {
	if (screenReader === true) {
		return {...settings, screen: 'screen-reader'};
	}
	return plain === true ? {...settings, screen: 'plain'} : settings;
}

/** Lines are wanted, for eyes or for ears. */
export function wantsLines({screen = 'full'}: Settings): boolean {
	return screen !== 'full' || process.env.TERM === 'dumb';
}

export type ScreenWish = {readonly plain: boolean; readonly ci: boolean};

/** Whether a person can sit here at all: both ends are terminals. */
export function isTerminal(): boolean {
	return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Chooses how a run is shown. Without a terminal there are only lines, and what answers there counts as unattended. */
export function chooseScreen(wish: ScreenWish): {readonly screen: Screen; readonly attended: boolean} {
	const attended = process.stdin.isTTY === true;
	if (wish.ci) {
		return {screen: 'ci', attended: false};
	}
	if (wish.plain) {
		return {screen: 'plain', attended};
	}
	if (!isTerminal()) {
		throw new Fault(
			'cli.terminal',
			'The full screen needs a terminal, and standard input or output is not one.',
			'Use `--plain` to read lines and answer them, or `--ci` to run up to the first question.',
		);
	}
	return {screen: 'full', attended};
}
