import type {Defence} from './defence.ts';

/** What comes from outside. */
export const textDefences: readonly Defence[] = [
	{
		keeps: 'a line end ends every sequence',
		file: 'src/text/sequence.ts',
		line: "'\\n\\r\\u0018\\u001A'.includes(character)",
		without: "'\\u0018\\u001A'.includes(character)",
		test: 'test/text/sanitise.test.ts test/text/attacks.test.ts',
	},
	{
		keeps: 'only colours are kept of all sequences',
		file: 'src/text/sequence.ts',
		line: "return character === 'm' && /^[\\d;]*$/.test(parameters) ? {is: 'done', look: parameters} : done;",
		without: "return {is: 'done', look: parameters};",
		test: 'test/text',
	},
	{
		keeps: 'what turns text around is made visible',
		file: 'src/text/characters.ts',
		line: 'if (unseen.test(character) || swallowing.test(character)) {',
		without: 'if (swallowing.test(character)) {',
		test: 'test/text/sanitise.test.ts test/text/attacks.test.ts',
	},
	{
		keeps: 'control characters become pictures',
		file: 'src/text/characters.ts',
		line: "		return 'control';\n",
		without: "		return 'plain';\n",
		test: 'test/text',
	},
	{
		keeps: 'marks do not pile up',
		file: 'src/text/line-writer.ts',
		line: 'if (this.#marks >= marksMax) {',
		without: 'if (this.#marks < 0) {',
		test: 'test/text',
	},
	{
		keeps: 'a line has an end',
		file: 'src/text/line-writer.ts',
		line: 'const room = this.#isFull ? 0 : this.#lineCharsMax - this.#chars;',
		without: 'const room = Number.POSITIVE_INFINITY;',
		test: 'test/text',
	},
	{
		keeps: 'JSON for other programs does nothing to a terminal',
		file: 'src/text/json-text.ts',
		line: 'isShown(character.codePointAt(0) ?? 0) ? character',
		without: "(isShown(0) || character !== '') ? character",
		test: 'test/text/json-text.test.ts',
	},
	{
		keeps: 'what a runbook says of an input is only text when it is asked for',
		file: 'src/ui/plain/fill.ts',
		line: '${saidLine(choice)}',
		without: '${choice}',
		test: 'test/ui/hostile-inputs.test.ts',
	},
	{
		keeps: 'what stands in a form is only text',
		file: 'src/ui/screen/form-lines.ts',
		line: 'saidLine(seen.slice(0, at)),',
		without: 'seen.slice(0, at),',
		test: 'test/ui/hostile-inputs.test.ts',
	},
	{
		keeps: 'plain lines pass the sanitiser once more at the door',
		file: 'src/cli/stdio.ts',
		line: 'say(sanitiseText(text, {keepColour: true, lineCharsMax: saidCharsMax}))',
		without: 'say(text.slice(0, saidCharsMax + sanitiseText.length))',
		test: 'test/cli/stdio.test.ts',
	},
];
