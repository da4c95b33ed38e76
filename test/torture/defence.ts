/** One line or so of the product that keeps something out, what stands there without it, and the tests that must then fail. */
export type Defence = {
	readonly keeps: string;
	readonly file: string;
	readonly line: string;
	readonly without: string;
	readonly test: string;
};
