import type {Command} from 'commander';
import type {ExitCode} from '../fault.ts';

/** The verbs that look at records, sign them and add to them. Each module is loaded when its verb is used. */
export function addRecordVerbs(program: Command, settle: Settle): void {
	addChecking(program, settle);
	addSigning(program, settle);
	addTelling(program, settle);
}

type Settle = (code: ExitCode) => void;

function addChecking(program: Command, settle: Settle): void {
	program
		.command('verify')
		.description('check records, line by line; without a name every record here')
		.argument('[what...]', 'record files, run directories, run ids, or directories of records')
		.option('--signers <file>', 'allowed_signers file to believe')
		.option('--recorder <file>', 'public key of the recorder to believe')
		.option('--trust <file>', 'trust.yaml to believe')
		.option('--artifact <file>', 'a file that the record must be about')
		.option('--image <digest>', 'an image that it must be about (sha256:…)')
		.option('--commit <sha>', 'a git commit that it must be about')
		.option('--expect-head <hash>', 'the record id or journal head you remember')
		.option('--require-level <level>', 'fail below this level (0 to 4)', Number)
		.option('--json', 'as JSON, schema gonogo.verify/1')
		.action(async (what: string[], options) =>
			settle(await (await import('./verbs/verify.ts')).verify(what, options)),
		);
	program
		.command('log')
		.description('the runs on this computer')
		.option('--audit', 'as a table for auditors: who drove, who approved, what deviated (CSV)')
		.option('--json', 'as JSON')
		.action(async options => settle(await (await import('./verbs/log.ts')).log(options)));
}

function addSigning(program: Command, settle: Settle): void {
	program
		.command('keys')
		.description('what would sign a record here, and why')
		.option('--create', 'make an Ed25519 key for gonogo where there is none')
		.option('--allowed-signers <name>', 'print the line by which others know your key')
		.action(async options => settle(await (await import('./verbs/keys.ts')).keys(options)));
	program
		.command('sign')
		.description('add your signature to a record')
		.argument('<record>', 'record file, run directory or run id')
		.option('--key <path>', 'the SSH key to sign with')
		.action(async (record: string, options) =>
			settle(await (await import('./verbs/sign.ts')).sign(record, options)),
		);
	program
		.command('amend')
		.description('say something of a run that is over, beside its record')
		.argument('<run>')
		.option('--incident <id>', 'the change led to this incident')
		.option('--review-done <note>', 'you reviewed it; you did not take part')
		.option('--deferred-done <step...>', 'a step that was deferred is done: its id, then a note')
		.option('--rating <1-5>', 'how well the runbook served')
		.action(async (run: string, options) =>
			settle(await (await import('./verbs/amend.ts')).amend(run, options)),
		);
	program
		.command('reviews')
		.description('what runs left to be done: reviews and deferred steps')
		.option('--json', 'as JSON, schema gonogo.reviews/1')
		.action(async options => settle(await (await import('./verbs/reviews.ts')).reviews(options)));
}

function addTelling(program: Command, settle: Settle): void {
	program
		.command('export')
		.description('a record for other programs and people')
		.argument('<run>', 'record file, run directory or run id')
		.option('--bundle', 'as an in-toto bundle with what was said afterwards (.intoto.jsonl)')
		.option('--in-toto <directory>', 'as an in-toto layout with a link for each step')
		.option('--sigstore', 'as a Sigstore bundle under the recorder’s signature')
		.option('--cdevents', 'as CDEvents 0.4.0, one a line')
		.option('--timeline', 'as a timeline in Markdown')
		.option('--redlines', 'what is to be changed in the runbook, as a patch')
		.action(async (run: string, options) =>
			settle(await (await import('./verbs/export.ts')).exportRun(run, options)),
		);
	program
		.command('schema')
		.description('the JSON Schema of what gonogo signs and reads')
		.argument('[what]', 'record (else), approval, amendment or runbook')
		.action(async (what: string | undefined) =>
			settle(await (await import('./verbs/schema.ts')).schema(what)),
		);
	program
		.command('stats')
		.description('usual times, waiting, failures and the five DORA metrics')
		.option('--json', 'as JSON, schema gonogo.stats/1')
		.action(async options => settle(await (await import('./verbs/stats.ts')).stats(options)));
}
