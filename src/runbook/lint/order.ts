import type {Problem} from '../model.ts';
import type {Step} from '../step-model.ts';
import {composeWords, migrates} from './compose.ts';
import {type FoundCommand, finding, inOrder, type Paper, placeOf, type Rule} from './paper.ts';

/** What comes before what: D16, D21. */
export const order: Rule = paper => [...deploysFirst(paper), ...downtime(paper)];

/** Starts new code: a roll-out, not a restart of what runs. */
const startsCode =
	/\b(?:kubectl\s+(?:apply|set\s+image|rollout\s+restart)|helm\s+upgrade|docker\s+stack\s+deploy|cap\s+\w+\s+deploy|nomad\s+job\s+run)\b/;
const deployTitle =
	/^(?:\d+[.)]\s*)?(?:deploy|roll\s*out|release|ship|promote)\b.{0,40}\b(?:services?|apis?|apps?|applications?|workers?|code|backend|frontend|containers?|pods?)\b/i;
const migrateTitle = /^(?:\d+[.)]\s*)?(?:run|apply|execute|perform|start)\b.{0,40}\bmigrations?\b/i;

function deploysFirst(paper: Paper): readonly Problem[] {
	const steps = paper.runbook.walk.filter(step => !step.forbidden && !step.contingent);
	const marks = [...headingMarks(paper), ...steps.flatMap(step => markOf(paper, step))].toSorted(
		(a, b) => a.line - b.line,
	);
	const deploy = marks.find(mark => mark.is === 'deploy');
	const migrate = marks.find(mark => mark.is === 'migrate');
	const isLate =
		deploy !== undefined &&
		migrate !== undefined &&
		deploy.line < migrate.line &&
		!isContract(paper.runbook.walk, migrate.line);
	if (!isLate) {
		return [];
	}
	const rule = paper.source.lines.findIndex(text =>
		/\bschema\b.{0,60}\bbefore\b.{0,60}\b(?:code|application|services?)\b|\bmigrat\w+\b.{0,40}\bbefore\b.{0,40}\b(?:deploy|code|services?)\b/i.test(
			text,
		),
	);
	const own = rule === -1 ? '' : `, although line ${rule + 1} says the opposite`;
	return [
		finding(
			'D16',
			{line: deploy.line},
			{message: `New code is deployed here; the migrations come only on line ${migrate.line}${own}.`},
		),
	];
}

type Mark = {readonly is: 'deploy' | 'migrate'; readonly line: number};

function headingMarks(paper: Paper): readonly Mark[] {
	const isOf = (title: string): Mark['is'] | undefined =>
		deployTitle.test(title) ? 'deploy' : migrateTitle.test(title) ? 'migrate' : undefined;
	const sections = paper.runbook.sections.filter(
		section => section.role === 'procedure' || section.role === 'verify',
	);
	return sections.flatMap(({title, line}) => {
		const is = isOf(title);
		return is === undefined ? [] : [{is, line}];
	});
}

function markOf(paper: Paper, step: Step): readonly Mark[] {
	const commands = paper.commands.filter(command => command.step === step);
	if (step.kind === 'migration' || migrateTitle.test(step.title) || commands.some(migrates)) {
		return [{is: 'migrate', line: step.line}];
	}
	return deployTitle.test(step.title) || commands.some(deploys) ? [{is: 'deploy', line: step.line}] : [];
}

function deploys(command: FoundCommand): boolean {
	const isUp = command.calls.some(({words}) => {
		const [verb, ...services] = composeWords(words) ?? [];
		return (
			verb === 'up' &&
			!services.some(service => /postgres|redis|db|mysql|kafka|rabbit|mongo|minio|elastic/i.test(service))
		);
	});
	return isUp || startsCode.test(command.text.slice(0, 4000));
}

function isContract(walk: readonly Step[], line: number): boolean {
	return walk.some(step => step.kind === 'migration' && step.line === line && step.work.phase !== 'expand');
}

function downtime(paper: Paper): readonly Problem[] {
	const {meta} = paper.runbook;
	const stop = inOrder(paper, 'walk').find(stops);
	if (
		stop === undefined ||
		(meta.strategy !== undefined && (meta.strategy !== 'recreate' || meta.windows !== undefined))
	) {
		return [];
	}
	const promise = paper.source.lines.findIndex(text =>
		/\bzero[- ]downtime\b|\bno downtime\b|\bwithout downtime\b/i.test(text),
	);
	const own = promise === -1 ? '' : `, although line ${promise + 1} promises none`;
	return [
		finding('D21', placeOf(paper, stop, stop.calls[0]?.words[0] ?? ''), {
			message: `This stops a service, so there is downtime${own}; no strategy and no window say so.`,
		}),
	];
}

function stops(command: FoundCommand): boolean {
	return command.calls.some(({words}) => {
		const plain = words[0] === 'sudo' ? words.slice(1) : words;
		const text = plain.slice(0, 4).join(' ');
		return (
			/^systemctl (?:--\S+ )*stop\b|^service \S+ stop\b|^supervisorctl stop\b/.test(text) ||
			/^(?:down|stop)$/.test(composeWords(words)?.[0] ?? '') ||
			(/^kubectl (?:\S+ )*scale\b/.test(plain.join(' ')) && words.some(word => word === '--replicas=0'))
		);
	});
}
