/** What the sentence before a fence or a list says about it (rule R6). */
export type LeadIn = {
	/** "Do not run": shown red, never run. */
	readonly forbidden: boolean;
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
export function readLeadIn(text: string): LeadIn {
	const whole = text.slice(-2_000).trim();
	const last = whole.split(/(?<=[.!?])\s+(?=[A-Z`"'(*])/).at(-1) ?? whole;
	const host = hostOf(whole);
	return {
		forbidden: forbidden.test(whole) && !/\binstead\b|\brather\b/i.test(whole),
		conditional:
			(conditionalStart.test(last) ||
				conditionalAnywhere.test(last) ||
				/^(?:optional(?:ly)?|alternatively)\b/i.test(whole)) &&
			!/\b(?:skip|ignore) (?:this|the (?:rest|following)|to)\b/i.test(last),
		failure: isFailure(last),
		example:
			/^(?:for example|examples?\b|e\.g\.|for instance|sample\b(?! output))|\b(?:for example|for instance|e\.g\.)\s*[:,]?$/i.test(
				last,
			),
		output: output.test(last),
		printed: output.test(last) && printed.test(last),
		content:
			/\b(?:add|append|put|paste|insert|place|write|edit|update|change|replace|set|configure|modify|save)\b|\bcreate\b.*(?:\bfile\b|`|\bwith\b)/i.test(
				last,
			) && !output.test(last),
		file: /^[\w./-]+\.(?:sh|bash|py|rb)\s*[:：]?$|\b(?:save|store|copy|create)\b.{0,80}\b(?:script|file|as)\b/i.test(
			whole.slice(-300),
		),
		message:
			/\b(?:post|announce|announcement|message|email|e-mail|mail|slack|teams|notify|tell|send|copy and paste|comment)\b/i.test(
				last,
			),
		checks:
			/\bcheck[- ]?list\b[^.]{0,60}[:：]$/i.test(last) ||
			checks.test(last) ||
			/\b(?:check|look|watch) for(?: the following)?\s*[:：]$/i.test(last),
		describes:
			/\bconsists? of\b|\bwill progress\b|\bmulti[- ]?step process\b|\bworks as follows\b|\bhow it works\b|\bthe following (?:happens|things happen|occurs?|stages|phases|components?)\b|\bis (?:divided|split|organi[sz]ed) into\b|\bthis (?:will|does|script|command|workflow|pipeline|action|tool) .{0,80}[:：]$/i.test(
				last,
			),
		triggers: isTriggerText(last),
		remarks:
			/^(?:notes?|important(?: notes?)?|warnings?|tips?|caveats?|remarks?|nb|caution|cautions|hints?)\s*[:：]?$/i.test(
				whole,
			),
		steps:
			/\b(?:follow(?:ing)? (?:the |these )?(?:following )?(?:steps|procedure|instructions)|(?:do|perform|complete|execute|take|carry out) (?:the following|these)|steps (?:to follow|to take|are|below)|(?:these|the following|following) (?:are the )?(?:steps|actions))\b/i.test(
				whole.slice(-300),
			) && /[:：]$/.test(whole),
		grave:
			/\birreversibl|\bdata[- ]loss\b|\blos(?:e|es|ing) (?:all |any )?data\b|\bdowntime\b|\boutage\b|\bcan(?:not|'t| not) be undone\b|\bpermanent(?:ly)?\b|\bdestroys?\b|\bdestructive\b/i.test(
				whole,
			),
		...(host === undefined ? {} : {host}),
	};
}

export function isTriggerText(text: string): boolean {
	if (/\b(?:do not|don[’']?t|never)\b/i.test(text)) return false;
	return /\bwhen to (?:roll ?back|revert|back out|abort)\b|\broll ?back (?:triggers?|criteria|if|when|decision|conditions?)\b|\btriggers? for (?:a )?roll ?back\b|\b(?:initiate|trigger|start|perform|consider) (?:a |the )?roll ?back (?:if|when)\b|\broll ?back .{0,30}\b(?:if any|when any)\b|\babort (?:if|when|criteria)\b|^(?:automatic|manual)?\s*(?:roll ?back )?triggers?\b/i.test(
		text,
	);
}

const forbidden =
	/\b(?:do not|don[’']?t|never|must not|should not|shouldn[’']?t)\s+(?:ever\s+)?(?:run|execute|use|try|apply|issue|do) (?:this|these|it|the|that|any|following|`|\w+ (?:command|in|on))|\b(?:do not|don[’']?t|never) (?:run|do|execute|try)\b[^.]{0,40}[:：]?$|\bdestructive examples?\b|\b(?:is|are) deprecated\b|^deprecated\b|\bshould (?:not|never) be (?:run|used|executed)\b/i;
const conditionalStart =
	/^(?:and |but |or,? |then,? )?(?:if\b|in case\b|in the (?:unlikely )?(?:case|event)\b|optional(?:ly)?\b|\(optional\)|alternatively\b|alternative\b|as an alternative\b|or\s*[:,]|or$|or (?:use|run|with|by|you can)\b|otherwise\b|unless\b|should (?:you|the|it|this|that)\b|only (?:if|when|for)\b|when (?:necessary|needed|required)\b|you can (?:also|optionally|alternatively)\b|another (?:way|option)\b|as needed\b|on failure\b)/i;
const conditionalAnywhere =
	/\b(?:if (?:needed|necessary|required|applicable|desired|you (?:want|need|prefer|have|are|wish|would)|any\b)|\(optional\)|optionally|alternatively)/i;
const output =
	/\byou(?:[’']ll| will| should| can| may)(?: now| then| also)? (?:see|get|receive)\b|\bshould (?:now )?(?:see|return|output|print|show|look|produce|report|respond|contain|display|be (?:similar|something|like|output))\b|\b(?:expected|sample|example|typical) (?:output|result|response)\b|^(?:(?:the|sample|example|expected|console|command)\s+)*(?:output|response|result|returns?|prints?|produces)\b|\b(?:outputs?|returns?|prints?|shows?|responds? with|results? in|produces?|yields?)(?: (?:something|output|the following|this|a))?\s*(?:like|similar to)?\s*(?:this)?\s*[:：]$|\bwill (?:return|output|print|look|show|see|respond|produce|display)\b|\blooks? (?:something )?(?:like|similar)\b|\b(?:something )?(?:similar to|like)(?: (?:this|the following|below))?\s*[:：]$|\bexpect(?:ed)?(?: to see)?\s*[:：]$/i;
const printed =
	/\b(?:outputs?|messages?|responses?|results?|logs?|log lines?|lines?|text|errors?)\b[^.!?]{0,40}[:：]$|\b(?:see|get|receive|prints?|returns?|shows?|displays?|outputs?) (?:this|the following|something (?:like|similar))\b[^.!?]{0,40}[:：]$|\b(?:looks?|be) (?:something )?(?:like|similar)\b[^.!?]{0,30}[:：]$/i;
const checks =
	/^(?:(?:then|now|next|first|finally|also|please|before \w+(?: \w+)?|after \w+(?: \w+)?),?\s+)?(?:verify|check|confirm|ensure|make sure|validate|double[- ]check|look for|watch for|test|inspect)\b.{0,120}[:：]$/i;

/** "If the deployment fails": the whole of a rollback stands under that condition, so there it says nothing more. */
function isFailure(text: string): boolean {
	return /\b(?:fail\w*|issues?|problems?|wrong|causes?|errors?|unhealthy|broken|roll(?:ing)? ?back|revert\w*)\b/i.test(
		text,
	);
}

/** Words for a machine that a sentence sends the reader to. */
function hostOf(text: string): string | undefined {
	const ssh =
		/\bssh(?: in)?(?:to)? (?:to |into )?(?:the )?`?([\w.-]+@)?([a-z0-9][\w.-]{1,60}(?: (?:node|host|server|machine|instance))?)`?/i.exec(
			text,
		);
	if (ssh && /\bssh (?:in)?to\b|\bssh into\b/i.test(text)) return ssh[2];
	const named =
		/\b(?:on|(?:run|runs|running|execute|connect|connected|log in|logged in|ssh|perform|issue|type)\b[^.]{0,60}\b(?:from|to)) (?:the |each |every |all |your |a |any |one of the )((?:[\w-]+ ){0,3}(?:nodes?|hosts?|servers?|machines?|instances?|vms?|replicas?|primary|master|standby|controllers?|bastion|workers?|boxe?s?|jump ?host|workstation|laptop))\b/i.exec(
			text,
		);
	if (named) return named[1];
	return /\b(?:on|from) ([a-z]\w*-[\w-]*\d[\w.-]*|[a-z][\w-]*(?:\.[\w-]+){2,})\b/i.exec(text)?.[1];
}
