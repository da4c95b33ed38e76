import type {StepNow} from '../engine/state.ts';
import type {Danger} from '../runbook/step-model.ts';

/**
The one visual language. A state is said three times: by a glyph, by a word and by a tone; the tone is the one that may
be missing. Reverse video and backgrounds belong to gonogo's own prompts alone: the sanitiser keeps neither in outside
text, so nothing a command prints can look like a question of gonogo's.
*/
export type Tone =
	| 'plain'
	| 'quiet'
	| 'strong'
	| 'title'
	| 'good'
	| 'warn'
	| 'bad'
	| 'busy'
	| 'code'
	| 'link'
	/** gonogo asks: the only coloured ground. */
	| 'accent'
	/** A key that answers. */
	| 'key'
	/** Where typed text goes. */
	| 'caret'
	/** What a search found. */
	| 'found';

/** `none`: NO_COLOR or a terminal without colours. `any`: sixteen colours on an unknown background. */
export type Colour = 'none' | 'any' | 'dark' | 'light';

export type Standing = StepNow['is'] | 'ready';

export type Mark = {readonly glyph: string; readonly word: string; readonly tone: Tone};

export const marks: Readonly<Record<Standing, Mark>> = {
	pending: {glyph: '·', word: 'to do', tone: 'quiet'},
	ready: {glyph: '○', word: 'next', tone: 'strong'},
	running: {glyph: '◐', word: 'running', tone: 'busy'},
	answerable: {glyph: '?', word: 'your answer', tone: 'strong'},
	open: {glyph: '◇', word: 'gate open', tone: 'strong'},
	passed: {glyph: '✓', word: 'passed', tone: 'good'},
	warned: {glyph: '!', word: 'warned', tone: 'warn'},
	failed: {glyph: '✗', word: 'failed', tone: 'bad'},
	unknown: {glyph: '?', word: 'unknown', tone: 'bad'},
	'no-go': {glyph: '⊘', word: 'NO-GO', tone: 'bad'},
	overridden: {glyph: '≠', word: 'overridden', tone: 'warn'},
	skipped: {glyph: '»', word: 'skipped', tone: 'quiet'},
	deferred: {glyph: '…', word: 'deferred', tone: 'warn'},
	'not-applicable': {glyph: '–', word: 'not applicable', tone: 'quiet'},
	resolved: {glyph: '±', word: 'by hand', tone: 'warn'},
};

export const dangerMarks: Readonly<Record<Exclude<Danger, 'none'>, Mark>> = {
	caution: {glyph: '△', word: 'caution', tone: 'warn'},
	prod: {glyph: '▲', word: 'touches production', tone: 'warn'},
	data: {glyph: '▲', word: 'touches data', tone: 'bad'},
	irreversible: {glyph: '▲', word: 'can’t be taken back', tone: 'bad'},
};

/** One frame each 66 ms for a step younger than ten seconds, then two a second. */
export const spinner: readonly string[] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** SGR parameters by tone. Attributes that are no colours (bold, dim, reverse, underline) stay under NO_COLOR. */
const withoutColour: Readonly<Record<Tone, string>> = {
	plain: '',
	quiet: '2',
	strong: '1',
	title: '1',
	good: '',
	warn: '1',
	bad: '1',
	busy: '',
	code: '',
	link: '4',
	accent: '1;7',
	key: '1',
	caret: '7',
	found: '4;1',
};

/** Legible on black and on white: no yellow, no bright colours; the accent brings its own background. */
const onAny: Readonly<Record<Tone, string>> = {
	...withoutColour,
	title: '1',
	good: '32',
	warn: '1;35',
	bad: '1;31',
	busy: '36',
	code: '36',
	link: '4;34',
	accent: '1;97;44',
	key: '1;34',
	caret: '7',
	found: '1;4;35',
};

const palettes: Readonly<Record<Colour, Readonly<Record<Tone, string>>>> = {
	none: withoutColour,
	any: onAny,
	dark: {
		...onAny,
		warn: '1;33',
		bad: '1;91',
		code: '96',
		link: '4;94',
		busy: '96',
		good: '92',
		found: '1;4;93',
	},
	light: {...onAny, code: '34', busy: '34', good: '32', warn: '1;35', bad: '1;31'},
};

export function sgrOf(tone: Tone, colour: Colour): string {
	return palettes[colour][tone];
}

/**
Which palette a terminal gets: NO_COLOR (no-color.org) and `TERM=dumb` take the colours away, COLORFGBG tells the
background where a terminal sets it.
*/
export function colourOf(env: Readonly<Record<string, string | undefined>>): Colour {
	if ((env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') {
		return 'none';
	}
	const background = Number(env.COLORFGBG?.split(';').at(-1) ?? Number.NaN);
	if (Number.isNaN(background)) {
		return 'any';
	}
	return background === 7 || background >= 9 ? 'light' : 'dark';
}
