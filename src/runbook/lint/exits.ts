import type {Problem} from '../model.ts';
import {hasOption, positionalWords} from '../shell/options.ts';
import {type FoundCommand, finding, type Paper, placeOf, type Rule} from './paper.ts';

/** What exit codes say and hide: D5, D6, D7, D8, D9. */
export const exits: Rule = paper => [
	...paper.commands.flatMap(command => [
		...pollLoop(paper, command),
		...difference(paper, command),
		...search(paper, command),
		...itself(paper, command),
		...lenient(paper, command),
	]),
	...plainBlocks(paper),
];

/** A loop over tries that ends in `sleep`: its status is sleep's. Also as one line whose separators a copy has lost. */
const loop = /\b(?:for|while|until)\b[\s\S]{0,2000}?\bdo\b(?<body>[\s\S]{0,4000}?)\bdone(?<after>[\s\S]*)$/;
const lastSleep = /\bsleep\s+\S+?\s*(?:;|\n|$)?\s*$/;

function pollLoop(paper: Paper, command: FoundCommand): readonly Problem[] {
	const whole = command.text.slice(0, 8000);
	const groups = loop.exec(
		command.where === 'text' ? whole.replace(/done(?=[A-Z])/, ' done ') : whole,
	)?.groups;
	const body = groups?.body ?? '';
	if (groups === undefined || !/\bsleep\b/.test(body)) {
		return [];
	}
	const isEndless =
		/\b(?:while\s+(?:true|:|\[\[?\s*1)|until\b|while\s+!)/.test(whole.slice(0, whole.indexOf(body))) &&
		!/\b(?:exit|return|timeout)\b|SECONDS|attempts?|tries|count|\(\(/i.test(whole) &&
		!whole.startsWith('timeout');
	const leaves = /\bbreak\b|&&\s*exit\s+0/.test(body);
	const fails =
		/\b(?:exit|return)\s+[1-9]|\bfalse\b/.test(`${body}${groups.after ?? ''}`) || laterFails(paper, command);
	if (isEndless) {
		return [
			finding('D5', placeOf(paper, command, 'sleep'), {
				message: 'This loop waits for ever when what it waits for never comes.',
			}),
		];
	}
	return leaves && lastSleep.test(body.trimEnd()) && !fails
		? [
				finding('D5', placeOf(paper, command, 'sleep'), {
					message:
						'This poll loop can’t fail: when its tries are used up, it ends with the status of sleep, which is 0.',
				}),
			]
		: [];
}

/** The next command of the block asks once more, as `curl -f` or a test does. */
function laterFails(paper: Paper, command: FoundCommand): boolean {
	const next = paper.commands.find(other => other.block === command.block && other.line > command.line);
	return (
		next?.calls.some(
			({words}) =>
				/^(?:\[|\[\[|test|exit)$/.test(words[0] ?? '') ||
				(words[0] === 'curl' && hasOption(words, '-f', '--fail', '--fail-with-body')),
		) ?? false
	);
}

/** The exit status of a command is looked at by the author. */
function isHandled(command: FoundCommand): boolean {
	return (
		command.run?.okExit.includes(1) === true ||
		/\|\|\s*(?:true|:|echo|exit|\{|printf)|^\s*!|^\s*(?:if|while|until)\b|;\s*true\s*$/.test(command.text)
	);
}

function difference(paper: Paper, command: FoundCommand): readonly Problem[] {
	const call = command.calls.find(
		({words, piped}) =>
			!piped && /^(?:diff|cmp|sdiff|colordiff)$/.test(words[0] ?? '') && !hasOption(words, '-q', '--brief'),
	);
	const isPiped = call !== undefined && command.calls.some(other => other.piped);
	if (call === undefined || isPiped || isHandled(command)) {
		return [];
	}
	const secret = positionalWords(call.words).find(word => /\.env\b|secret|credential|password/i.test(word));
	const message = `${call.words[0]} ends with 1 when the files differ, which fails this step${secret === undefined ? '' : `; it also prints what stands in ${secret}`}.`;
	return [finding('D6', placeOf(paper, command, call.words[0] ?? ''), {message})];
}

const trouble =
	/error|fail|fatal|kill|signal|exit|oom|panic|exception|crash|warn|critical|traceback|segfault|denied|refused|timeout|5\d\d/i;

function search(paper: Paper, command: FoundCommand): readonly Problem[] {
	const last = command.calls.filter(call => !call.nested).at(-1);
	const words = last?.words ?? [];
	const pattern =
		positionalWords(words, '-e -A -B -C -m --max-count').join(' ') +
		words.filter((_, index) => words[index - 1] === '-e').join(' ');
	const isSearch =
		last?.piped === true &&
		/^(?:e|f|z)?grep$|^rg$/.test(words[0] ?? '') &&
		!hasOption(words, '-c', '--count') &&
		trouble.test(pattern);
	return isSearch && !isHandled(command)
		? [
				finding('D7', placeOf(paper, command, words[0] ?? ''), {
					message: `When ${pattern.slice(0, 40).trim()} is not found, which is good, grep ends with 1 and fails this step.`,
				}),
			]
		: [];
}

function itself(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap((call, index) => {
		const before = command.calls[index - 1];
		const isOwn =
			call.piped &&
			/^e?grep$/.test(call.words[0] ?? '') &&
			before?.words[0] === 'ps' &&
			!hasOption(before.words, '-p', '-C', '--pid');
		const isGuarded =
			call.words.some(word => /\[\w\]/.test(word)) ||
			command.calls.some(
				({words}) => words[0] === 'grep' && hasOption(words, '-v') && words.includes('grep'),
			) ||
			hasOption(call.words, '-v');
		return isOwn && !isGuarded
			? [
					finding('D8', placeOf(paper, command, 'ps'), {
						message: `grep finds its own command line here, so this always finds something.`,
					}),
				]
			: [];
	});
}

/** Strictness switched off in the open. */
function lenient(paper: Paper, command: FoundCommand): readonly Problem[] {
	const isOff = command.calls.some(
		({words}) =>
			words[0] === 'set' &&
			words.some(
				(word, index) =>
					/^\+[a-z]*e/.test(word) || (word === '+o' && /^(?:errexit|pipefail)$/.test(words[index + 1] ?? '')),
			),
	);
	const isFirst = paper.commands.find(other => other.block === command.block)?.line === command.line;
	if (isOff) {
		return [
			finding('D9', placeOf(paper, command, 'set'), {
				severity: 'warning',
				message: 'From here on a command that fails goes unnoticed.',
				hint: 'Write “command || true” where a failure is expected, and leave the rest strict.',
			}),
		];
	}
	return isFirst && command.run?.strict === false
		? [
				finding('D9', placeOf(paper, command, ''), {
					severity: 'warning',
					message: 'This block is not strict: a command that fails in its middle goes unnoticed.',
					hint: 'Leave strict=false out, or say for each command what may fail.',
				}),
			]
		: [];
}

/** Said once a file, and only of files that are also pasted by hand. */
function plainBlocks(paper: Paper): readonly Problem[] {
	const blocks = Map.groupBy(
		paper.commands.filter(command => command.where !== 'text' && command.step?.kind !== 'manual'),
		command => command.block,
	);
	const plain = [...blocks.values()].filter(
		block => block.length > 1 && !block.some(command => /\bset\s+-\w*e/.test(command.text)),
	);
	const first = plain[0]?.[0];
	if (first === undefined || paper.annotated) {
		return [];
	}
	const count = plain.length === 1 ? 'This block holds' : `${plain.length} blocks, this the first, hold`;
	return [
		finding('D9', placeOf(paper, first, ''), {
			message: `${count} several commands; run by hand, a failure in the middle is lost.`,
		}),
	];
}
