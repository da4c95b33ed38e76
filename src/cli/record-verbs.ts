import type {Command} from 'commander';
import type {ExitCode} from '../fault.ts';

/** The verbs that look at records, sign them and add to them. Each module is loaded when its verb is used. */
export function addRecordVerbs(program: Command, settle: (code: ExitCode) => void): void {
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
}
