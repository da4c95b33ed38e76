import {sanitiseLine} from '../../text/sanitise.ts';
import type {Stroke} from '../screen/stroke.ts';
import {type Home, type HomeEntry, type HomeRow, homeGroups} from './home.ts';
import {type HomeAction, homeActionOf, whyNotHome} from './home-keys.ts';

/** Where the person looks on the home screen. */
export type HomeDesk = {
	/** What is searched for. */
	readonly wanted: string;
	/** Letters go into the search. */
	readonly typing: boolean;
	/** Which row, counted over all groups. */
	readonly at: number;
	readonly help: boolean;
	/** Why a key did nothing. */
	readonly notice?: string;
};

/** What the person wants opened. */
export type HomeChoice =
	| {readonly do: 'run' | 'rehearse' | 'plan'; readonly path: string}
	| {readonly do: 'resume' | 'show'; readonly run: string}
	| {readonly do: 'practice'}
	| {readonly do: 'leave'};

export const firstDesk: HomeDesk = {wanted: '', typing: false, at: 0, help: false};

function rowsOf(home: Home, desk: HomeDesk): readonly HomeRow[] {
	return homeGroups(home, desk.wanted).flatMap(group => group.rows);
}

export type HomePressed = {readonly desk: HomeDesk; readonly choice?: HomeChoice};

/** Longer searches find nothing. Characters. */
const wantedMax = 100;
/** Rows a page key moves. */
const pageRows = 10;

/** What a key does. Pure. */
export function pressHome(home: Home, before: HomeDesk, stroke: Stroke): HomePressed {
	const {notice: _, ...desk} = before;
	if (desk.help) {
		return {desk: {...desk, help: false}};
	}
	if (desk.typing && stroke.text !== undefined) {
		const wanted = sanitiseLine(desk.wanted + stroke.text).slice(0, wantedMax);
		return {desk: {...desk, wanted, at: 0}};
	}
	if (desk.typing && stroke.name === 'backspace') {
		return {desk: {...desk, wanted: [...desk.wanted].slice(0, -1).join(''), at: 0}};
	}
	const rows = rowsOf(home, desk);
	const entry = rows[desk.at]?.entry;
	const action = homeActionOf(stroke.name, desk.typing);
	if (action === undefined) {
		return {desk: {...desk, notice: `${stroke.name} does nothing here; ? shows the keys`}};
	}
	const why = whyNotHome(action, entry);
	return why === undefined ? actHome(desk, action, {rows, entry}) : {desk: {...desk, notice: why}};
}

type Sight = {readonly rows: readonly HomeRow[]; readonly entry: HomeEntry | undefined};

function actHome(desk: HomeDesk, action: HomeAction, {rows, entry}: Sight): HomePressed {
	const to = (at: number) => ({desk: {...desk, at: Math.max(0, Math.min(at, rows.length - 1))}});
	switch (action) {
		case 'down':
			return to(desk.at + 1);
		case 'up':
			return to(desk.at - 1);
		case 'page-down':
			return to(desk.at + pageRows);
		case 'page-up':
			return to(desk.at - pageRows);
		case 'top':
			return to(0);
		case 'end':
			return to(rows.length - 1);
		case 'search':
			return {desk: {...desk, typing: true}};
		case 'clear':
			return {desk: {...desk, typing: false, wanted: desk.typing ? desk.wanted : '', at: 0}};
		case 'help':
			return {desk: {...desk, help: true}};
		case 'practice':
			return {desk, choice: {do: 'practice'}};
		case 'leave':
			return {desk, choice: {do: 'leave'}};
		case 'open':
		case 'plan':
		case 'rehearse':
			return entry === undefined ? {desk} : {desk, choice: choiceOf(action, entry)};
	}
}

function choiceOf(action: 'open' | 'plan' | 'rehearse', entry: HomeEntry): HomeChoice {
	if (entry.is === 'runbook') {
		return {do: action === 'open' ? 'run' : action, path: entry.path};
	}
	return {do: entry.is === 'open' && entry.damaged === undefined ? 'resume' : 'show', run: entry.run};
}
