import type {Sheet} from './draft.ts';
import {cut, plainText} from './plain.ts';

/** Texts longer than this are prose that mentions stopping, not a stop. */
const stopMax = 600;

/** A stop the author put before the walk: "You should not perform this unless …" (rule R19). */
export function readStop(sheet: Sheet, source: string, line: number): boolean {
	if (source.length > stopMax) return false;
	const text = plainText(source);
	if (!stop.test(text)) return false;
	sheet.stops.push({text: cut(text), line});
	return true;
}

const stop =
	/\b(?:you )?should (?:not|never) (?:perform|follow|use|execute|do) this\b|\bdo not (?:perform|follow|use) this (?:runbook|procedure|document|page|guide|process)\b|\b(?:do not|don[’']t|never) (?:proceed|continue|start|go any further)\b(?! (?:to|with) the next)[^.]{0,80}\b(?:if|unless|until|without)\b|\b(?:do not|don[’']t) (?:proceed|continue)[.!]|^(?:[^\w]{0,4}\s*)?stop\b(?:[!:.]|\s+(?:if|here|and read|unless)\b)|\bthis (?:runbook|document|procedure|page|guide|process|doc) (?:is|has been) (?:now )?(?:deprecated|obsolete|outdated|superseded|no longer)/i;
const upperStop = /\bSTOP\b/;

export function mentionsStop(source: string): boolean {
	return source.length <= stopMax && (stop.test(plainText(source)) || upperStop.test(source));
}

/** Where a text sends the reader: another runbook, or another step of this one (rule R19). */
export function seeOf(source: string): string | undefined {
	const text = source.slice(0, 5_000);
	const link =
		/\]\(([^()\s]{1,300}\.md(?:#[^()\s]{0,200})?)\)/.exec(text)?.[1] ??
		/(?:^|[\s`(])((?:[\w.-]+\/)*[\w.-]+\.md)\b/.exec(text)?.[1];
	const jump =
		/\b(?:go|jump|skip|return|proceed|continue)\s+(?:back\s+|on\s+|ahead\s+)?(?:to|with|at)\s+(?:the\s+)?((?:step|section)\s+[\w"“][\w .“”"-]{0,60}?)(?=[.,;:)]|$)/i.exec(
			plainText(text),
		)?.[1];
	return jump ?? link;
}
