import {parseJson, valueAt} from '../steps/json-path.ts';

/**
To read a record as strictly as it has to be read takes longer than to open its file, and before a run there may be
hundreds of them, nearly all of which have nothing to say.

@param record the stored envelope.
@returns false where it has nothing in any of these lists; whatever can't be read that easily may have.
*/
export function mayList(
	record: Uint8Array,
	lists: readonly ('reviews' | 'deferred' | 'redlines')[],
): boolean {
	const payload = valueAt(jsonIn(record), ['payload']);
	const statement = typeof payload === 'string' ? jsonIn(Buffer.from(payload, 'base64')) : undefined;
	const predicate = valueAt(statement, ['predicate']);
	return predicate === undefined || lists.some(list => holdsSome(valueAt(predicate, [list])));
}

function holdsSome(list: unknown): boolean {
	return list !== undefined && !(Array.isArray(list) && list.length === 0);
}

function jsonIn(bytes: Uint8Array): unknown {
	return parseJson(Buffer.from(bytes).toString())?.value;
}
