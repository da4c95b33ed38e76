import {defineConfig} from 'vitest/config';
import everyday from './vitest.ts';

/** What takes minutes: run by hand and at night. Files one after the other, because some measure what the machine does. */
export default defineConfig({
	...everyday,
	test: {...everyday.test, include: ['test/torture/**/*.test.ts'], exclude: [], fileParallelism: false},
});
