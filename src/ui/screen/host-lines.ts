import {widthOf} from '../../text/width.ts';
import {type Line, line, lineWidth, padLine, span} from '../line.ts';
import {type HostView, hostCounts, hostsOf, hostViews, worstFirst} from '../view/hosts.ts';
import type {Frame} from './frame.ts';
import {outputLine} from './output-lines.ts';

/** Longer names are cut. Columns. */
const nameColumnsMax = 28;

/** A rule with how many stand how, then a row a host: who, how it stands, since when, its last line. */
export function hostLines(
	frame: Frame,
	width: number,
	order: 'runbook' | 'worst-first' = 'runbook',
): readonly Line[] {
	const {state, step, hosts, now, desk} = frame;
	if (step === undefined || hosts === undefined || hostsOf(step).length === 0) {
		return [];
	}
	const known = hostViews(state, step, {attempt: hosts.attempt, heard: hosts.heard, now});
	const views = order === 'runbook' ? known : worstFirst(known);
	const columns = {
		name: Math.min(nameColumnsMax, Math.max(...views.map(view => widthOf(view.name)))),
		state: Math.max(...views.map(view => widthOf(view.mark.word))) + 2,
		took: Math.max(...views.map(view => widthOf(view.took))),
	};
	return [
		headLine(views, width),
		...views.map(view => {
			const isHere = desk.host === view.host;
			const tail = hosts.tails.get(view.host);
			return line(
				span(isHere ? '› ' : '  ', 'strong'),
				...padLine([{...span(view.name, isHere ? 'strong' : 'plain')}], columns.name),
				'  ',
				...padLine([span(`${view.mark.glyph} ${view.mark.word}`, view.mark.tone)], columns.state),
				span(`  ${view.took.padStart(columns.took)}  `, 'quiet'),
				...(tail === undefined ? [] : outputLine(tail)),
			);
		}),
	];
}

function headLine(views: readonly HostView[], width: number): Line {
	const head = line(
		span('╶─ hosts', 'quiet'),
		...hostCounts(views).flatMap(({mark, count}) => [
			'   ',
			span(`${mark.glyph} ${count} ${mark.word}`, mark.tone),
		]),
		'  ',
	);
	const keys = span(' > < one host', 'quiet');
	const room = width - lineWidth(head);
	return line(
		...head,
		span('─'.repeat(Math.max(0, room - keys.text.length)), 'quiet'),
		...(room > keys.text.length ? [keys] : []),
	);
}
