import {keyName} from '../keys.ts';
import {type Line, line, type Span, span, spread} from '../line.ts';
import {agoWords} from '../view/ago.ts';
import {saidLine} from '../view/said.ts';
import {type Home, type HomeEntry, type HomeRow, homeGroups, placeOf} from './home.ts';
import type {HomeDesk} from './home-desk.ts';
import {homeKeys, whyNotHome} from './home-keys.ts';

export type HomeSize = {readonly columns: number; readonly rows: number};

/** Below this every row goes to words. Rows. */
const rulesFrom = 20;

/** The whole home screen, one line a row; exactly as many as there are. */
export function homeLines(
	home: Home,
	desk: HomeDesk,
	{columns, rows, now}: HomeSize & {readonly now: number},
): readonly Line[] {
	const rule = rows >= rulesFrom ? [line(span('─'.repeat(columns), 'quiet'))] : [];
	const counts =
		columns < operatorFrom
			? ''
			: `${home.runbooks.length} runbooks · ${home.open.length} open · ${home.ended.length} ended`;
	const head = spread(
		line(' ', {...span('gonogo', 'title'), bold: true}, span('  what do you want to walk?', 'quiet')),
		line(span(counts, 'quiet'), ' '),
		columns,
	);
	const room = rows - 3 - rule.length * 2;
	const body = desk.help ? helpLines() : listLines(home, desk, {columns, rows: room, now});
	return [
		head,
		...rule,
		...Array.from({length: room}, (_, at) => body[at] ?? []),
		...rule,
		promptLine(home, desk),
		barLine(home, desk, columns),
	];
}

function promptLine(home: Home, desk: HomeDesk): Line {
	const bar = [span(' ', 'accent'), ' '] as const;
	if (desk.typing) {
		return line(...bar, span(' SEARCH ', 'accent'), '  › ', desk.wanted, span(' ', 'caret'));
	}
	const entry = chosen(home, desk);
	const words = entry === undefined ? '' : actionWords(entry);
	const searched = desk.wanted === '' ? [] : [span(`   only “${desk.wanted}”`, 'quiet')];
	return line(...bar, span(' HOME ', 'accent'), '  ', span('enter', 'key'), ` ${words}`, ...searched);
}

function actionWords(entry: HomeEntry): string {
	switch (entry.is) {
		case 'open':
			return entry.damaged === undefined
				? 'goes on exactly where it stands'
				: `shows it: ${saidLine(entry.damaged)}`;
		case 'runbook':
			return `walks ${saidLine(entry.path)}`;
		case 'ended':
			return 'shows what happened';
	}
}

function barLine(home: Home, desk: HomeDesk, columns: number): Line {
	if (desk.notice !== undefined) {
		return line(' ', span('! ', 'warn'), span(desk.notice, 'warn'));
	}
	const entry = chosen(home, desk);
	const shown = homeKeys.filter(row =>
		['search', 'clear', 'plan', 'rehearse', 'practice', 'down', 'help', 'leave'].includes(row.action),
	);
	const words = shown.flatMap(row => {
		const isOff =
			whyNotHome(row.action, entry) !== undefined ||
			(row.action === 'clear' && !desk.typing && desk.wanted === '');
		const name = row.action === 'down' ? 'j k' : keyName(row.keys[0] ?? '');
		const label = row.action === 'down' ? 'look' : row.label;
		return isOff || (desk.typing && name.length === 1)
			? []
			: [span(name, 'strong'), span(` ${label}   `, 'quiet')];
	});
	return spread(line(' ', ...words), [], columns);
}

function chosen(home: Home, desk: HomeDesk): HomeEntry | undefined {
	return homeGroups(home, desk.wanted).flatMap(group => group.rows)[desk.at]?.entry;
}

type Room = HomeSize & {readonly now: number};

function listLines(home: Home, desk: HomeDesk, room: Room): readonly Line[] {
	const groups = homeGroups(home, desk.wanted);
	if (groups.length === 0) {
		return [[], line('  ', span(emptyWords(desk), 'quiet'))];
	}
	const lines: Line[] = [];
	let at = 0;
	let chosenAt = 0;
	for (const group of groups) {
		lines.push(
			...(lines.length === 0 ? [] : [[]]),
			line(' ', {...span(group.title, 'title'), bold: true}, span(`  ${group.rows.length}`, 'quiet')),
		);
		for (const row of group.rows) {
			chosenAt = at === desk.at ? lines.length : chosenAt;
			lines.push(rowLine(row, at === desk.at, room));
			at += 1;
		}
	}
	const first = Math.max(0, Math.min(chosenAt - Math.floor(room.rows / 2), lines.length - room.rows));
	return lines.slice(first, first + room.rows);
}

function emptyWords(desk: HomeDesk): string {
	return desk.wanted === ''
		? 'No runbooks here and no runs yet. P walks the practice release; gonogo run FILE walks any Markdown file.'
		: `Nothing matches “${desk.wanted}”. esc shows everything again.`;
}

function rowLine(row: HomeRow, isChosen: boolean, {columns, now}: Room): Line {
	const {entry} = row;
	const left = line(
		span(isChosen ? ' ▸ ' : '   ', 'strong'),
		...signOf(entry),
		...titleSpans(row, isChosen),
		span(`  ${saidLine(whereOf(entry))}`, 'quiet'),
	);
	return spread(left, line(' ', ...asideOf(entry, now, columns), ' '), columns);
}

function whereOf(entry: HomeEntry): string {
	return entry.is === 'runbook' ? placeOf(entry) : entry.where;
}

function signOf(entry: HomeEntry): Line {
	switch (entry.is) {
		case 'open':
			return [
				span(
					entry.damaged !== undefined ? '✗ ' : entry.driven ? '▶ ' : '◌ ',
					entry.damaged === undefined ? 'warn' : 'bad',
				),
			];
		case 'runbook':
			return [span('  ')];
		case 'ended':
			return [span(`${entry.mark.glyph} `, entry.mark.tone)];
	}
}

/** The letters a search found stand out. */
function titleSpans({entry, found}: HomeRow, isChosen: boolean): readonly Span[] {
	const base = {tone: isChosen ? ('strong' as const) : ('plain' as const)};
	if (found.size === 0) {
		return [{text: saidLine(entry.title), ...base}];
	}
	return [...saidLine(entry.title)].map((text, at) => ({
		text,
		...base,
		...(found.has(at) ? {tone: 'found' as const} : {}),
	}));
}

/** Who drove last is said where there is room for it. Columns. */
const operatorFrom = 76;

function asideOf(entry: HomeEntry, now: number, columns: number): readonly Span[] {
	const by = entry.is === 'runbook' || columns < operatorFrom ? '' : ` · ${saidLine(entry.operator)}`;
	switch (entry.is) {
		case 'open': {
			const words = entry.damaged !== undefined ? 'damaged' : entry.driven ? 'driven now' : 'interrupted';
			return [
				span(words, entry.damaged === undefined ? 'warn' : 'bad'),
				span(` ${agoWords(entry.at, now)}${by}`, 'quiet'),
			];
		}
		case 'runbook':
			return entry.last === undefined
				? [span('never run here', 'quiet')]
				: [
						span(`${entry.last.mark.glyph} ${entry.last.mark.word}`, entry.last.mark.tone),
						span(` ${agoWords(entry.last.at, now)} · ${entry.runs}×`, 'quiet'),
					];
		case 'ended':
			return [span(entry.mark.word, entry.mark.tone), span(` ${agoWords(entry.at, now)}${by}`, 'quiet')];
	}
}

function helpLines(): readonly Line[] {
	return [
		line(' ', {...span('Keys', 'title'), bold: true}, span('  any key closes this page', 'quiet')),
		...homeKeys.map(row => line('   ', span(row.keys.map(keyName).join(' ').padEnd(18), 'strong'), row.help)),
	];
}
