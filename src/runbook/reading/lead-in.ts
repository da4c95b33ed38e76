import {remember} from '../remember.ts';
import {
	checks,
	conditionalAnywhere,
	conditionalStart,
	describes,
	forbidden,
	grave,
	hostOf,
	isFailure,
	message,
	output,
	printed,
} from './lead-in-words.ts';

/** What the sentence before a fence or a list says about it (rule R6). */
export type LeadIn = {
	/** "Do not run": shown red, never run. */
	readonly forbidden: boolean;
	/** "Never run any of these:": nothing in the list that follows is ever done. */
	readonly forbidsList: boolean;
	/** "If …", "optionally", "alternatively": offered, default skip. */
	readonly conditional: boolean;
	/** The condition is that something went wrong. */
	readonly failure: boolean;
	readonly example: boolean;
	/** What follows is what the previous command prints. */
	readonly output: boolean;
	/** It says that nothing but output follows: "You should see this message:". */
	readonly printed: boolean;
	/** What follows is to be put into a file or a form. */
	readonly content: boolean;
	/** It names the script or file that follows. */
	readonly file: boolean;
	/** What follows is to be posted somewhere. */
	readonly message: boolean;
	/** Bullets that follow are ticks: "Verify:", "Confirm that:". */
	readonly checks: boolean;
	/** Items that follow describe and are not to be done: "consists of", "will progress". */
	readonly describes: boolean;
	readonly triggers: boolean;
	/** "Notes:": what follows is to be read. */
	readonly remarks: boolean;
	/** "These are the steps:": every item that follows is one. */
	readonly steps: boolean;
	/** Losing data, taking the service down: raises the danger by one. */
	readonly grave: boolean;
	/** Where it runs: "on the replica node", "ssh to web1". */
	readonly host?: string;
};

/** @param text Plain text of a paragraph, item or heading; only its last 2,000 characters are read. */
export const readLeadIn: (text: string) => LeadIn = remember(text => leadOf(text.slice(-2_000).trim()));

/** "Do not run these", "Never use `…`"; but not when it goes on to what to do instead. */
export function forbids(text: string): boolean {
	return forbidden.test(text) && !/\binstead\b|\brather\b/i.test(text);
}

function leadOf(whole: string): LeadIn {
	const last = whole.split(/(?<=[.!?])\s+(?=[A-Z`"'(*])/).at(-1) ?? whole;
	const host = hostOf(whole);
	const isOutput = tellsOutput(last);
	return {
		forbidden: forbids(whole),
		forbidsList: forbids(last) && /[:：]$|\b(?:these|following)\b/i.test(last),
		conditional:
			(conditionalStart.test(last) ||
				conditionalAnywhere.test(last) ||
				/^(?:or,? )?(?:optional(?:ly)?|alternatively)\b/i.test(whole)) &&
			!/\b(?:skip|ignore) (?:this|the (?:rest|following)|to)\b/i.test(last),
		failure: isFailure(last),
		example:
			/^(?:for example|examples?\b|e\.g\.|for instance|sample\b(?! output))|\b(?:for example|for instance|e\.g\.)\s*[:,]?$/i.test(
				last,
			),
		output: isOutput,
		printed: isOutput && printed.test(last),
		content:
			/\b(?:add|append|put|paste|insert|place|write|edit|update|change|replace|set|configure|modify|save)\b|\bcreate\b.*(?:\bfile\b|`|\bwith\b)/i.test(
				last,
			) && !isOutput,
		file: /\bscripts? (?:example|template|sample)\b|\b(?:example|sample) script\b|^[\w./-]+\.(?:sh|bash|py|rb)\s*[:：]?$|\b(?:save|store|copy|create)\b.{0,80}\b(?:script|file|as)\b/i.test(
			whole.slice(-300),
		),
		message: message.test(last),
		checks:
			/\bcheck[- ]?list\b[^.]{0,60}[:：]$/i.test(last) ||
			checks.test(last) ||
			/\b(?:check|look|watch) for(?: the following)?\s*[:：]$/i.test(last),
		describes: describes.test(last),
		triggers: isTriggerText(last),
		remarks:
			/^(?:notes?|important(?: notes?)?|warnings?|tips?|caveats?|remarks?|nb|caution|cautions|hints?)\s*[:：]?$/i.test(
				whole,
			),
		steps:
			/\b(?:follow(?:ing)? (?:the |these )?(?:following )?(?:steps|procedure|instructions)|(?:do|perform|complete|execute|take|carry out) (?:the following|these)|steps (?:to follow|to take|are|below)|(?:these|the following|following) (?:are the )?(?:steps|actions))\b/i.test(
				whole.slice(-300),
			) && /[:：]$/.test(whole),
		grave: grave.test(whole),
		...(host === undefined ? {} : {host}),
	};
}

/** "You can see it by running:" and "post a message with the output:" announce a command, not what it prints. */
function tellsOutput(last: string): boolean {
	return (
		output.test(last) &&
		!/\bby (?:running|executing|typing|issuing|calling|using)\b(?:(?!\b(?:see|look|show|print|return|output))[^.!?]){0,80}[:：]$|\bwith (?:the|its|that|their) output\s*[:：]$/i.test(
			last,
		)
	);
}

export function isTriggerText(text: string): boolean {
	if (/\b(?:do not|don[’']?t|never)\b/i.test(text)) return false;
	return /\bwhen to (?:roll ?back|revert|back out|abort)\b|\broll ?back (?:triggers?|criteria|if|when|decision|conditions?)\b|\btriggers? for (?:a )?roll ?back\b|\b(?:initiate|trigger|start|perform|consider) (?:a |the )?roll ?back (?:if|when)\b|\broll ?back .{0,30}\b(?:if any|when any)\b|\babort (?:if|when|criteria)\b|^(?:automatic|manual)?\s*(?:roll ?back )?triggers?\b/i.test(
		text,
	);
}
