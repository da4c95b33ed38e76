/** What a verb's process answers to its caller; the table of the manual's `exit-codes` page. */
export const exitCode = {
	complete: 0,
	failed: 1,
	usage: 2,
	stopped: 3,
	rolledBack: 4,
	unverified: 5,
	locked: 6,
	environment: 7,
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Every fault there is, with the exit code it leads to. The part before the dot is the room that found it. */
const exitCodes = {
	'cli.usage': exitCode.usage,
	'cli.terminal': exitCode.usage,
	'cli.settings': exitCode.environment,
	'cli.database': exitCode.environment,
	'runbook.unreadable': exitCode.usage,
	'runbook.invalid': exitCode.usage,
	'runbook.untrusted': exitCode.usage,
	'input.invalid': exitCode.usage,
	'store.not-found': exitCode.usage,
	'store.unsafe': exitCode.environment,
	'store.unwritable': exitCode.environment,
	'store.poisoned': exitCode.environment,
	'store.conflict': exitCode.locked,
	'store.locked': exitCode.locked,
	'store.broken-chain': exitCode.unverified,
	'store.bad-tail': exitCode.unverified,
	'store.newer': exitCode.usage,
	'record.invalid': exitCode.unverified,
	'record.key': exitCode.environment,
	'record.trust': exitCode.usage,
	'practice.world': exitCode.environment,
} as const satisfies Record<string, ExitCode>;

export type FaultCode = keyof typeof exitCodes;

/**
Something a person must mend outside the program. Thrown anywhere, caught once in cli/, printed as message and hint.

@example throw new Fault('store.locked', 'Run 20261121-… is driven by pid 812 on ops-1.', 'Follow it with `gonogo show RUN`.');
*/
export class Fault extends Error {
	readonly code: FaultCode;
	/** The next thing to do, as a sentence. */
	readonly hint: string;

	constructor(code: FaultCode, message: string, hint: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'Fault';
		this.code = code;
		this.hint = hint;
	}

	get exitCode(): ExitCode {
		return exitCodes[this.code];
	}
}

/** Marks the place no value can reach; the compiler refuses the call while a case is missing. */
export function unreachable(value: never): never {
	throw new Error(`This is a bug: no case for ${JSON.stringify(value)}.`);
}
