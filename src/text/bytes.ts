const names = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units as disks and networks have them (SI): `0 B`, `999 B`, `1.2 kB`, `34 MB`. */
export function formatBytes(bytes: number): string {
	if (!Number.isFinite(bytes)) {
		return '–';
	}
	const sign = bytes < 0 ? '-' : '';
	let size = Math.abs(bytes);
	let unit = 0;
	while (size >= 999.5 && unit < names.length - 1) {
		size /= 1000;
		unit += 1;
	}
	const digits = unit === 0 || size >= 9.95 ? 0 : 1;
	return `${sign}${size.toFixed(digits)} ${names[unit]}`;
}
