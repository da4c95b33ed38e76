import {fitLine, type Line, line, lineWidth, padLine, type Span, span, wrapLine} from '../line.ts';
import type {Tone} from '../theme.ts';
import type {DiffLine} from '../view/diff.ts';
import type {ScriptView} from '../view/script.ts';

/** The command in a frame of its own, so that what runs is never mistaken for prose. */
export function scriptLines(script: ScriptView, width: number): readonly Line[] {
	const inner = Math.max(8, width - 4);
	const rows =
		script.diff === undefined
			? script.text.split('\n').flatMap(text => codeRow(text, script, inner))
			: script.diff.flatMap(row => diffRow(row, inner));
	const values = script.values.flatMap(({name, value, origin}) =>
		wrapLine(
			line(span(`${name} = `, 'quiet'), span(value), span(origin === '' ? '' : `  ${origin}`, 'quiet')),
			inner,
			line('  '),
		),
	);
	const side = span('│', 'quiet');
	return [
		top(script, width),
		...[...rows, ...values].map(row => line(side, ' ', ...padLine(row, inner), ' ', side)),
		bottom(script, width),
	];
}

function codeRow(text: string, script: ScriptView, width: number): readonly Line[] {
	const isGrave = script.grave.has(text.trim()) || script.grave.has(text);
	const marks = isGrave ? [span('▲ ', 'bad')] : [];
	return wrapLine(line(...marks, span(text, isGrave ? 'bad' : 'code')), width, line(span('↪ ', 'quiet')));
}

const diffLooks: Readonly<Record<DiffLine['is'], {readonly sign: string; readonly tone: Tone}>> = {
	same: {sign: '  ', tone: 'quiet'},
	gone: {sign: '− ', tone: 'bad'},
	new: {sign: '+ ', tone: 'good'},
};

function diffRow(row: DiffLine, width: number): readonly Line[] {
	const {sign, tone} = diffLooks[row.is];
	return wrapLine(line(span(sign, tone), span(row.text, tone)), width, line('  '));
}

function top(script: ScriptView, width: number): Line {
	const label = script.where === '' ? script.label : `${script.label} · ${script.where}`;
	return edge('╭╮', [span(` ${label} `, 'plain')], width);
}

function bottom(script: ScriptView, width: number): Line {
	const tone =
		script.effect === 'only reads' ? 'good' : script.effect === 'can’t be taken back' ? 'bad' : 'warn';
	return edge('╰╯', script.effect === '' ? [] : [span(` ${script.effect} `, tone)], width);
}

/** @param corners the left and the right one. */
function edge(corners: '╭╮' | '╰╯', label: readonly Span[], width: number): Line {
	const [left, right] = corners;
	const head = fitLine(line(span(`${left}─`, 'quiet'), ...label), width - 1);
	return line(...head, span(`${'─'.repeat(Math.max(0, width - lineWidth(head) - 1))}${right}`, 'quiet'));
}
