import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {expect, test} from 'vitest';
import {line, span} from '../../src/ui/line.ts';
import {Header} from '../../src/ui/screen/header.tsx';
import {KeyBar} from '../../src/ui/screen/key-bar.tsx';
import {Outline} from '../../src/ui/screen/outline.tsx';
import {Rows} from '../../src/ui/screen/rows.tsx';
import {Watch} from '../../src/ui/screen/watch.ts';
import {production} from './given-inputs.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';

const hands = {
	isStalled: () => false,
	copy: () => {},
	repaint: () => {},
	suspend: () => {},
	begin: () => {},
	leave: () => {},
	fail: () => {},
};

/** The words of a part, without bold and dim. */
const shown = (part: ReactElement) => stripVTControlCharacters(render(part).lastFrame() ?? '');

/** What a screen would draw now. */
function frameNow() {
	const live = memoryLive(sampleRunbook(), {opened: production});
	const watch = new Watch(live, {
		now: () => Date.parse('2026-11-21T09:05:00.000Z'),
		usualMs: () => undefined,
		depth: 'full',
		terminal: hands,
	});
	watch.press([{name: 'enter', glued: false}]);
	watch.press([{name: 'escape', glued: false}]);
	const frame = watch.frame();
	watch.close();
	return frame;
}

test('rows are cut to their width, and empty ones keep their place', () => {
	const rows = shown(
		<Rows lines={[line('a long line of words'), [], line(span('end', 'good'))]} width={8} colour="none" />,
	);
	expect(rows).toBe('a long …\n\nend');
});

test('the header drops what is least telling when there is no room', () => {
	const frame = frameNow();
	const wide = shown(<Header height={1} frame={frame} width={100} colour="none" />);
	const narrow = shown(<Header height={1} frame={frame} width={50} colour="none" />);
	expect(wide).toContain('20261121-090000-abcdef');
	expect(narrow).not.toContain('20261121-090000-abcdef');
	for (const header of [wide, narrow]) {
		expect(header).toContain('production');
		expect(header).toContain('0/7');
	}
});

test('the key bar shows only keys that work now', () => {
	const bar = shown(<KeyBar frame={frameNow()} width={100} colour="none" />);
	expect(bar).toContain('? help');
	expect(bar).not.toContain('copy');
	expect(bar).not.toContain('large output');
});

test('the outline fills its height and marks where the run stands', () => {
	const rows = shown(<Outline frame={frameNow()} width={30} height={20} colour="none" />).split('\n');
	expect(rows).toHaveLength(20);
	expect(rows.filter(row => row.includes('▸'))).toHaveLength(1);
	expect(rows.every(row => row.endsWith('│'))).toBe(true);
});
