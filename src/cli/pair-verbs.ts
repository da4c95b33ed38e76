import type {Command} from 'commander';
import type {ExitCode} from '../fault.ts';

/** The verbs of whoever does not drive: follow, remark, approve. Each module is loaded when its verb is used. */
export function addPairVerbs(program: Command, settle: Settle): void {
	addFollowing(program, settle);
	addApproving(program, settle);
}

/** Whom to believe at the gates; the settings are asked for what is left out. */
export function withTrust(verb: Command): Command {
	return verb
		.option('--trust-file <file>', 'trust.yaml: who may approve')
		.option('--signers <file>', 'allowed_signers: whose keys are whose; beside the trust file otherwise');
}

type Settle = (code: ExitCode) => void;

function addFollowing(program: Command, settle: Settle): void {
	withTrust(program.command('join'))
		.description('follow a run that someone drives on this computer')
		.argument('[run]', 'id, its beginning, or nothing for the one that is driven now')
		.option('--plain', 'plain lines instead of a full screen')
		.option('--screen-reader', 'plain lines without anything that is only drawn')
		.action(async (run: string | undefined, options) =>
			settle(await (await import('./verbs/join.ts')).join(run, options)),
		);
	program
		.command('note')
		.description('write a note into a run, whoever drives it')
		.argument('<run>')
		.argument('<text...>')
		.action(async (run: string, text: string[]) =>
			settle(await (await import('./verbs/remark.ts')).note(run, text)),
		);
	program
		.command('hold')
		.description('hold a run, whoever drives it: nothing goes on until it is released')
		.argument('<run>')
		.argument('[reason...]')
		.action(async (run: string, reason: string[]) =>
			settle(await (await import('./verbs/remark.ts')).hold(run, reason)),
		);
}

function addApproving(program: Command, settle: Settle): void {
	withTrust(program.command('approve'))
		.description('answer an open gate, signed with your own key')
		.argument('<run>', 'id or its beginning')
		.argument('[gate]', 'the gate that is open, so that no other is answered')
		.option('--no-go <reason>', 'sign NO-GO, and why')
		.option('--reason <text>', 'why GO, where something it relies on does not hold')
		.option('--choice <name>', 'of a judgement: what you choose')
		.option('--role <name>', 'of a poll: the role you answer for')
		.option('--by <name>', 'your name as the allowed signers have it')
		.option('--key <path>', 'the SSH key to sign with')
		.option('--export <file>', 'write what someone elsewhere reads and signs with ssh-keygen; needs --by')
		.option('--import <file>', 'hand in such a file with the .sig beside it')
		.option('--valid <time>', 'how long an exported one can be handed in (1h)')
		.action(async (run: string, gate: string | undefined, options) =>
			settle(await (await import('./verbs/approve.ts')).approve(run, gate, options)),
		);
}
