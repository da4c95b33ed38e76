import {type Damage, isBareCommand} from './reading/damaged.ts';
import {roleOfTitle} from './reading/roles.ts';

/** Text with the 0-based line of the original that each of its lines stands for. */
export type Mended = {readonly lines: readonly string[]; readonly from: readonly number[]};

/**
Puts marks back where they follow by rule from lines that are whole (rule R21): comment and command lines become
fences, title lines headings, runs of short lines bullets. Where line ends were lost nothing becomes a fence, ever.
*/
export function mend(lines: readonly string[], damage: Damage): Mended {
	const out: string[] = [];
	const from: number[] = [];
	const put = (line: number, ...texts: string[]): void => {
		for (const text of texts) {
			out.push(text);
			from.push(line);
		}
	};
	const titles = new Titles();
	let at = 0;
	while (at < lines.length) {
		const text = lines[at] ?? '';
		const run = damage.is === 'marks-lost' && damage.hasCommands ? commandRun(lines, at) : 0;
		if (run > 0) {
			put(at, '', '```bash');
			for (let line = at; line < at + run; line++) put(line, lines[line] ?? '');
			put(at + run - 1, '```', '');
			titles.content();
			at += run;
			continue;
		}
		const title = titles.read(lines, at, damage);
		if (title !== undefined) put(at, '', title, '');
		else if (damage.is === 'glued' && /^#{1,6}\s/.test(text)) put(at, `\\${text}`);
		else put(at, isBullet(lines, at, damage) ? `- ${text.trim()}` : text);
		if (title === undefined && text.trim() !== '') titles.content();
		at++;
	}
	return {lines: out, from};
}

/** Number of lines from here that are comments and commands, with a command among them; 0 when this is no such run. */
function commandRun(lines: readonly string[], start: number): number {
	let end = start;
	let commands = 0;
	while (end < lines.length) {
		const line = lines[end] ?? '';
		if (isBareCommand(line)) commands++;
		else if (!/^#\s+\S/.test(line)) break;
		end++;
	}
	return commands > 0 ? end - start : 0;
}

/** Finds title lines and gives them a level: 1 for the first, 2 for a part, 3 below a part that has nothing of its own. */
class Titles {
	private level = 0;
	private isEmpty = false;
	private inNumbers = false;

	content(): void {
		this.isEmpty = false;
	}

	read(lines: readonly string[], at: number, damage: Damage): string | undefined {
		const text = (lines[at] ?? '').trim();
		if (text === '' || text.length > 80) return;
		if (this.level === 0) return this.first(text);
		if (
			!isTitle(lines, at, damage) ||
			(this.level === 1 && this.isEmpty && /\d|·/.test(text) && !/^\d+[.)]\s/.test(text))
		)
			return;
		const numbered = /^\d+[.)]\s/.test(text);
		const part = roleOfTitle(text) !== undefined;
		const level = numbered
			? 3
			: part || this.inNumbers
				? 2
				: this.isEmpty
					? Math.min(4, this.level + 1)
					: Math.max(2, this.level);
		this.level = level;
		this.isEmpty = true;
		this.inNumbers = numbered;
		return `${'#'.repeat(level)} ${text.replace(/^(\d+)[.)]\s/, '$1. ')}`;
	}

	private first(text: string): string {
		this.level = 1;
		this.isEmpty = true;
		return `# ${text.replace(/^#{1,6}\s+/, '').replace(/^\d+[.)]\s+/, '')}`;
	}
}

function isTitle(lines: readonly string[], at: number, damage: Damage): boolean {
	const text = (lines[at] ?? '').trim();
	const next = (lines[at + 1] ?? '').trim();
	if (/^\d+[.)]\s+[A-Z]/.test(text))
		return (
			!/[.:;,]$/.test(text) &&
			!/^\d+[.)]\s/.test(next) &&
			!/^\d+[.)]\s/.test((lines[at - 1] ?? '').trim()) &&
			next !== ''
		);
	if (!/^[A-Z]/.test(text) || /[.:;,!?]$/.test(text) || text.includes(': ') || text.split(/\s+/).length > 8)
		return false;
	if (next === '' && damage.is === 'marks-lost' && !damage.hasCommands) return isTitleCase(text);
	if (next === '') return false;
	return (
		/^[-*|#]/.test(next) ||
		/[.:]$/.test(next) ||
		isBareCommand(next) ||
		/^\d+[.)]\s/.test(next) ||
		/^[A-Z]\w+: /.test(next) ||
		isTitleCase(next) ||
		isTitleCase(text)
	);
}

const small = /^(?:and|or|of|the|to|for|in|on|a|an|with|by|from|at|&|-|–|—)$/;

/** "Deployment Steps (High Level)", "Scope": every word that matters has a capital. */
function isTitleCase(text: string): boolean {
	const words = text.split(/\s+/);
	return (
		words.length <= 7 &&
		words.every(word => small.test(word) || /^[("']?[A-Z0-9]/.test(word)) &&
		!/[.:;,!?]$/.test(text)
	);
}

/** In a file that lost its bullets: a short line alone, beside another such line or under a line that ends in a colon. */
function isBullet(lines: readonly string[], at: number, damage: Damage): boolean {
	if (damage.is !== 'marks-lost' || damage.hasCommands) return false;
	const text = (lines[at] ?? '').trim();
	if (text === '' || /[.:;!?]$/.test(text) || text.length > 120 || /^[#>|`]/.test(text)) return false;
	return (lines[at - 1] ?? '').trim() === '' && (lines[at + 1] ?? '').trim() === '';
}
