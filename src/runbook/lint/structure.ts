import type {Problem} from '../model.ts';
import {finding, type Paper, type Rule} from './paper.ts';

/** What a runbook should have: a way back, somebody to call, a look at the result, numbers in order, links that lead somewhere. */
export const structure: Rule = paper => [
	...rollback(paper),
	...escalation(paper),
	...verification(paper),
	...numbers(paper),
	...links(paper),
	...undo(paper),
];

function changes(paper: Paper): boolean {
	return paper.runbook.walk.some(step => step.mutates && !step.forbidden);
}

function isRelease(paper: Paper): boolean {
	return /\b(?:deploy\w*|release|roll ?out|upgrade|ship|go[- ]live|publish)\b/i.test(
		`${paper.runbook.title} ${paper.given.path.replace(/^.*\//, '')}`,
	);
}

function rollback(paper: Paper): readonly Problem[] {
	const {runbook} = paper;
	const has =
		runbook.rollback.length > 0 ||
		runbook.sections.some(section => section.role === 'rollback') ||
		/\broll(?:ing)?[- ]?back|revert\b/i.test(runbook.title);
	if (has || !(changes(paper) || isRelease(paper))) {
		return [];
	}
	const severity = isRelease(paper) || paper.annotated ? 'warning' : 'hint';
	return [
		finding(
			'structure.rollback',
			{line: titleLine(paper)},
			{severity, message: 'There is no section about rolling back.'},
		),
	];
}

function escalation(paper: Paper): readonly Problem[] {
	const {runbook} = paper;
	const has =
		runbook.escalation.length > 0 ||
		runbook.sections.some(section => section.role === 'escalation') ||
		/\bescalat/i.test(paper.source.lines.join('\n'));
	return has || !changes(paper) || !isRelease(paper)
		? []
		: [
				finding(
					'structure.escalation',
					{line: titleLine(paper)},
					{message: 'Nobody is named to call when it goes wrong.'},
				),
			];
}

function verification(paper: Paper): readonly Problem[] {
	const {runbook} = paper;
	const lastChange = runbook.walk.findLastIndex(step => step.mutates && !step.forbidden);
	const looks = runbook.walk
		.slice(lastChange + 1)
		.some(
			step =>
				step.kind === 'probe' ||
				step.kind === 'metric' ||
				step.kind === 'check' ||
				(step.kind === 'command' && !step.mutates),
		);
	const has =
		looks ||
		runbook.sections.some(section => section.role === 'verify') ||
		runbook.walk.some(step => step.kind === 'metric' && step.guard);
	return lastChange === -1 || has || !isRelease(paper)
		? []
		: [
				finding(
					'structure.verify',
					{line: runbook.walk[lastChange]?.line ?? 1},
					{message: 'Nothing is looked at after the last change.'},
				),
			];
}

/** Headings of one level below one parent: `## 1.`, `## 3.`, `### Step 2`. */
function numbers(paper: Paper): readonly Problem[] {
	if (paper.damage === 'glued') {
		return [];
	}
	const last = new Map<string, number>();
	return paper.runbook.sections.flatMap(section => {
		const match =
			/^(?:(?<word>step|phase|part|stage)\s+)?(?<number>\d{1,3})(?:[.):]|\s*[-–—:]|\s+(?=[A-Z]))(?!\d)/i.exec(
				section.title,
			);
		if (match?.groups?.number === undefined) {
			return [];
		}
		const word = (match.groups.word ?? '').toLowerCase();
		const key = `${section.level}:${word}:${word === '' ? (section.parent ?? '') : ''}`;
		const number = Number(match.groups.number);
		const before = last.get(key);
		last.set(key, number);
		const isNext = before === undefined || number === before + 1 || (number === 1 && word !== '');
		return isNext
			? []
			: [
					finding(
						'structure.numbers',
						{line: section.line},
						{message: `Number ${number} comes after ${before}.`},
					),
				];
	});
}

function links(paper: Paper): readonly Problem[] {
	const {exists} = paper.given;
	if (exists === undefined) {
		return [];
	}
	return paper.runbook.links.flatMap(link => {
		const target = link.target.replace(/[#?].*$/, '');
		const isRelative = target !== '' && !/^[a-z][a-z0-9+.-]*:|^\/\/|^\/|[{<$]/i.test(target);
		return isRelative && !exists(decoded(target))
			? [finding('link.missing', {line: link.line}, {message: `There is no ${target} beside this runbook.`})]
			: [];
	});
}

function decoded(target: string): string {
	try {
		return decodeURIComponent(target);
	} catch {
		return target;
	}
}

/** Said once, with a count: how well a newcomer is told of the way back. */
function undo(paper: Paper): readonly Problem[] {
	const steps = paper.runbook.walk.filter(step => step.mutates && !step.forbidden && step.kind !== 'notify');
	const silent = steps.filter(
		step => step.prose.undo === undefined && !('run' in step && step.run?.undo !== undefined),
	);
	const [first] = silent;
	return first === undefined || !paper.annotated
		? []
		: [
				finding(
					'newcomer.undo',
					{line: first.line},
					{
						message: `${silent.length} of ${steps.length} steps that change things don’t say how to undo them; this is the first.`,
					},
				),
			];
}

function titleLine(paper: Paper): number {
	const title = paper.source.lines.findIndex(
		(text, index) => index + 1 >= paper.bodyFrom && text.trim() !== '',
	);
	return title === -1 ? 1 : title + 1;
}
