import {readFileSync} from 'node:fs';

/**
A checklist as a site would adapt it: other names of hosts and directories, and here also shorter times, because
nobody waits half an hour for a test. Every change has to be found in the text.
*/
export function adapted(name: string, changes: Readonly<Record<string, string>>): string {
	let text = hurried(readFileSync(`checklists/${name}.md`, 'utf8'));
	for (const [before, after] of Object.entries(changes)) {
		if (!text.includes(before)) {
			throw new Error(`checklists/${name}.md holds no “${before}” to be adapted.`);
		}
		text = text.replaceAll(before, after);
	}
	return text;
}

const unitMs = {s: 1_000, m: 60_000, h: 3_600_000};

/** Waits, spans of metrics and pauses between two looks; never a limit after which something counts as failed. */
function hurried(text: string): string {
	return text
		.replace(/\b(poll[=:] ?)(\d+)(s|m)\b/g, (_, key: string) => `${key}300ms`)
		.replace(/\b(every: )(\d+)s\b/g, (_, key: string) => `${key}1s`)
		.replace(/^( *for: )(\d+)(s|m|h)$/gm, (_, key: string) => `${key}2s`)
		.replace(
			/^( *(?:fail|warn): .* for )(\d+)(s|m)$/gm,
			(_, key: string, count: string, unit: 's' | 'm') =>
				`${key}${Math.min(2_000, Number(count) * unitMs[unit])}ms`,
		);
}

/** The day of the week in so many days, as windows name it. */
export function dayFromNow(days: number): string {
	const date = new Date(Date.now() + days * 86_400_000);
	return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? 'Mon';
}
