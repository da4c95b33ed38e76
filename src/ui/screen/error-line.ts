/** Words by which tools of many languages say that something went wrong. `0 errors` and `no failures` say the opposite. */
const wrong =
	/\b(?:error|errors|fatal|failed|failure|failures|exception|panic|traceback|critical|denied|refused|timed out|timeout|aborted|killed|cannot|can't|unable to|not found)\b/i;
const well = /\b(?:0|no|without) (?:errors?|failures?|failed)\b|\b(?:errors?|failures?|failed)[:=] ?0\b/i;

/** Whether a line of output tells of an error; a guess, for jumping from one to the next. */
export function tellsError(line: string): boolean {
	return wrong.test(line) && !well.test(line);
}
