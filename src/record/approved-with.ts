import type {InputValue} from '../engine/event.ts';
import type {Artifact, DeploymentRecord} from '../engine/record.ts';
import type {VerifiedApproval} from './approval.ts';
import {isBoundTo} from './approval-context.ts';

/**
Whether a record tells the inputs and artifacts that an approval was given for. An input may honestly change once the gate
is passed, and a later step may find an artifact; but then nobody approved what the record ends with.

@param at when the approval was given; ISO 8601.
@returns what the approval was for instead, or undefined.
*/
export function approvedOtherwise(
	{by, context}: Pick<VerifiedApproval, 'by' | 'context'>,
	at: string,
	record: DeploymentRecord,
): string | undefined {
	if (record.cut?.textsOver !== undefined) {
		return undefined;
	}
	const inputs = record.inputs.map(({name, ...input}) => [name, input as InputValue] as const);
	const isBound = isBoundTo(context, {inputs, artifacts: knownAt(at, record)});
	if (isBound.inputs && isBound.artifacts) {
		return undefined;
	}
	return `${by} approved other ${isBound.inputs ? 'artifacts' : 'inputs'} than the record tells`;
}

/** Those that no step found after that moment. */
function knownAt(at: string, {artifacts, steps}: DeploymentRecord): readonly Artifact[] {
	const later = steps.flatMap(({attempts}) =>
		attempts.flatMap(({endedAt, captured}) =>
			endedAt !== undefined && Date.parse(endedAt) > Date.parse(at) ? Object.entries(captured ?? {}) : [],
		),
	);
	return artifacts.filter(
		one => !later.some(([name, value]) => name === one.name && value.trim() === one.value),
	);
}
