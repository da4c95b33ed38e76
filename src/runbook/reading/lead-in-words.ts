/** The words by which a sentence before a fence or a list is recognised (rule R6). */

export const forbidden =
	/\b(?:do not|don[’']?t|never|must not|should not|shouldn[’']?t)\s+(?:ever\s+)?(?:run|execute|use|try|apply|issue|do) (?:this|these|it|the|that|any|following|`|\w+ (?:command|in|on))|\b(?:do not|don[’']?t|never) (?:run|do|execute|try)\b[^.]{0,40}[:：]?$|\bdestructive examples?\b|\b(?:is|are) deprecated\b|^deprecated\b|\bshould (?:not|never) be (?:run|used|executed)\b/i;
export const conditionalStart =
	/^(?:and |but |or,? |then,? )?(?:if\b|in case\b|in the (?:unlikely )?(?:case|event)\b|optional(?:ly)?\b|\(optional\)|alternatively\b|alternative\b|as an alternative\b|or\s*[:,]|or$|or (?:use|run|with|by|you can)\b|otherwise\b|unless\b|should (?:you|the|it|this|that)\b|only (?:if|when|for)\b|when (?:necessary|needed|required)\b|you can (?:also|optionally|alternatively)\b|another (?:way|option)\b|as needed\b|on failure\b)/i;
export const conditionalAnywhere =
	/(?<!\b(?:see|check|know|tell|ask|decide|verify|determine|find out|make sure) (?:(?:you|them|us|me|him|her) )?)\b(?:if (?:needed|necessary|required|applicable|desired|you (?:want|need|prefer|have|are|wish|would)|any(?=\s*[,.):]|\s*$))|\(optional\b|optionally|alternatively)/i;
export const output =
	/\byou (?:see|get|receive)\b.{0,60}\b(?:like|similar to|such as)\s*[:：]?$|\blooks? like\s*$|\byou(?:[’']ll| will| should| can| may)(?: now| then| also)? (?:see|get|receive)\b|\bshould (?:now )?(?:see|return|output|print|show|look|produce|report|respond|contain|display|be (?:similar|something|like|output))\b|\b(?:expected|sample|example|typical) (?:output|result|response)\b|^(?:(?:the|sample|example|expected|console|command)\s+)*(?:output|response|result|returns?|prints?|produces)\b|\b(?:outputs?|returns?|prints?|shows?|responds? with|results? in|produces?|yields?)(?: (?:something|output|the following|this|a))?\s*(?:like|similar to)?\s*(?:this)?\s*[:：]$|\bwill (?:return|output|print|look|show|see|respond|produce|display)\b|\blooks? (?:something )?(?:like|similar)\b|\b(?:something )?(?:similar to|like)(?: (?:this|the following|below))?\s*[:：]$|\bexpect(?:ed)?(?: to see)?\s*[:：]$/i;
export const printed =
	/\b(?:outputs?|messages?|responses?|results?|logs?|log lines?|lines?|text|errors?)\b[^.!?]{0,40}[:：]$|\b(?:see|get|receive|prints?|returns?|shows?|displays?|outputs?) (?:this|the following|something (?:like|similar))\b[^.!?]{0,40}[:：]$|\b(?:looks?|be) (?:something )?(?:like|similar)\b[^.!?]{0,30}[:：]$/i;
export const checks =
	/^(?:(?:then|now|next|first|finally|also|please|before \w+(?: \w+)?|after \w+(?: \w+)?),?\s+)?(?:verify|check|confirm|ensure|make sure|validate|double[- ]check|look for|watch for|test|inspect)\b.{0,120}[:：]$/i;

/** "If the deployment fails": the whole of a rollback stands under that condition, so there it says nothing more. */
export function isFailure(text: string): boolean {
	return /\b(?:fail\w*|issues?|problems?|wrong|causes?|errors?|unhealthy|broken|roll(?:ing)? ?back|revert\w*)\b/i.test(
		text,
	);
}

/** Words for a machine that a sentence sends the reader to. */
export function hostOf(text: string): string | undefined {
	const ssh =
		/\bssh(?: in)?(?:to)? (?:to |into )?(?:(?:the|each|every|all|your|a|an|any|one of the) )?`?([\w.-]+@)?([a-z0-9][\w.-]{1,60}(?: (?:node|host|server|machine|instance))?)`?/i.exec(
			text,
		);
	if (ssh && /\bssh (?:in)?to\b|\bssh into\b/i.test(text)) return ssh[2];
	const named =
		/\b(?:on|(?:run|runs|running|execute|log in|logged in|ssh|perform|issue|type)\b[^.]{0,60}\b(?:from|to)) (?:the |each |every |all |your |a |any |one of the )((?:[\w-]+ ){0,3}(?:nodes?|hosts?|servers?|machines?|instances?|vms?|replicas?|primary|master|standby|controllers?|bastion|workers?|boxe?s?|jump ?host|workstation|laptop))\b/i.exec(
			text,
		);
	if (named) return named[1];
	return /\b(?:on|from) ([a-z]\w*-[\w-]*\d[\w.-]*|[a-z][\w-]*(?:\.[\w-]+){2,})\b/i.exec(text)?.[1];
}

export const describes =
	/\bconsists? of\b|\bwill progress\b|\bmulti[- ]?step process\b|\bworks as follows\b|\bhow it works\b|\bthe following (?:happens|things happen|occurs?|stages|phases|components?)\b|\bis (?:divided|split|organi[sz]ed) into\b|\b(?:this|it) (?:will|does)\s*[:：]$|\bthis (?:will|does|script|command|workflow|pipeline|action|tool) .{0,80}[:：]$/i;
export const grave =
	/\birreversibl|\bdata[- ]loss\b|\blos(?:e|es|ing) (?:all |any )?data\b|\bdowntime\b|\boutage\b|\bcan(?:not|'t| not) be undone\b|\bpermanent(?:ly)?\b|\bdestroys?\b|\bdestructive\b/i;
export const message =
	/\b(?:post|announce|announcement|message|email|e-mail|mail|slack|teams|notify|tell|send|copy and paste|comment)\b/i;
