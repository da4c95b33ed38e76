/** Base forms that open an instruction (rule R7). */
const verbs: ReadonlySet<string> = new Set(
	`abort accept acknowledge adopt adapt arm assist attend bind book brief chain chart classify code conclude contain crop deal decouple demote deny detail dial drive eliminate empty endorse eradicate evict exclude exercise exchange factor fasten formalize generalize gate guard highlight impersonate initialise install issue itemize iterate jot jump lint liaise loop mend mint normalise normalize neutralize optimise organise page pip plot ponder port prefix prioritise protect pin qualify quarantine query reach reassess reauthenticate rebind recompile recreate recreate redact rehearse reissue relabel relay reload rely render repoint replan reprovision resend reset resolve restage restock retarget rethink reword rinse rotate salvage sanitise scope scrub segment shell signal slack snip spell spread standby steer stub summarise supervise surface sweep switch synchronise tabulate tailor tally template trim troubleshoot turn unwind validate vet wake weigh whitelist widen withdraw detect activate add adjust advance advise agree alert align allocate allow analyze analyse announce answer append apply approve archive arrange ask assemble assess assign associate attach
	audit authenticate authorize avoid await back backfill backup balance begin block boot bootstrap branch bring browse build bump bundle burn cache calculate call cancel capture cat change check
	cherry-pick choose clean clear click clone close collect combine come commit communicate compare compile complete compress compute conduct configure confirm connect consider consult contact
	continue convert coordinate copy correct correlate create cross-check customize cut cutover debug decide declare decommission decrease decrypt define delegate delete deploy deprecate deregister describe
	design destroy detach detect determine diagnose diff disable discard disconnect discuss dismiss dispatch distribute do document double-check download downgrade drag drain draft drop dry-run dump duplicate edit
	eject elect email embed enable encrypt end engage enlarge ensure enter enumerate erase escalate establish estimate evacuate evaluate examine exec execute exit expand expect export expose extend extract fail failover fall
	fetch file fill filter finalize find finish fix flag flip flush focus follow force fork format forward freeze gather generate get give go grab grant group grow halt hand handle have help hit hold identify
	ignore import improve include increase increment inform initialize initiate insert inspect install instruct integrate investigate invite invoke isolate issue join keep kick kill label land launch leave let
	limit link list load locate lock log look lower maintain make manage manually map mark mask match measure merge migrate mirror mitigate modify monitor mount move mute name navigate note notify observe obtain
	onboard open optimize order organize override page pair park parse paste patch pause perform pick pin ping place plan plug point poll populate post power practice prepare press prevent preview print prioritize
	proceed process produce profile promote prompt proofread protect prove provide provision prune publish pull purge push put query quiesce quit raise re-enable re-run read reapply reassign rebalance rebase reboot rebuild recall
	receive recheck reclaim recommend reconcile reconfigure reconnect record recover recreate redeploy redirect redo reduce refer refine reflect refresh refuse regenerate register reindex reinstall reinstate
	reject rejoin release relaunch reload remain remediate remember remind remount remove rename renew reopen repair repeat replace replay replicate reply report reproduce request require rerun reschedule reserve reset resize resolve
	respond restart restore restrict resume resync retag retain retire retrieve retry return revert review revise revoke rewrite roll rollback rollout rotate route run sanity-check save scale scan schedule scp screenshot scroll search secure see
	seek select send separate serve set setup share shift ship show shrink shut shutdown sign silence simulate skip slow snapshot solve sort spawn specify spin split squash ssh stabilize stage stand start stash state stay step stop store
	stress-test submit subscribe summarize supply suspend swap switch sync synchronize tag tail take talk target tear tell terminate test throttle tidy time toggle touch trace track train transfer transition translate treat triage trigger troubleshoot
	truncate try tune turn type unblock uncomment uncordon understand undo unfreeze uninstall unlink unlock unmount unmute unpack unpause unplug unregister unset unsubscribe untag unzip update upgrade upload use validate verify version view
	visit vote wait walk warm warn watch wipe work wrap write zip smoke-test spot-check re-deploy re-apply re-run re-check re-index un-pause bump reseed seed warm-up reach rely sanitize access login sleep smoke double backport allowlist whitelist remap repoint resubmit rsync scrape sample taint untaint teardown telnet unarchive unseal vacuum wget curl wire sudo cd git make docker kubectl npm`.split(
		/\s+/,
	),
);

/** What an item of a list does: tells to do something, asks, branches, or describes (rule R7). */
export type Mood = 'imperative' | 'question' | 'branch' | 'statement' | 'unclear';

/** @param text Plain text of the item's first paragraph. */
export function moodOf(text: string): Mood {
	const words = text.slice(0, 500).trim();
	if (/\?["')]?$/.test(words)) return 'question';
	if (/^(?:if|in case|when(?:ever)? (?:the|a|an|it|this|there)|otherwise|else|unless)\b/i.test(words))
		return hasLaterVerb(words) ? 'branch' : 'statement';
	const rest = withoutOpening(words);
	const first = (/^[a-z][a-z'-]*/i.exec(rest)?.[0] ?? '').toLowerCase();
	if (first === 'access' && /^access to\b/i.test(rest)) return 'statement';
	if (verbs.has(first)) return opensNoun(rest) ? 'unclear' : 'imperative';
	if (
		/^(?:don'?t|do|never|always|please|let'?s|you (?:should|must|need|can|will)|we (?:should|must|need))$/.test(
			first,
		) ||
		/^(?:you|we) (?:should|must|need to|have to|can)\b/i.test(rest)
	)
		return 'imperative';
	return tellsAbout(rest, first) || rest.split(/\s+/).length <= 4 ? 'statement' : 'unclear';
}

/** A sentence about something: "The pods restart", "Installs the chart"; not a few words such as "Containment". */
export function isTelling(text: string): boolean {
	const rest = withoutOpening(text.slice(0, 500).trim());
	return tellsAbout(rest, (/^[a-z][a-z'-]*/i.exec(rest)?.[0] ?? '').toLowerCase());
}

function tellsAbout(rest: string, first: string): boolean {
	return (
		determiners.has(first) ||
		isThirdPerson(first) ||
		/\b(?:is|are|was|were|has|have|will|can|contains?|provides?|should be|must be)\b/i.test(rest)
	);
}

/** Words that come before the verb: "Then,", "Please", "On the replica,", "(optional)", "Step 3:", "After the build finishes,". */
function withoutOpening(text: string): string {
	let rest = text;
	for (let round = 0; round < 3; round++) {
		const shorter = rest
			.replace(/^[^\p{L}\p{N}`"']+/u, '')
			.replace(/^(?:step|phase|stage)?\s*\d+[.):]\s*/i, '')
			.replace(/^(?:optional(?:ly)?|required|manual(?:ly)?|automated|important|note)\s*[):,-]\s*/i, '')
			.replace(
				/^(?:then|next|now|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|also|again|and|please|carefully|manually|optionally|immediately|just|simply|quickly|once more|afterwards?|meanwhile|at this point|at the same time|to begin|to start|alternatively)\b,?\s+/i,
				'',
			)
			.replace(
				/^(?:after|before|once|while|during|until|as soon as|for|from|on|in|at|to|using|with|within|via|under|inside|when|through|as|by)\b[^,.:]{1,120}[,:]\s+/i,
				'',
			);
		if (shorter === rest) break;
		rest = shorter;
	}
	return rest;
}

const determiners = new Set(
	'the a an this that these those it its all each every both there your our their you we they he she i no any some most several many one two three'.split(
		' ',
	),
);

/** "Installs the chart", "Creates a bucket". */
function isThirdPerson(word: string): boolean {
	return (
		(word.endsWith('s') && verbs.has(word.slice(0, -1))) ||
		(word.endsWith('es') && verbs.has(word.slice(0, -2))) ||
		(word.endsWith('ies') && verbs.has(`${word.slice(0, -3)}y`))
	);
}

/** A noun that is spelled like a verb: "Release notes are updated", "Backup is complete", "Access to prod". */
function opensNoun(rest: string): boolean {
	return (
		/^[\w-]+(?:\s+[\w/-]+){0,3}\s+(?:is|are|was|were|has been|have been|has|will be|must be|should be|passed|passes|exists?)\b/i.test(
			rest,
		) &&
		!/^(?:confirm|verify|ensure|validate|determine|identify)\b/i.test(rest) &&
		!/^[\w-]+\s+(?:that|if|whether|the|all|your|which|a|an|how|what|when)\b/i.test(rest)
	);
}

/** "If it fails, restart it", "If OOM raise the limit"; not "If empty - WRONG NODE". */
function hasLaterVerb(text: string): boolean {
	const rest = /[,:–—]\s+(.+)$|\s-\s(.+)$|\bthen\s+(.+)$/.exec(text);
	const told = rest?.[1] ?? rest?.[2] ?? rest?.[3];
	const words = (told ?? text).split(/[\s,:]+/).filter(word => word !== '');
	const candidates = told === undefined ? words.slice(1) : words.slice(0, 4);
	return candidates.some(word => /^[a-z]|^[A-Z][a-z]/.test(word) && verbs.has(word.toLowerCase()));
}

export function startsImperative(text: string): boolean {
	return moodOf(text) === 'imperative';
}
