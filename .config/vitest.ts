import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';

/** Ink asks `tput` for the window size on every frame when these are missing; colour is forced so that frames are the same everywhere. */
const env = {COLUMNS: '100', LINES: '30', FORCE_COLOR: '3', NODE_ENV: 'production'};

export default defineConfig({
	// React's production build, which the product ships, has no development transform.
	oxc: {jsx: {runtime: 'automatic', development: false}},
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		exclude: ['test/torture/**'],
		env,
		testTimeout: 30_000,
		// A shared machine may stall for seconds in the middle of a journey: what fails there is tried once more.
		retry: process.env.CI ? 1 : 0,
		hookTimeout: 60_000,
		pool: 'forks',
		// Much of a journey is waiting: two cores serve two of them.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		reporters: ['default', new URL('./tally.ts', import.meta.url).pathname],
	},
});
