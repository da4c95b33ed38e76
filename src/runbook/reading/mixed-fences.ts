import {logicalLines} from '../shell/logical-lines.ts';
import {looksLikeCommand} from '../shell/looks.ts';
import {replOf} from '../shell/repl.ts';

const saysOutput =
	/^\s*#+\s*(?:the\s+)?(?:expected|sample|example)?\s*(?:output|response|result|returns?|answer)\s*:?\s*$|^\s*#+\s*expect(?:ed)?\s*:\s*$/i;

/** "# Expected response:" and what stands below it, when nothing there can be run: it is what the commands above print. */
export function toldOutput(body: string): {readonly script: string; readonly output: string} | undefined {
	const lines = body.split('\n');
	const at = lines.findIndex(line => line.length < 200 && saysOutput.test(line));
	if (at < 1) return;
	const script = lines.slice(0, at).join('\n').trimEnd();
	const output = lines.slice(at + 1).join('\n');
	const told = commandsIn(output);
	const isOutput = told.length > 0 && !told.some(looksLikeCommand);
	return isOutput && commandsIn(script).length > 0 ? {script, output} : undefined;
}

/** Commands of a shell before and after lines with another program's prompt, in one fence: a person picks (rule R4f). */
export function mixesPrograms(body: string): boolean {
	const lines = body.split('\n');
	const read = replOf(lines);
	const last = read?.statements.at(-1)?.line;
	if (last === undefined) return false;
	const first = lines.find(line => line.trim() !== '' && !/^\s*#/.test(line));
	return first !== undefined && looksLikeCommand(first) && lines.slice(last).some(looksLikeCommand);
}

function commandsIn(body: string): readonly string[] {
	return logicalLines(body)
		.filter(line => line.is === 'command')
		.map(line => line.text);
}
