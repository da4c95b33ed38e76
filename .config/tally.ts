import type {Reporter, TestModule} from 'vitest/node';

/**
Closes the run with a plain count, and says which tests did not run: those that need a program of the operating system
this machine does not have. With GONOGO_EVERY_TEST set (as in CI, which installs those programs) that is a failure,
except for what can't be installed.
*/
export default class Tally implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		const tests = modules.flatMap(module => [...module.children.allTests()]);
		const inState = (state: string) => tests.filter(test => test.result().state === state);
		const skipped = inState('skipped');
		for (const test of skipped) {
			console.log(`not run: ${test.fullName}`);
		}
		console.log(`${inState('passed').length} passed, ${inState('failed').length} failed, ${skipped.length} skipped`);
		if (skipped.some(test => test.meta().rare !== true) && process.env.GONOGO_EVERY_TEST) {
			console.log('Every test must run here: install the programs that the tests above need.');
			process.exitCode = 1;
		}
	}
}
