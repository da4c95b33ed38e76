import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import type {RunSummary} from '../../store/store.ts';
import type {HomeChoice} from '../../ui/home/home-desk.ts';
import {homeText} from '../../ui/home/home-text.ts';
import {colourOf} from '../../ui/theme.ts';
import {frontPage} from '../front-page.ts';
import {homeFound} from '../home-found.ts';
import {say} from '../out.ts';
import {isTerminal, wantsLines} from '../screens.ts';
import {readSettings, type Settings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

/** `gonogo` alone: what can be walked, gone on with or read; a list where there is no screen for it. */
export async function home(): Promise<ExitCode> {
	const settings = await readSettings();
	const found = await homeFound(await runsOf(settings), process.cwd());
	const now = Date.now();
	if (!isTerminal() || wantsLines(settings)) {
		const text = homeText(found, now);
		await say(text === '' ? frontPage() : `${text}\ngonogo help lists the verbs.\n`);
		return exitCode.complete;
	}
	const {showHome} = await import('../../ui/home/show-home.tsx');
	const {theme = 'auto'} = settings;
	const colour = process.env.NO_COLOR || theme === 'auto' ? colourOf(process.env) : theme;
	const choice = await showHome(found, {stdin: process.stdin, stdout: process.stdout, colour, now});
	// Ink lets go of the terminal's input; without this the program would end at the next question.
	process.stdin.ref();
	return open(choice);
}

/** Without a place for runs there are none to offer; a verb that needs the place says what is wrong with it. */
async function runsOf(settings: Settings): Promise<readonly RunSummary[]> {
	try {
		return await (await openPlace(settings)).store.list();
	} catch (error) {
		if (error instanceof Fault) {
			return [];
		}
		throw error;
	}
}

async function open(choice: HomeChoice): Promise<ExitCode> {
	switch (choice.do) {
		case 'leave':
			return exitCode.complete;
		case 'practice':
			return (await import('./practice.ts')).practice({});
		case 'resume':
			return (await import('./resume.ts')).resume(choice.run, {});
		case 'show':
			return (await import('./show.ts')).show(choice.run, {});
		case 'plan':
			return (await import('./plan.ts')).plan(choice.path, {});
		case 'run':
		case 'rehearse':
			return (await import('./run.ts')).run(choice.path, {input: [], rehearse: choice.do === 'rehearse'});
	}
}
