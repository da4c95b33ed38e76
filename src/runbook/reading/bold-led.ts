import type {Prose} from '../step-model.ts';

/** What the author says about a step in paragraphs that open with a bold word (`**Why**: …`). */
export type BoldLed = {readonly prose: Omit<Prose, 'notes' | 'explanation'>; readonly rest: string};

type Key = keyof BoldLed['prose'];

const words: readonly (readonly [Key, RegExp])[] = [
	['why', /^(?:why|reason|rationale)$/],
	[
		'expect',
		/^(?:expect|expected|expects|expected (?:result|outcome|output|behaviou?r)|expectation|you should see)$/,
	],
	['undo', /^(?:undo|to undo|how to undo|revert|roll ?back)$/],
	[
		'ifNot',
		/^(?:if not|if (?:it|this|that|the step) (?:fails|does not work|doesn'?t work|is not so)|on failure|otherwise)$/,
	],
	[
		'takes',
		/^(?:takes|time|duration|estimated (?:time|duration)|how long|eta|usual time|expected duration)$/,
	],
	['danger', /^danger$/],
	['blast', /^(?:blast|blast radius|could be hit|affects)$/],
];

/**
Cuts a paragraph at its bold-led lines.

@returns undefined when none of its lines opens with one of the words.
*/
export function readBoldLed(source: string): BoldLed | undefined {
	if (!source.includes('**') && !source.includes('__')) return;
	const prose = new Map<Key, string[]>();
	const rest: string[] = [];
	let key: Key | undefined;
	for (const line of source.split('\n')) {
		const lead = leadOf(line);
		key = lead?.key ?? (lead ? undefined : key);
		const text = lead?.key ? lead.text : line;
		if (key === undefined) rest.push(text);
		else prose.set(key, push(prose.get(key), text));
	}
	if (prose.size === 0) return;
	const said = [...prose]
		.map(([name, texts]) => [name, texts.filter(text => text !== '').join('\n')] as const)
		.filter(([, text]) => text !== '');
	if (said.length === 0) return;
	return {prose: Object.fromEntries(said), rest: rest.join('\n').trim()};
}

function push(texts: string[] | undefined, text: string): string[] {
	const all = texts ?? [];
	all.push(text);
	return all;
}

function leadOf(line: string): {readonly key?: Key; readonly text: string} | undefined {
	const match = /^\s*(?:[-*+]\s+)?(\*\*|__)([^*_\n]{1,60})\1\s*(?:[:.–—-]\s*)?(.*)$/.exec(
		line.slice(0, 20_000),
	);
	if (!match) return;
	const word = (match[2] ?? '')
		.trim()
		.replace(/\s*[:.?!]$/, '')
		.toLowerCase()
		.replaceAll('’', "'");
	const key = words.find(([, pattern]) => pattern.test(word))?.[0];
	return {...(key === undefined ? {} : {key}), text: (match[3] ?? '').trim()};
}

/** `**Goal**: …` of a section. */
export function goalOf(source: string): string | undefined {
	return /^(?:\*\*|__)goals?:?(?:\*\*|__)\s*:?\s*([\s\S]{1,2000})$/i.exec(source.trim())?.[1]?.trim();
}
