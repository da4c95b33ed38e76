import type {MigrationWork} from '../../runbook/work-model.ts';

export type Rule =
	| 'destructive'
	| 'contract-before-expand'
	| 'not-null-without-default'
	| 'blocks-writes'
	| 'index-not-concurrent'
	| 'concurrent-in-transaction'
	| 'not-idempotent'
	| 'every-row'
	| 'own-transaction'
	| 'copy-from-stdin'
	| 'unseen';

/** Something to be said against a statement. */
export type Found = {readonly rule: Rule; readonly words: string};

export type Circumstances = Pick<MigrationWork, 'phase' | 'transaction'> & {
	/** Tables that this migration makes itself. */
	readonly created: ReadonlySet<string>;
};

export function repeatable(is: boolean | undefined, what: string, clause: string): readonly Found[] {
	return is === true
		? []
		: [{rule: 'not-idempotent', words: `${what} without ${clause} fails when it is applied a second time.`}];
}

/** What takes something away from running code: expected in the contract phase, and to be verified even there. */
export function takesAway(words: string, {phase}: Circumstances): Found {
	return phase === 'contract'
		? {rule: 'destructive', words}
		: {
				rule: 'contract-before-expand',
				words: `${words} In the ${phase} phase, code that needs it may still run.`,
			};
}
