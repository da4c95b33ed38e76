import {readdir} from 'node:fs/promises';

/** One measured thing beside its baseline, both taken in this run. `ratio` is value over baseline in the row's unit. */
export type Row = {
	readonly what: string;
	readonly value: number;
	readonly unit: string;
	readonly baseline: number;
	readonly ratio: number;
};

type Bench = {readonly title: string; readonly run: () => Promise<readonly Row[]>};

/**
Runs every bench beside this file, or those named on the command line (`npm run bench -- store text`), one after the
other so that none measures another.
*/
async function main(names: readonly string[]): Promise<void> {
	const files = (await readdir(new URL('.', import.meta.url)))
		.filter(file => file.endsWith('.ts') && file !== 'main.ts')
		.sort();
	for (const file of files.filter(one => names.length === 0 || names.includes(one.slice(0, -3)))) {
		const bench = (await import(new URL(file, import.meta.url).href)) as Partial<Bench>;
		if (bench.title !== undefined && bench.run !== undefined) {
			console.log(`\n${bench.title}`);
			print(await bench.run());
		}
	}
}

function print(rows: readonly Row[]): void {
	const width = Math.max(...rows.map(row => row.what.length));
	for (const {what, value, unit, baseline, ratio} of rows) {
		console.log(
			`  ${what.padEnd(width)}  ${figure(value).padStart(9)} ${unit.padEnd(8)} baseline ${figure(baseline).padStart(9)}   × ${ratio.toFixed(2)}`,
		);
	}
}

function figure(value: number): string {
	return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

await main(process.argv.slice(2));
