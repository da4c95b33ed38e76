import {expect, test} from 'vitest';
import {openForm} from '../../src/ui/screen/form.ts';
import {formLines} from '../../src/ui/screen/form-lines.ts';
import {field} from '../../src/ui/view/field.ts';
import {check, runbookOf} from '../engine/given.ts';
import {attacks} from '../text/attacks.ts';
import {walkReal as walk} from './plain-run.ts';

/** What a terminal acts on, what can't be seen, and what turns text around; line ends are the program's own. */
const harmful =
	/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

/** Places of the caret that are tried in each text. */
const caretsMax = 12;

test('nothing that a runbook says of an input does anything to a terminal that asks for it in plain lines', async () => {
	const common = {secret: false, confidence: 'declared', required: true} as const;
	const evil = attacks.map(({text}) => text);
	const runbook = runbookOf({
		walk: [check('look')],
		inputs: [
			{...common, name: 'pick', type: 'choice', choices: [...evil, 'two'], line: 1},
			...evil.map((text, index) => ({
				...common,
				name: `text-${index}`,
				type: 'string' as const,
				about: text,
				example: text,
				default: text,
				line: index + 2,
			})),
		],
	});
	const {paper} = await walk(runbook, {lines: [String(evil.length + 1), ...evil.map(() => 'a'), 'y', 'y']});
	expect(paper).toContain(`${evil.length + 1} two`);
	const at = paper.search(harmful);
	expect(at < 0 ? '' : JSON.stringify(paper.slice(Math.max(0, at - 100), at + 60))).toBe('');
});

test.each(['line', 'lines', 'choice'] as const)(
	'nothing that stands in a form does anything to the full screen, wherever the caret is: %s',
	kind => {
		for (const {name, text} of attacks) {
			const one = field('what', 'What?', {kind, initial: text, choices: [text]});
			const form = openForm({badge: 'FORM', title: 'A form'}, [one]);
			for (let caret = 0; caret <= Math.min(text.length, caretsMax); caret += 1) {
				const rows = formLines({...form, caret}, 80, 5).map(line => line.map(span => span.text).join(''));
				expect(rows.join('\n'), `${name}, caret at ${caret}`).not.toMatch(harmful);
			}
		}
	},
);
