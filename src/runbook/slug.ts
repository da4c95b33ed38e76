/** An id in `[a-z0-9._-]{1,64}` from a title; `fallback` when nothing of it is left. */
export function slugOf(title: string, fallback: string): string {
	const slug = title
		.slice(0, 400)
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[\u0300-\u036f'’`]/g, '')
		.replace(/[^a-z0-9._]+/g, '-')
		.replace(/(?<!\d)\.+|\.+(?!\d)/g, '-')
		.replace(/-{2,}/g, '-')
		.replace(/^[-._]+|[-._]+$/g, '');
	return shortened(slug) || fallback;
}

/** Ids are typed by hand; whole words up to this many characters are enough to know a step by. */
const slugMax = 48;

function shortened(slug: string): string {
	if (slug.length <= slugMax) return slug;
	const border = slug.lastIndexOf('-', slugMax);
	return slug.slice(0, border > slugMax / 2 ? border : slugMax);
}

/** Hands out every id once; a second one of the same name gets the number of its occurrence. */
export class Ids {
	private readonly taken = new Set<string>();
	private readonly counts = new Map<string, number>();

	/** Keeps an id the author gave from being handed out for a title. */
	reserve(id: string): void {
		this.taken.add(id);
	}

	take(wanted: string): string {
		let count = (this.counts.get(wanted) ?? 0) + 1;
		let id = count === 1 ? wanted : numbered(wanted, count);
		while (this.taken.has(id)) {
			count++;
			id = numbered(wanted, count);
		}
		this.counts.set(wanted, count);
		this.taken.add(id);
		return id;
	}
}

function numbered(wanted: string, count: number): string {
	const suffix = `-${count}`;
	return wanted.slice(0, 64 - suffix.length) + suffix;
}
