/** Labels of fences that bash runs: `sh` stands for “a shell” in runbooks, and only bash has `pipefail` everywhere. */
const bashLabels: ReadonlySet<string> = new Set([
	'',
	'sh',
	'bash',
	'shell',
	'console',
	'shell-session',
	'shellscript',
]);

/** True when the shell's variables and directory can be handed on to the next step. */
export function isBash(interpreter: string): boolean {
	return bashLabels.has(interpreter);
}

/** Program and flags for any other interpreter; the script's file comes behind them. */
export function programOf(interpreter: string, strict: boolean): readonly string[] {
	const [program = '', ...flags] = interpreter.trim().split(/\s+/);
	const known = {
		zsh: ['-f', ...(strict ? ['-e', '-u', '-o', 'pipefail'] : [])],
		ksh: strict ? ['-e', '-u', '-o', 'pipefail'] : [],
		dash: strict ? ['-e', '-u'] : [],
	};
	const aliases: Readonly<Record<string, string>> = {
		python: 'python3',
		py: 'python3',
		javascript: 'node',
		js: 'node',
		typescript: 'node',
		ts: 'node',
		rb: 'ruby',
		powershell: 'pwsh',
	};
	const name = flags.length === 0 ? (aliases[program] ?? program) : program;
	return [
		name,
		...flags,
		...(flags.length === 0 && program in known ? known[program as keyof typeof known] : []),
	];
}

/** The flag behind which an interpreter takes a program's text: where there is no file. */
export function inlineFlagOf(interpreter: string): string {
	const [program = ''] = programOf(interpreter, false);
	return ['node', 'ruby', 'perl', 'php'].includes(program) ? '-e' : '-c';
}
