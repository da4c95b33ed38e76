import type {Draft} from '../reading/draft.ts';
import type {Step} from '../step-model.ts';
import type {CommandWork, ShellCommand} from '../work-model.ts';

/** A runnable text of a step, with the line it starts at. */
export type Runnable = {
	readonly draft: Draft;
	readonly text: string;
	readonly line: number;
	readonly isShell: boolean;
	/** Holds output as well: what only looks like a gap is none. */
	readonly mixed?: boolean;
	/** Offered on request only; the step can be done without it. */
	readonly offered?: boolean;
};

/** Everything of a step that will be run, asked or sent; what is only shown is left out. */
export function runnablesOf(draft: Draft): readonly Runnable[] {
	const {step} = draft;
	const shell = (work: CommandWork): Runnable => ({
		draft,
		text: work.script,
		line: work.commands[0]?.line ?? step.line,
		isShell: !/^(?:pwsh|powershell|cmd)$/.test(work.interpreter),
		mixed: work.mixed,
	});
	const extra = (work: CommandWork): Runnable[] =>
		[work.precheck, work.verify, work.undo]
			.filter(text => text !== undefined)
			.map(text => ({draft, text, line: step.line, isShell: true}));
	const suggestions = (commands: readonly ShellCommand[]): Runnable[] =>
		commands.map(({text, line}) => ({draft, text, line, isShell: true, offered: true}));
	switch (step.kind) {
		case 'command':
			return [shell(step.run), ...extra(step.run)];
		case 'check':
			return [...(step.run ? [shell(step.run), ...extra(step.run)] : []), ...suggestions(step.suggested)];
		case 'manual':
			return suggestions(step.suggested);
		case 'probe':
			return step.work.probe === 'command' ? [shell(step.work.run)] : textsOf(draft, step.work);
		case 'metric':
		case 'migration':
		case 'notify':
		case 'backup':
		case 'restore':
			return textsOf(draft, step.work);
		case 'gate':
		case 'wait':
			return [];
	}
}

/** Every text of a structured step; templates in it are filled by name. */
function textsOf(draft: Draft, work: object): readonly Runnable[] {
	const texts: string[] = [];
	const visit = (value: unknown, depth: number): void => {
		if (typeof value === 'string') texts.push(value);
		else if (typeof value === 'object' && value !== null && depth < 6)
			for (const one of Object.values(value)) visit(one, depth + 1);
	};
	visit(work, 0);
	return texts.map(text => ({draft, text, line: draft.step.line, isShell: false}));
}

/** Names a step takes from its output, in the spellings a script may use. */
export function capturesOf(step: Step): readonly string[] {
	const work = 'run' in step ? step.run : undefined;
	const probe = step.kind === 'probe' && 'capture' in step.work ? Object.keys(step.work.capture) : [];
	return [...(work ? Object.keys(work.capture) : []), ...probe].flatMap(name => [
		name,
		name.replaceAll('-', '_'),
		name.replaceAll('-', '_').toUpperCase(),
	]);
}
