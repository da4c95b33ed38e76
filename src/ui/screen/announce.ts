import {walked} from '../view/outline.ts';
import {saidLine} from '../view/said.ts';
import type {Frame} from './frame.ts';

/** How a person who looks elsewhere is called: by the desktop and the bell, by the bell alone, or not at all. */
export type Alerts = 'on' | 'bell' | 'off';

export type AnnounceOptions = {
	readonly write: (text: string) => void;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly alerts: Alerts;
};

/** Who pressed a key a moment ago sits there and needs no bell. */
const awayFromMs = 5_000;
/** Longer titles are cut by every window. UTF-16 units. */
const wordsMax = 120;

const bell = '\u0007';
const end = '\u001B\\';
/** The title the window had is kept by the terminal and comes back at the end (XTWINOPS). */
const keepTitle = '\u001B[22;0t';
const restoreTitle = '\u001B[23;0t';

/**
Tells the terminal around the screen how the run stands: the window's title, the progress in the taskbar where it is
known to be understood (OSC 9;4), and a bell with a notification (OSC 9 or 777) when a person is needed who looks
elsewhere. Nothing of it comes from a step: outside text is sanitised, and output has no part in it.
*/
export class Announcer {
	readonly #options: AnnounceOptions;
	readonly #ways: Ways;
	#title = '';
	#progress = '';
	#asked: string | undefined;

	constructor(options: AnnounceOptions) {
		this.#options = options;
		this.#ways = waysOf(options.env);
		options.write(keepTitle);
	}

	/** @param quietMs since the person pressed a key. */
	look(frame: Frame, quietMs: number): void {
		const {asking} = frame.offer;
		this.#tell(titleOf(frame), progressOf(frame, this.#ways.progress));
		if (asking?.key !== this.#asked) {
			this.#asked = asking?.key;
			if (asking !== undefined && quietMs >= awayFromMs) {
				this.#call(`${asking.badge}: ${asking.title}`, saidLine(frame.state.runbook.title));
			}
		}
	}

	close(): void {
		this.#options.write(`${this.#ways.progress ? `\u001B]9;4;0;0${end}` : ''}${restoreTitle}`);
	}

	#tell(title: string, progress: string): void {
		const said = `${title === this.#title ? '' : `\u001B]2;${title}${end}`}${progress === this.#progress ? '' : progress}`;
		this.#title = title;
		this.#progress = progress;
		if (said !== '') {
			this.#options.write(said);
		}
	}

	#call(words: string, about: string): void {
		const {alerts, write} = this.#options;
		if (alerts === 'off') {
			return;
		}
		const body = inField(words);
		const note =
			alerts === 'bell' || this.#ways.notify === 'none'
				? ''
				: this.#ways.notify === 'osc9'
					? `\u001B]9;${body} (${inField(about)})${end}`
					: `\u001B]777;notify;${inField(about)};${body}${end}`;
		write(`${bell}${note}`);
	}
}

type Ways = {readonly notify: 'osc9' | 'osc777' | 'none'; readonly progress: boolean};

/** What a terminal says of itself in its environment; one that says nothing gets the bell alone. */
function waysOf(env: AnnounceOptions['env']): Ways {
	const {TERM = '', TERM_PROGRAM = ''} = env;
	const isOsc9 = ['iTerm.app', 'WezTerm', 'ghostty'].includes(TERM_PROGRAM) || TERM.includes('kitty');
	const isOsc777 = env.VTE_VERSION !== undefined || /^(?:foot|rxvt)/.test(TERM);
	const hasProgress =
		env.WT_SESSION !== undefined || env.ConEmuANSI === 'ON' || ['ghostty', 'WezTerm'].includes(TERM_PROGRAM);
	// Inside tmux or screen these are someone else's sequences: only the bell is passed on.
	const isInside = env.TMUX !== undefined || TERM.startsWith('screen') || TERM.startsWith('tmux');
	return {
		notify: isInside ? 'none' : isOsc9 ? 'osc9' : isOsc777 ? 'osc777' : 'none',
		progress: hasProgress && !isInside,
	};
}

function titleOf({state, offer, want}: Frame): string {
	const {asking} = offer;
	const step = offer.running === undefined ? undefined : state.stepsById.get(offer.running);
	const now =
		asking?.badge ?? (step === undefined ? (want.is === 'done' ? 'closed' : '') : `◐ ${step.title}`);
	return inField([now, state.runbook.title].filter(part => part !== '').join(' · '));
}

/** 1: goes on; 2: something failed; 4: waits for a person. In percent of the steps. */
function progressOf({offer, state}: Frame, isUnderstood: boolean): string {
	if (!isUnderstood) {
		return '';
	}
	const {done, total} = walked(state);
	const share = total === 0 ? 0 : Math.floor((100 * done) / total);
	const isBad = ['failed', 'unknown', 'no-go', 'tripped'].includes(offer.asking?.is ?? '');
	const kind = isBad ? 2 : offer.asking === undefined || state.closed !== undefined ? 1 : 4;
	return `\u001B]9;4;${kind};${share}${end}`;
}

/** A semicolon ends a field of these sequences. */
function inField(words: string): string {
	return saidLine(words).replaceAll(';', ',').slice(0, wordsMax);
}
