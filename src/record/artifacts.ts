import type {Artifact} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';
import type {InputType} from '../runbook/meta-model.ts';

/** What was deployed and what stood there before, as far as the run's inputs and captured values name it. */
export function artifactsOf(state: RunState): Artifact[] {
	const types = new Map(state.runbook.inputs.map(input => [input.name, input.type]));
	const given = [...state.inputs].flatMap(([name, input]) =>
		input.is === 'value' ? [[name, input.value] as const] : [],
	);
	return [...given, ...state.captured].flatMap(([name, value]) =>
		artifactOf({name, value: value.trim(), type: types.get(name)}),
	);
}

/** The commit that this run deploys, as far as an input or captured value names it: 7 to 40 hex digits. */
export function deployedCommit(state: RunState): string | undefined {
	return artifactsOf(state).find(({is, role}) => is === 'commit' && role === 'new')?.value;
}

type Named = {name: string; value: string; type: InputType | undefined};

function artifactOf({name, value, type}: Named): Artifact[] {
	const found = imageOf(value, type) ?? commitOf({name, value, type}) ?? fileOf(name, value);
	return found === undefined
		? []
		: [{name, role: previousName.test(name) ? 'previous' : 'new', value, ...found}];
}

const previousName = /(?:^|[_.-])(?:prev|previous|old|before|rollback|last|current)(?:$|[_.-])/i;

type Found = Pick<Artifact, 'is' | 'digest'>;

/** `registry/name:tag@sha256:…` or a bare `sha256:…`. */
function imageOf(value: string, type: InputType | undefined): Found | undefined {
	const hex = /(?:^|@)sha256:([0-9a-f]{64})$/.exec(value)?.[1];
	if (hex !== undefined) {
		return {is: 'image', digest: {is: 'sha256', hex}};
	}
	return type === 'image-digest' && value !== '' ? {is: 'image'} : undefined;
}

function commitOf({name, value, type}: Named): Found | undefined {
	const named = type === 'git-sha' || /(?:git|commit|sha|revision)/i.test(name);
	if (!named || !/^[0-9a-f]{7,40}$/.test(value)) {
		return undefined;
	}
	return value.length === 40 ? {is: 'commit', digest: {is: 'gitCommit', hex: value}} : {is: 'commit'};
}

function fileOf(name: string, value: string): Found | undefined {
	const isDigest = /sha_?256|digest|checksum/i.test(name) && /^[0-9a-f]{64}$/.test(value);
	return isDigest ? {is: 'file', digest: {is: 'sha256', hex: value}} : undefined;
}
