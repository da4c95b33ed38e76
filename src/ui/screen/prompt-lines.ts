import {formatDuration} from '../../text/duration.ts';
import {widthOf} from '../../text/width.ts';
import {keyName, keyTable} from '../keys.ts';
import {flowLines, type Line, line, lineWidth, span, wrapLine} from '../line.ts';
import {spinner} from '../theme.ts';
import type {Asking} from '../view/asking.ts';
import type {UsualMs} from '../view/card.ts';
import type {Choice} from '../view/choice.ts';
import {numberedChoices, whyNot} from '../view/offer.ts';
import {saidClock, saidLine} from '../view/said.ts';
import {unheardWords} from '../view/seat.ts';
import {type Sure, sureWords} from '../view/sure.ts';
import {escalationNotice} from './escalation-lines.ts';
import {formLines} from './form-lines.ts';
import type {Frame} from './frame.ts';
import {offScriptLines} from './off-script-lines.ts';

type Size = {readonly columns: number; readonly rows: number};

/** From here on every choice can have a line of its own. Rows. */
const roomyFrom = 24;

/** What is being asked now, and how to answer. The only place with a coloured ground. */
export function promptLines(frame: Frame, size: Size, usualMs: UsualMs): readonly Line[] {
	const {ask} = frame.desk;
	const inner = size.columns - 2;
	switch (ask.is) {
		case 'form':
			return barred(formLines(ask.form, inner, Math.max(1, Math.floor(size.rows / 3))));
		case 'panel':
			return barred([
				line(
					badge(ask.panel.toUpperCase().replace('-', ' ')),
					'  ',
					key('enter'),
					ask.panel === 'briefing' ? ' begin' : ' close',
					'   ',
					key('j k'),
					' scroll',
					...(ask.panel === 'links' ? ['   ', key('1-9'), ' open'] : []),
					...(ask.panel === 'briefing' ? ['   ', key('q'), ' leave'] : []),
				),
			]);
		case 'sure':
			return barred(sureLines(frame, ask.about, inner));
		case 'off-script':
			return barred(offScriptLines(ask.command, inner));
		case 'run':
			return barred(
				frame.offer.asking === undefined
					? busyLines(frame, inner, usualMs)
					: askingLines(frame, {width: inner, more: ask.more, isRoomy: size.rows >= roomyFrom}),
			);
	}
}

/** A bar at the left, in the accent's colour: nothing a command prints can stand beside it. */
function barred(lines: readonly Line[]): readonly Line[] {
	return lines.map(row => line(span(' ', 'accent'), ' ', ...row));
}

function badge(text: string) {
	return span(` ${text} `, 'accent');
}

function key(name: string) {
	return span(name, 'key');
}

function sureLines(frame: Frame, about: Sure, width: number): readonly Line[] {
	const {state, offer, seat} = frame;
	const isRunning = offer.running !== undefined;
	const words = sureWords(about, {state, isRunning, follows: seat !== undefined});
	return [
		...wrapLine(line(badge(words.badge), '  ', words.question), width, line('  ')),
		line(key('enter'), ` ${words.yes}`, '   ', key('any other key'), ` ${words.no}`),
	];
}

function busyLines(frame: Frame, width: number, usualMs: UsualMs): readonly Line[] {
	const {state, want, now} = frame;
	if (want.is !== 'perform') {
		return [line(span(want.is === 'done' ? 'The run is closed.' : 'One moment …', 'quiet'))];
	}
	const step = state.stepsById.get(want.step);
	const attempt = state.progress.get(want.step)?.attempts.at(-1);
	const age = attempt === undefined ? 0 : Math.max(0, now - Date.parse(attempt.startedAt));
	const usual = usualMs(want.step);
	const usually =
		usual === undefined ? [] : [span(` ${etaWords(age, usual)}`, age > usual * 2 ? 'warn' : 'quiet')];
	const title = frame.offer.elsewhere && step !== undefined ? `  ${step.title}` : '';
	const canStop = frame.seat === undefined ? [span('   '), key('x'), ' stop it'] : [];
	const stopping = attempt?.stopRequested === true ? [span('   stopping …', 'warn')] : canStop;
	const head = wrapLine(
		line(
			span(spinner[frame.beat % spinner.length] ?? '', 'busy'),
			' ',
			{...span('RUNNING', 'busy'), bold: true},
			title,
			`  ${saidClock(age)}`,
			...usually,
			...stopping,
		),
		width,
	);
	const unheard = frame.seat === undefined ? [] : unheardWords(state, frame.seat);
	return [
		...head,
		...(frame.activity === undefined ? [] : [line('  ', span(saidLine(frame.activity), 'quiet'))]),
		...unheard.map(text => line('  ', span(text, 'warn'))),
	];
}

/** A usual time is the middle of earlier runs: half of them took longer. */
function etaWords(ageMs: number, usualMs: number): string {
	const usually = `of usually ${formatDuration(usualMs)}`;
	return ageMs < usualMs
		? `${usually}, about ${saidClock(usualMs - ageMs + 999)} left`
		: `${usually}, ${saidClock(ageMs - usualMs)} longer so far`;
}

type Room = {readonly width: number; readonly more: boolean; readonly isRoomy: boolean};

function askingLines(frame: Frame, room: Room): readonly Line[] {
	const {width} = room;
	const {asking, elsewhere} = frame.offer;
	if (asking === undefined) {
		return [];
	}
	const asked =
		'step' in asking && asking.step !== undefined ? frame.state.stepsById.get(asking.step) : undefined;
	const title = wrapLine(
		line(badge(asking.badge), '  ', {
			...span(elsewhere && asked !== undefined ? asked.title : asking.title, 'title'),
			bold: true,
		}),
		width,
		line('  '),
	);
	if (elsewhere) {
		return [...title, line(key('enter'), ' goes back to it')];
	}
	const about = [...asking.about, ...countdown(asking, frame)].flatMap(text =>
		wrapLine(line(text), width, line('  ')),
	);
	return [
		...title,
		...about,
		...escalationNotice(frame, width),
		...choiceLines(frame, room),
		...offerLines(frame),
	];
}

/** The driving that is offered is taken with one key, and then by saying so. */
function offerLines({offer}: Frame): readonly Line[] {
	return whyNot('take-over', offer) === undefined ? [line(key('P'), ' take over')] : [];
}

function countdown({until}: Asking, {now, question}: Frame): readonly string[] {
	const left = until === undefined ? undefined : Math.max(0, Date.parse(until) - now);
	const word = question?.is === 'failed' && question.preferred === 'abort' ? 'Ends' : 'Rolls back';
	return left === undefined ? [] : [`${word} in ${saidClock(left + 999)}.`];
}

/** Choices in a row while they are few; one a line with what they do once they are many or grave. */
function choiceLines(frame: Frame, {width, more, isRoomy}: Room): readonly Line[] {
	const {asking} = frame.offer;
	// Who follows is shown what is theirs to answer; the driver also what can't be chosen now, and why.
	const own =
		asking?.choices.filter(choice => frame.seat === undefined || choice.refused === undefined) ?? [];
	const choices = own.filter(choice => choice.front !== more);
	const hasMore = own.some(choice => !choice.front);
	const isList = isRoomy && ((asking?.grave === true && choices.length > 2) || more);
	const labels = Math.max(...choices.map(choice => widthOf(choice.label)), 0) + 1;
	const moreKey = key(isList ? 'm'.padEnd(6) : 'm');
	const moreWord = hasMore ? [[moreKey, span(more ? ' back' : ' more')]] : [];
	if (isList) {
		return [
			...choices.flatMap(choice => {
				const head = keyed(frame, choice, labels);
				const about = span(choice.refused ?? choice.about, 'quiet');
				return wrapLine(line(...head, '  ', about), width, line(' '.repeat(lineWidth(head) + 2)));
			}),
			...moreWord.map(words => line(...words)),
		];
	}
	return flowLines([...choices.map(choice => keyed(frame, choice, 0)), ...moreWord], 3, width);
}

function keyed(frame: Frame, choice: Choice, pad: number): Line {
	const name = answerKey(frame, choice);
	const label = pad === 0 ? ` ${choice.label}` : ` ${choice.label}`.padEnd(pad);
	const isOff = choice.refused !== undefined || frame.offer.deaf;
	return [
		span(pad === 0 ? name : name.padEnd(6), isOff ? 'quiet' : 'key'),
		span(label, isOff ? 'quiet' : 'plain'),
	];
}

/** The key of a choice: its number among the numbered ones, else the first of its row in the table. */
function answerKey(frame: Frame, choice: Choice): string {
	const number = numberedChoices(frame.offer.asking).indexOf(choice);
	return number >= 0
		? String(number + 1)
		: keyName(keyTable.find(row => row.action === choice.is)?.keys[0] ?? '');
}
