const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago something was, in the unit a person would use: `just now`, `5 min ago`, `3 h ago`, `12 days ago`. @param at ISO 8601. */
export function agoWords(at: string, now: number): string {
	const age = now - Date.parse(at);
	if (Number.isNaN(age)) {
		return '';
	}
	if (age < minuteMs) {
		return 'just now';
	}
	if (age < hourMs) {
		return `${Math.floor(age / minuteMs)} min ago`;
	}
	return age < 2 * dayMs ? `${Math.floor(age / hourMs)} h ago` : `${Math.floor(age / dayMs)} days ago`;
}
