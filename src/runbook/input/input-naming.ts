import type {Input} from '../meta-model.ts';
import type {Draft} from '../reading/draft.ts';
import {refusedInputNames} from './input-names.ts';
import {nameOf, type Placeholder} from './placeholders.ts';

/** A placeholder where a step uses it. */
export type Use = Placeholder & {
	/** 1-based line in the runbook file. */
	readonly line: number;
	readonly draft: Draft;
	/** In a command that is only offered: the walk goes on without it. */
	readonly offered?: boolean;
	/** What stands there already and may stay. */
	readonly fallback?: string;
};

/** Gives each placeholder its input; the same token is the same input unless it qualifies different names. */
export class InputNames {
	private readonly declared = new Map<string, string>();
	private readonly split: ReadonlySet<string>;
	private readonly byKey = new Map<string, string>();
	private readonly inputs = new Map<string, Input>();
	private readonly byBare = new Map<string, string>();
	/** Somewhere a whole version is asked for, so a part of one (`3.X`) is another input. */
	private readonly hasWholeVersion: boolean;

	constructor(declared: readonly Input[], uses: readonly Use[]) {
		for (const input of declared) this.declared.set(bare(input.name), input.name);
		this.hasWholeVersion = uses.some(use => bare(use.name) === 'version' && !isPartOfVersion(use));
		const qualifiers = new Map<string, Set<string>>();
		for (const use of uses) {
			const owner = ownerOf(use);
			if (owner !== undefined) qualifiers.set(use.token, (qualifiers.get(use.token) ?? new Set()).add(owner));
		}
		this.split = new Set([...qualifiers].filter(([, owners]) => owners.size > 1).map(([token]) => token));
	}

	/**
	@returns the text to replace and the input; no input for a variable whose name would change how programs run.
	With `owner` the text holds what it qualifies, and the token in it has to be told from the same token elsewhere.
	*/
	take(use: Use): {key: string; name: string | undefined; owner?: string} {
		const owner = this.split.has(use.token) ? ownerOf(use) : undefined;
		const key =
			owner === undefined ? use.token : use.qualifier.slice(use.qualifier.lastIndexOf(owner)) + use.token;
		if (use.variable && refusedInputNames.has(use.token.toUpperCase())) return {key, name: undefined};
		const known = this.byKey.get(use.variable ? `$${key}` : key);
		if (known !== undefined) this.need(known, use);
		if (known !== undefined) return {key, name: known, ...(owner === undefined ? {} : {owner})};
		const wanted = this.wantedName(use, owner);
		const name = this.declared.get(bare(wanted)) ?? this.free(wanted, use);
		this.byKey.set(use.variable ? `$${key}` : key, name);
		if (!this.declared.has(bare(wanted)) && !this.inputs.has(name)) {
			this.inputs.set(name, inputOf(name, use));
			if (!this.byBare.has(bare(name))) this.byBare.set(bare(name), name);
		} else this.need(name, use);
		return {key, name, ...(owner === undefined ? {} : {owner})};
	}

	private wantedName(use: Use, owner: string | undefined): string {
		if (use.variable) return use.token;
		if (owner !== undefined) return `${nameOf(owner)}-${use.name}`;
		return isPartOfVersion(use) && this.hasWholeVersion ? nameOf(`version-${use.token}`) : use.name;
	}

	/** What was only offered so far is needed now. */
	private need(name: string, use: Use): void {
		const input = this.inputs.get(name);
		if (
			input?.required === false &&
			input.confidence === 'sure' &&
			use.confidence === 'sure' &&
			use.offered !== true
		)
			this.inputs.set(name, {...input, required: true});
	}

	found(): readonly Input[] {
		return [...this.inputs.values()];
	}

	/** `<pod-name>` and `POD_NAME` are one; two texts of one general name (two dates) are two. */
	private free(wanted: string, use: Use): string {
		const before = this.byBare.get(bare(wanted));
		if (before === undefined) return wanted;
		if (!general.has(use.name) || use.variable) return before;
		const own = nameOf(use.token);
		if (own !== wanted) return own;
		const isTold = bare(own) === bare(use.token);
		if (isTold) return before;
		let number = 2;
		while (this.inputs.has(`${own}-${number}`)) number++;
		return `${own}-${number}`;
	}
}

/** Names that stand for a kind of text, not for one thing. */
const general = new Set(['version', 'date', 'value', 'address']);

/** `3.X`, `1.xx`: some of the numbers stand there already. */
function isPartOfVersion({name, token, variable}: Use): boolean {
	return !variable && name === 'version' && /\d/.test(token);
}

function bare(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** `api` of `ghcr.io/org/api@sha256:<digest>`. */
function ownerOf(use: Use): string | undefined {
	return use.token.startsWith('<') ? /([A-Za-z][\w-]*)(?:@sha256:|:)$/.exec(use.qualifier)?.[1] : undefined;
}

function inputOf(name: string, use: Use): Input {
	const secret = isSecretName(name);
	return {
		name,
		type: secret ? 'secret' : use.choices ? 'choice' : 'string',
		secret,
		confidence: use.confidence,
		required: use.confidence === 'sure' && use.offered !== true,
		line: use.line,
		...(use.fallback !== undefined && !secret ? {default: use.fallback} : {}),
		...(use.choices ? {choices: use.choices} : {}),
		...(use.variable ? {from: {env: use.token}} : {}),
	};
}

/** Masked on screens and never written down. */
function isSecretName(name: string): boolean {
	return /pass(?!ed|es|ing|ive|age|enger)|secret|token|credential|(?:^|[^a-z])(?:api)?keys?(?:$|[^a-z])|apikey/i.test(
		name,
	);
}
