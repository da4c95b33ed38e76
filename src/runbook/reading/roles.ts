import type {SectionRole} from '../model.ts';
import {roleInOtherWords} from './roles-elsewhere.ts';

/** What a heading's own words say; undefined when they say nothing special (rule R3). */
export function roleOfTitle(title: string): SectionRole | undefined {
	const words = bareTitle(title).toLowerCase().replace(/[’']/g, "'");
	const role = rolesInOrder.find(([, pattern]) => pattern.test(words))?.[0] ?? roleInOtherWords(words);
	if (role !== 'emergency' && role !== 'escalation' && role !== 'troubleshooting') return role;
	const outside = words.replace(/\([^()]*\)/g, '');
	return outside === words ? role : rolesInOrder.find(([, pattern]) => pattern.test(outside))?.[0];
}

/** The title without what stands before its words: an emoji, "2.1", "B)", "Step 3:", "Phase II -". */
export function bareTitle(title: string): string {
	return title
		.replace(/^:[a-z0-9_+-]{2,40}:\s*/, '')
		.replace(/^[^\p{L}\p{N}]+/u, '')
		.replace(
			/^(?:(?:step|phase|part|section|stage|chapter)\s+(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)\b\s*[.):–—-]*|\d+(?:\.\d+)*\s*[.):–—-]+|[A-Z][.)])\s+(?=\S)/iu,
			'',
		)
		.replace(/^[^\p{L}\p{N}]+/u, '');
}

/** The first that fits wins, so "Rollback verification" is rollback and "Pre-deployment checks" is prerequisites. */
const rolesInOrder: readonly (readonly [SectionRole, RegExp])[] = [
	['criteria', /\b(?:success|acceptance|exit|completion|done) criteri(?:a|on)\b|\bdefinition of done\b/],
	[
		'troubleshooting',
		/\btroubleshoot|\b(?:common|known|frequent|typical|possible) (?:issues?|problems?|errors?|failures?|pitfalls?)\b|\bsymptoms?\b|\bf\.?a\.?q\b|\bfrequently asked\b|\bfailure modes?\b|\bgotchas?\b|\bwhat (?:could|can) go wrong\b/,
	],
	[
		'rollback',
		/\broll(?:ing|ed)?[ -]?backs?\b(?! readiness)|\brevert(?:ing)?\b|\bback(?:ing)?[ -]?out\b|\bon failure\b|\bif (?:it|something|anything|the \w+|a \w+|deployment|any step) (?:fails?|goes wrong|breaks?)\b|\bundo(?:ing)?\b/,
	],
	[
		'escalation',
		/\bescalat(?:e|ion|ions|ing)\b|\bcontacts?\b(?! (?:form|those|these|all|each)\b)|\bon[- ]?call\b|\bwho to (?:call|ask|contact|page)\b|\bpoints? of contact\b/,
	],
	['emergency', /\bemergenc(?:y|ies)\b|\bbreak[- ]glass\b/],
	[
		'prerequisites',
		/\bpre-?requisites?\b|\bpre[- ]?reqs?\b|\bbefore (?:you|we|starting|deploying|deployment|the|release|releasing|beginning)\b|\brequirements?\b|\bpreparations?\b|\bprepar(?:e|ing)\b$|^pre[- ](?!releases? (?:version|build|tag|package|channel|note)|production\b)\w|\bpre(?:flight|deploy|deployment|launch|release checks?)\b|\bpreconditions?\b|\bwhat you(?:'ll)? need\b|\bassumptions?\b/,
	],
	[
		'verify',
		/\bverif(?:y|i\w+)\b|\bvalidat(?:e|ing|ion|ions)\b|\bpost[- ]?(?:deploy|deployment|release|install|installation|upgrade|migration|rollout|launch|flight|checks?|update|maintenance|restore)\w*\b|^post-\w|\bsmoke\b|\bhealth\b|\bsanity\b|\bconfirm(?:ing|ation)?\b/,
	],
	[
		'briefing',
		/^(?:the )?(?:overview|purpose|scope|principles|goals?|introduction|intro|summary|about|audience|intended audience|objectives?|description|context|deployment principles|general principles|at a glance|tl;?dr|when to use(?: this(?: \w+)?)?)\b/,
	],
	[
		'reference',
		/^(?:table of contents|toc|quick reference|cheat ?sheet|useful commands|handy commands|commands? reference|references?|related|see also|further reading|useful links|resources|glossary|terminology|definitions|appendix|background|architecture|meaning|change ?log|(?:revision|document|version|change) history|document control|key concepts|how (?:it|this|that) (?:\w+ )?(?:works|is|was|has)|what (?:it|this|happens|is|are)|how does|why|reasons? (?:for|behind|why)|rationale|motivation|additional resources|support matrix)\b/,
	],
	['reference', /\b(?:safety|golden|ground|general|critical) (?:\w+ )?rules\b|\bbest practices\b/],
	[
		'reference',
		/^(?:known )?(?:deficienc(?:y|ies)|limitations|caveats|shortcomings)$|^future (?:work|improvements?|plans)$|^open questions$|^(?:out of scope|non-goals|(?:not |un)?supported)$/,
	],
	[
		'reference',
		/^(?:contents|index|links?|terms|design|concepts?|impact|severity|notes?|changes|history|metadata|license|credits|components?|topology|limitations?|ownership|owners?|tools?|tooling|exercise|dashboards?)(?:$| and | & |\/| (?:diagram|links|notes|documents?|documentation|information|details|reference|table|list)\b)/,
	],
];

/** These words make plain bullets ticks (rule R10), whatever the section is for. */
export function isChecklistTitle(title: string): boolean {
	return /\bcheck[- ]?lists?\b|\bchecks\b|(?<!\b(?:how|what|when) )\bto[- ]?do(?:s|[- ]list)?\b(?! [a-z])/i.test(
		title,
	);
}

/** Roles that a section hands down to every section under it, whatever their own words say. */
export function handsDown(role: SectionRole): boolean {
	return role === 'rollback' || role === 'escalation' || role === 'troubleshooting' || role === 'emergency';
}

/** A document about going back or about an incident is itself the main walk (rule R3). */
export function isMainWalkOf(documentTitle: string, role: SectionRole): boolean {
	const words = documentTitle.toLowerCase();
	if (role === roleInOtherWords(words) && !/(?: (?:und|et|y|e|en|и) |[与和及&/,+、・])/u.test(words))
		return true;
	switch (role) {
		case 'rollback':
			return (
				/\broll(?:ing)?[ -]?backs?\b|\brevert(?:ing|s)?\b|\bback(?:ing)?[ -]?out\b/.test(words) &&
				!/(?:\band|&|\/|,|\+) *(?:roll|revert)/.test(words)
			);
		case 'troubleshooting':
			return /\btroubleshoot|\bdebug|\bdiagnos|\binvestigat/.test(words);
		case 'emergency':
			return /\bemergenc|\bincident\b|\bbreak[- ]glass\b/.test(words);
		case 'escalation':
			return /\bescalat/.test(words);
		default:
			return false;
	}
}

/** Diagnosis and mitigation of an alert: the first investigates, of the second's parts one is chosen. */
export function isMitigationTitle(title: string): boolean {
	return /^(?:mitigations?|remediations?|resolutions?|possible (?:fixes|solutions))$/i.test(title.trim());
}
