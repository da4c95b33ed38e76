import type {Live} from '../../engine/live.ts';
import type {Choice} from '../view/choice.ts';
import {saidLine} from '../view/said.ts';
import {keyWords, unheardWords} from '../view/seat.ts';
import {type PlainIo, sayLines} from './io.ts';

/** What a follower types at a gate. */
export function gateHelp(choices: readonly Choice[]): readonly string[] {
	const goes = choices
		.filter(choice => choice.is === 'go')
		.map(choice => `go ${choice.pick?.name ?? ''}`.trim());
	return [`  Type ${goes.map(saidLine).join(', ')} or no-go REASON.`];
}

/** Says once what the key waits for, while it signs. @returns what ends it. */
export function tellOfKey(live: Live, io: Pick<PlainIo, 'write'>): () => void {
	let told = '';
	return live.subscribe(() => {
		const seat = live.seat?.();
		const [words = ''] = seat === undefined ? [] : keyWords(seat);
		if (words !== told) {
			told = words;
			void sayLines(io, words === '' ? [] : [`  ${words}`]);
		}
	});
}

export type Hearing = {
	/** Whether the driver hears what is said here is otherwise than was told last. */
	isNews(): boolean;
	/** Tells it, once. */
	news(): readonly string[];
};

/** Whoever follows in lines is told when nobody hears them any more, and when somebody does again. */
export function hearing(live: Live): Hearing {
	let told = live.seat?.().unheard;
	const isNews = (): boolean => live.seat?.().unheard !== told;
	return {
		isNews,
		news() {
			const seat = live.seat?.();
			if (seat === undefined || !isNews()) {
				return [];
			}
			told = seat.unheard;
			const words = unheardWords(live.state(), seat);
			return (words.length === 0 ? ['The driver hears you again.'] : words).map(line => `  ${line}`);
		},
	};
}
