import type {Problem} from '../model.ts';
import {ttyOf} from '../shell/tty.ts';
import {type FoundCommand, finding, type Paper, placeOf, type Rule} from './paper.ts';

/** Other machines, screens and things without end: D10, D11, D12. */
export const remote: Rule = paper =>
	paper.commands.flatMap((command, index) => [
		...leftBehind(paper, command, index),
		...endless(paper, command),
		...browser(paper, command),
	]);

function leftBehind(paper: Paper, command: FoundCommand, index: number): readonly Problem[] {
	const call = command.calls.find(({words}) => words[0] === 'ssh');
	if (call === undefined) {
		return [];
	}
	const place = placeOf(paper, command, 'ssh');
	const feeds =
		call.redirects.some(redirect => redirect.operator.startsWith('<<')) || /<<\s*['"]?\w+/.test(command.text);
	if (feeds) {
		const isStrict = /\bset\s+-\w*e/.test(call.heredoc ?? '');
		return isStrict
			? []
			: [
					finding('D10', place, {
						message:
							'These lines run in a remote shell that goes on after a failure, and a command there that reads its input swallows the rest.',
					}),
				];
	}
	const isLogin = ttyOf(command.text) === 'interactive';
	const next = paper.commands[index + 1];
	const goesOn =
		next !== undefined &&
		(next.block === command.block || (command.where === 'text' && next.line - command.line <= 2));
	return isLogin && goesOn
		? [
				finding('D10', place, {
					severity: 'error',
					message: 'This logs in to another machine; the commands after it run on this one.',
				}),
			]
		: [];
}

function endless(paper: Paper, command: FoundCommand): readonly Problem[] {
	const isMeant = command.run?.background === true || command.run?.interactive === true;
	if (isMeant || command.step?.kind === 'manual' || ttyOf(command.text) !== 'endless') {
		return [];
	}
	const program = command.calls[0]?.words.slice(0, 2).join(' ') ?? '';
	return [
		finding('D11', placeOf(paper, command, command.calls[0]?.words[0] ?? ''), {
			message: `“${program}” goes on until somebody stops it.`,
		}),
	];
}

function browser(paper: Paper, command: FoundCommand): readonly Problem[] {
	const call = command.calls.find(
		({words}) =>
			/^(?:open|xdg-open|start|explorer|wslview|sensible-browser|firefox|google-chrome)$/.test(
				words[0] ?? '',
			) && words.some(word => /^https?:\/\/|^<|\$/.test(word)),
	);
	return call === undefined
		? []
		: [
				finding('D12', placeOf(paper, command, call.words[0] ?? ''), {
					message: `“${call.words[0]}” opens a page on the screen of this machine, if it has one.`,
				}),
			];
}
