import {type ExitCode, exitCode} from '../../fault.ts';
import {planOf} from '../../runbook/plan.ts';
import {jsonText} from '../../text/json-text.ts';
import {planLines} from '../../ui/view/plan.ts';
import {readBook} from '../includes.ts';
import {say} from '../out.ts';
import {problemLines} from '../problems.ts';
import {readRunbookFile} from '../read-file.ts';

/** Nothing is cut short where a program reads. Columns. */
const pipedColumns = 4_000;

/** `gonogo plan FILE`: what a run would do. Reads, and executes nothing. */
export async function plan(name: string, options: {json?: boolean; why?: boolean}): Promise<ExitCode> {
	const file = await readRunbookFile(name);
	const {reading, includes} = readBook(file);
	const hasErrors = reading.problems.some(problem => problem.severity === 'error');
	if (options.json === true) {
		await say(`${jsonText(planOf(reading, {path: file.name}), 2)}\n`);
	} else {
		await say(
			planLines(reading.runbook, {
				why: options.why ?? false,
				columns: process.stdout.columns ?? pipedColumns,
			}),
		);
		await say(
			reading.problems.length === 0 ? '' : `\n${problemLines(reading.problems, {...file, includes})}`,
		);
	}
	return hasErrors ? exitCode.usage : exitCode.complete;
}
