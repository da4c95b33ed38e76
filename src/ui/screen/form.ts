import {sanitiseLine, sanitiseText} from '../../text/sanitise.ts';
import {graphemesOf} from '../graphemes.ts';
import {type Field, problemOf} from '../view/field.ts';
import type {Stroke} from './stroke.ts';

/**
Fields that are being filled in. Holds no secret: of a secret field only the number of characters is known here, the
characters lie with the keeper outside.
*/
export type Form = {
	/** One or two words: what is asked for. */
	readonly badge: string;
	readonly title: string;
	readonly fields: readonly Field[];
	/** Text by field name; for a secret field one `•` a character. */
	readonly values: Readonly<Record<string, string>>;
	/** Which field has the caret. */
	readonly at: number;
	/** Caret in UTF-16 units from the start of the field's text. */
	readonly caret: number;
	/** Fields whose mistakes are shown: those that were left or submitted. */
	readonly touched: ReadonlySet<string>;
};

export type FormStep = {readonly form: Form; readonly ends?: 'submit' | 'cancel'};

export function openForm(
	head: {readonly badge: string; readonly title: string},
	fields: readonly Field[],
): Form {
	const values = Object.fromEntries(fields.map(field => [field.name, field.initial]));
	return {...head, fields, values, at: 0, caret: fields[0]?.initial.length ?? 0, touched: new Set()};
}

/** The form as it may be kept for later: what was typed into secret fields is forgotten. */
export function withoutSecrets(form: Form): Form {
	const secrets = form.fields.filter(field => field.kind === 'secret').map(field => [field.name, '']);
	return {...form, values: {...form.values, ...Object.fromEntries(secrets)}, at: 0, caret: 0};
}

export function fieldAt(form: Form): Field | undefined {
	return form.fields[form.at];
}

/** Why the form can't be handed in yet, by field name. */
export function problemsOf(form: Form): ReadonlyMap<string, string> {
	const found = form.fields.flatMap(field => {
		const text = form.values[field.name] ?? '';
		const why = field.kind === 'secret' ? secretProblem(field, text.length) : problemOf(field, text);
		return why === undefined ? [] : [[field.name, why] as const];
	});
	return new Map(found);
}

/** Shorter secrets can't be masked in output without masking ordinary words. Characters. */
const secretCharsMin = 6;

function secretProblem(field: Field, length: number): string | undefined {
	if (length === 0) {
		return field.required ? 'needed' : undefined;
	}
	return length < secretCharsMin
		? `too short to be kept out of the output: ${secretCharsMin} characters at least`
		: undefined;
}

/** What a key does to a form. Enter that came glued to other characters is never taken: a paste confirms nothing. */
export function pressForm(form: Form, stroke: Stroke): FormStep {
	const field = fieldAt(form);
	if (field === undefined) {
		return {form, ends: 'cancel'};
	}
	switch (stroke.name) {
		case 'escape':
		case 'ctrl-c':
			return {form, ends: 'cancel'};
		case 'enter':
			return stroke.glued ? {form} : enter(form, field);
		case 'ctrl-d':
			return submit(form);
		case 'tab':
			return {form: moveTo(form, form.at + 1)};
		case 'shift-tab':
			return {form: moveTo(form, form.at - 1)};
		case 'down':
			return {form: field.kind === 'lines' ? moveRow(form, 1) : moveTo(form, form.at + 1)};
		case 'up':
			return {form: field.kind === 'lines' ? moveRow(form, -1) : moveTo(form, form.at - 1)};
		default:
			return {form: field.kind === 'choice' ? pressChoice(form, field, stroke) : pressText(form, stroke)};
	}
}

/** Pasted text is typed, never obeyed; its newlines are spaces in a one-line field. */
export function pasteForm(form: Form, pasted: string): Form {
	const field = fieldAt(form);
	if (field === undefined || field.kind === 'choice') {
		return form;
	}
	const text =
		field.kind === 'lines'
			? sanitiseText(pasted)
			: sanitiseLine(pasted.trim().replaceAll(/\s*[\r\n]+\s*/g, ' '));
	return insert(form, text.slice(0, pasteCharsMax));
}

/** As much as an answer may hold. UTF-16 units. */
const pasteCharsMax = 8_000;

function enter(form: Form, field: Field): FormStep {
	if (field.kind === 'lines') {
		return {form: insert(form, '\n')};
	}
	if (problemsOf(form).has(field.name)) {
		return {form: touch(form, field.name)};
	}
	return form.at < form.fields.length - 1 ? {form: moveTo(form, form.at + 1)} : submit(form);
}

function submit(form: Form): FormStep {
	const problems = problemsOf(form);
	const first = form.fields.findIndex(field => problems.has(field.name));
	if (first === -1) {
		return {form, ends: 'submit'};
	}
	const touched = new Set(form.fields.map(field => field.name));
	return {form: {...moveTo(form, first), touched}};
}

function moveTo(form: Form, at: number): Form {
	const left = fieldAt(form);
	const to = Math.max(0, Math.min(at, form.fields.length - 1));
	const moved = {...form, at: to, caret: (form.values[form.fields[to]?.name ?? ''] ?? '').length};
	return left === undefined || to === form.at ? moved : touch(moved, left.name);
}

function touch(form: Form, name: string): Form {
	return {...form, touched: new Set([...form.touched, name])};
}

function pressChoice(form: Form, field: Field, stroke: Stroke): Form {
	const now = field.choices.indexOf(form.values[field.name] ?? '');
	const number = Number(stroke.name);
	if (Number.isInteger(number) && number >= 1 && number <= field.choices.length) {
		return setValue(form, field.choices[number - 1] ?? '');
	}
	if (stroke.name === 'right' || stroke.name === 'space') {
		return setValue(form, field.choices[(now + 1) % field.choices.length] ?? '');
	}
	if (stroke.name === 'left') {
		return setValue(form, field.choices[(now <= 0 ? field.choices.length : now) - 1] ?? '');
	}
	return form;
}

function pressText(form: Form, stroke: Stroke): Form {
	const text = textAt(form);
	switch (stroke.name) {
		case 'left':
			return {...form, caret: before(text, form.caret)};
		case 'right':
			return {...form, caret: after(text, form.caret)};
		case 'home':
		case 'ctrl-a':
			return {...form, caret: text.lastIndexOf('\n', form.caret - 1) + 1};
		case 'end':
		case 'ctrl-e':
			return {
				...form,
				caret: text.indexOf('\n', form.caret) === -1 ? text.length : text.indexOf('\n', form.caret),
			};
		case 'backspace':
		case 'ctrl-h':
			return cut(form, before(text, form.caret), form.caret);
		case 'delete':
			return cut(form, form.caret, after(text, form.caret));
		case 'ctrl-u':
			return cut(form, 0, form.caret);
		case 'ctrl-w':
			return cut(form, text.slice(0, form.caret).search(/\S*\s*$/), form.caret);
		case 'ctrl-k':
			return cut(form, form.caret, text.length);
		default:
			return stroke.text === undefined ? form : insert(form, stroke.text);
	}
}

function moveRow(form: Form, by: 1 | -1): Form {
	const text = textAt(form);
	const rows = text.slice(0, form.caret).split('\n');
	const column = rows.at(-1)?.length ?? 0;
	const all = text.split('\n');
	const to = Math.max(0, Math.min(rows.length - 1 + by, all.length - 1));
	const start = all.slice(0, to).reduce((sum, row) => sum + row.length + 1, 0);
	return {...form, caret: start + Math.min(column, all[to]?.length ?? 0)};
}

function insert(form: Form, text: string): Form {
	const whole = textAt(form);
	return {
		...setValue(form, whole.slice(0, form.caret) + text + whole.slice(form.caret)),
		caret: form.caret + text.length,
	};
}

function cut(form: Form, from: number, to: number): Form {
	if (from === to) {
		return form;
	}
	const whole = textAt(form);
	return {...setValue(form, whole.slice(0, from) + whole.slice(to)), caret: from};
}

function setValue(form: Form, text: string): Form {
	const name = fieldAt(form)?.name;
	return name === undefined ? form : {...form, values: {...form.values, [name]: text}, caret: text.length};
}

function textAt(form: Form): string {
	return form.values[fieldAt(form)?.name ?? ''] ?? '';
}

function before(text: string, caret: number): number {
	return [...graphemesOf(text.slice(0, caret))].at(-1)?.index ?? 0;
}

function after(text: string, caret: number): number {
	const [first] = graphemesOf(text.slice(caret));
	return caret + (first?.segment.length ?? 0);
}
