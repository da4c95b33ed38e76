import {type Attributes, readInfoString} from '../annotation/attributes.ts';
import {type StructuredKind, structuredKinds} from '../annotation/structured.ts';
import type {ProbeWork} from '../work-model.ts';
import type {Fence} from './blocks.ts';
import type {Sheet} from './draft.ts';
import {type FenceKind, readFence} from './fences.ts';
import {readHttp} from './http-fence.ts';
import {languageOf} from './languages.ts';
import {type LeadIn, readLeadIn} from './lead-in.ts';
import {readShell, type ShellReading} from './shell-reading.ts';

/** A fence with what it asks for, before it is known whose step it is. */
export type Piece = {
	readonly fence: Fence;
	readonly attributes: Attributes;
	readonly rule: string;
	readonly asks: Asks;
};

export type Asks =
	| ({readonly is: 'command'} & ShellReading)
	| {readonly is: 'probe'; readonly work: ProbeWork}
	| {readonly is: 'structured'; readonly kind: StructuredKind}
	| {readonly is: 'statements'; readonly statements: readonly string[]}
	| {readonly is: 'content'; readonly language: string}
	| {readonly is: 'points'; readonly points: readonly string[]}
	| {readonly is: 'output'}
	| {readonly is: 'reference'; readonly kind: string};

/** True for what becomes a step, or a part of one; false for what is only shown. */
export function isAction(piece: Piece): boolean {
	return piece.asks.is !== 'output' && piece.asks.is !== 'reference';
}

/** The same before the fence is read for good: by its language and lines alone. */
export function asksForAction(fence: Fence): boolean {
	const kind = readFence(fence, {run: /\brun\b/.test(fence.info), show: false}, readLeadIn(''));
	return kind.as !== 'output' && kind.as !== 'reference';
}

export function readPiece(sheet: Sheet, fence: Fence, lead: LeadIn): Piece {
	sheet.fencesRead.add(fence.line);
	const info = readInfoString(fence.info, fence.line);
	sheet.problems.push(...info.problems);
	const {attributes} = info;
	const shell = attributes.values.get('interpreter');
	const kind = readFence(
		fence,
		{
			...(shell === undefined ? {} : {shell: shell.split(/\s+/)[0] ?? shell}),
			run: attributes.flags.has('run'),
			show: attributes.flags.has('show') || attributes.flags.has('output'),
		},
		lead,
	);
	if (!fence.closed) sheet.problems.push(unclosed(fence));
	return {fence, attributes, rule: kind.rule, asks: asksOf(sheet, kind, {fence, attributes})};
}

function asksOf(
	sheet: Sheet,
	kind: FenceKind,
	{fence, attributes}: {fence: Fence; attributes: Attributes},
): Asks {
	switch (kind.as) {
		case 'shell':
			return {is: 'command', ...readShell(kind)};
		case 'http': {
			const work = readHttp(fence.body, {mayWrite: attributes.flags.has('run')});
			const isRequest = /^\s*(?:POST|PUT|PATCH|DELETE)\s+\S/.test(fence.body);
			return work
				? {is: 'probe', work}
				: isRequest
					? {is: 'content', language: 'http'}
					: {is: 'reference', kind: 'http'};
		}
		case 'sql':
			return sqlAsks(sheet, fence, attributes);
		case 'structured':
			return structuredAsks(languageOf(fence.info));
		case 'statements':
			return {is: 'statements', statements: kind.statements};
		case 'content':
			return {is: 'content', language: kind.language};
		case 'notes':
			return {is: 'points', points: kind.points};
		case 'output':
			return {is: 'output'};
		case 'reference':
			return {is: 'reference', kind: kind.kind};
	}
}

function structuredAsks(language: string): Asks {
	const kind = structuredKinds.find(one => one === language);
	return kind === undefined ? {is: 'reference', kind: 'other'} : {is: 'structured', kind};
}

/** A probe when it only reads and a connection is known for it; else a person types it (rule R4g). */
function sqlAsks(sheet: Sheet, fence: Fence, attributes: Attributes): Asks {
	const names = Object.keys(sheet.meta.connections);
	const named = attributes.values.get('connection');
	const connection = named ?? (names.length === 1 ? names[0] : undefined);
	const reads = /^\s*(?:--[^\n]*\n\s*)*(?:select|with|show|explain|values|table)\b/i.test(
		fence.body.slice(0, 5_000),
	);
	if (connection === undefined || !(connection in sheet.meta.connections) || !reads) {
		return {is: 'statements', statements: [fence.body]};
	}
	const expect = attributes.values.get('expect');
	return {
		is: 'probe',
		work: {probe: 'sql', connection, sql: fence.body, capture: {}, ...(expect === undefined ? {} : {expect})},
	};
}

function unclosed(fence: Fence): Sheet['problems'][number] {
	return {
		code: 'damaged.unclosed-fence',
		severity: 'warning',
		line: fence.line,
		column: 1,
		message: 'This fence is never closed, so everything to its end is shown and nothing of it runs.',
		hint: 'Close it with a line of the same marks at the same indentation.',
	};
}
