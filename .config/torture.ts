import {defineConfig, mergeConfig} from 'vitest/config';
import everyday from './vitest.ts';

/** What takes minutes: run by hand and at night. */
export default mergeConfig(everyday, defineConfig({test: {include: ['test/torture/**/*.test.ts'], fileParallelism: false}}));
