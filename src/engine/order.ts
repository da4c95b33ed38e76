import type {Step, StepId} from '../runbook/model.ts';

/** Everything a performer needs to touch the world once. Values only; secrets come beside it, in memory. */
export type Order = {
	readonly run: string;
	readonly step: Step;
	readonly attempt: number;
	readonly part: 'whole' | 'verify' | 'undo';
	/** The script to run, unannotated placeholders filled in; for command work only. */
	readonly script?: string;
	/** Inputs and captured values as environment variables; no secrets. */
	readonly env: Readonly<Record<string, string>>;
	/** Input values by name, for requests, SQL parameters and JSON; no secrets. */
	readonly values: Readonly<Record<string, string>>;
	/** Names of the secrets this step may see. */
	readonly secrets: readonly string[];
	/** Kept shell state to start from, by host. */
	readonly shell: Readonly<Record<string, string>>;
	/** Database connections by name: the environment variable or the input that holds the URL. */
	readonly connections: Readonly<Record<string, {readonly env: string} | {readonly input: string}>>;
	readonly hosts: Readonly<Record<string, string>>;
	/** Outcomes that later steps build on: the backup a restore reads. */
	readonly facts: Readonly<Record<StepId, Readonly<Record<string, string | number | boolean>>>>;
};
