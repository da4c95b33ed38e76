import {join} from 'node:path';
import type {OutputView} from '../engine/live.ts';
import type {StepId} from '../runbook/work-model.ts';
import {openOutput} from './output-view.ts';

/** One attempt's output, or what one of its several hosts wrote. */
export type Which = {readonly step: StepId; readonly attempt: number; readonly host?: string | undefined};

/** @param directory the run's. */
export function outputOf(directory: string, which: Which): OutputView {
	return openOutput(logPath(directory, which));
}

/** @param directory the run's. */
export function logPath(directory: string, which: Which): string {
	return join(directory, 'output', `${logName(which)}.log`);
}

/** Name of a log without its ending: `<step>.<attempt>`, and behind an `@` the host where there are several. */
export function logName({step, attempt, host}: Which): string {
	const name = `${step}.${attempt}`;
	return host === undefined ? name : atHost(name, host);
}

/** Name of a file that is about one host: what no file may be called becomes `_`. */
export function atHost(name: string, host: string): string {
	return `${name}@${host.replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
}
