import {type Line, line, span, wrapLine} from '../line.ts';
import {type Field, kindWords} from '../view/field.ts';
import {saidLine} from '../view/said.ts';
import {type Form, problemsOf} from './form.ts';

/** The fields of a form, the one with the caret in full. @param rowsMax rows of a field of several lines. */
export function formLines(form: Form, width: number, rowsMax: number): readonly Line[] {
	const problems = problemsOf(form);
	const title = wrapLine(
		line(span(` ${form.badge} `, 'accent'), '  ', {...span(form.title, 'title'), bold: true}),
		width,
		line('  '),
	);
	const fields = form.fields.flatMap((field, at) =>
		fieldLines({form, field, isHere: at === form.at, width, rowsMax, problem: problems.get(field.name)}),
	);
	return [...title, ...fields, hintLine(form)];
}

type Drawn = {
	readonly form: Form;
	readonly field: Field;
	readonly isHere: boolean;
	readonly width: number;
	readonly rowsMax: number;
	readonly problem: string | undefined;
};

function fieldLines(drawn: Drawn): readonly Line[] {
	const {form, field, isHere, width, problem} = drawn;
	const text = form.values[field.name] ?? '';
	const sign =
		problem === undefined
			? span('✓ ', text === '' ? 'quiet' : 'good')
			: form.touched.has(field.name)
				? span('✗ ', 'bad')
				: span('· ', 'quiet');
	const head = line(
		sign,
		span(field.label, isHere ? 'strong' : 'plain'),
		...(isHere ? [] : [span(`  ${shownValue(field, text)}`, 'quiet')]),
	);
	if (!isHere) {
		return [head];
	}
	const said =
		problem !== undefined && (form.touched.has(field.name) || text !== '')
			? [span(`  ${problem}`, 'warn')]
			: [span(`  ${aboutOf(field, text)}`, 'quiet')];
	return [...wrapLine(line(...head, ...said), width, line('    ')), ...valueLines(drawn, text)];
}

function aboutOf(field: Field, text: string): string {
	const kind = field.input === undefined ? undefined : kindWords(field.input);
	const example = field.example === undefined ? undefined : `e.g. ${field.example}`;
	const origin = text !== '' && text === field.input?.default ? 'the runbook’s default' : undefined;
	return [field.about, kind, example, origin, field.required ? undefined : 'may stay empty']
		.filter(text => text !== undefined)
		.join(' · ');
}

function shownValue(field: Field, text: string): string {
	return field.kind === 'secret' ? '•'.repeat(Math.min(8, text.length)) : saidLine(text.split('\n')[0] ?? '');
}

function valueLines({form, field, width, rowsMax}: Drawn, text: string): readonly Line[] {
	if (field.kind === 'choice') {
		const picks = field.choices.flatMap((choice, at) => [
			span(` ${at + 1} ${saidLine(choice)} `, choice === text ? 'caret' : 'plain'),
			span(' '),
		]);
		return wrapLine(line('  ', ...picks), width, line('  '));
	}
	const rows = text.split('\n');
	const before = text.slice(0, form.caret).split('\n');
	const at = before.length - 1;
	const column = before[at]?.length ?? 0;
	const first = Math.max(0, Math.min(at - rowsMax + 1, rows.length - rowsMax));
	return rows
		.slice(first, first + rowsMax)
		.map((row, index) => caretLine(row, index + first === at ? column : undefined, width));
}

/** Shows the part of a long line around the caret. */
function caretLine(row: string, column: number | undefined, width: number): Line {
	const room = width - 6;
	const from = column === undefined ? 0 : Math.max(0, column - room);
	const seen = row.slice(from, from + room + 1);
	if (column === undefined) {
		return line('  › ', saidLine(seen));
	}
	const at = column - from;
	const [under = ''] = seen.slice(at);
	return line(
		span('  › ', 'strong'),
		saidLine(seen.slice(0, at)),
		span(saidLine(under) || ' ', 'caret'),
		saidLine(seen.slice(at + under.length)),
	);
}

function hintLine(form: Form): Line {
	const field = form.fields[form.at];
	const isLast = form.at === form.fields.length - 1;
	const go =
		field?.kind === 'lines'
			? [span('ctrl-d', 'key'), ' done   ']
			: [span('enter', 'key'), isLast ? ' done   ' : ' next   '];
	const pick = field?.kind === 'choice' ? [span('← →', 'key'), ' pick   '] : [];
	const move = form.fields.length > 1 ? [span('tab', 'key'), ' next field   '] : [];
	return line(...go, ...pick, ...move, span('esc', 'key'), ' back');
}
