import {Text} from 'ink';
import {memo, type ReactNode} from 'react';
import {fitLine, type Line, paint} from '../line.ts';
import type {Colour} from '../theme.ts';

type RowsProps = {readonly lines: readonly Line[]; readonly width: number; readonly colour: Colour};

/**
Lines, one a row, cut to the width. One text for all of them: Ink measures and lays out every element, and a picture
has fifty rows.
*/
export const Rows = memo(function Rows({lines, width, colour}: RowsProps): ReactNode {
	if (lines.length === 0) {
		return null;
	}
	// Ink drops an empty first or last row of a text unless it holds something.
	const painted = lines.map(row => paint(fitLine(row, width), colour) || ' ');
	return <Text wrap="truncate">{painted.join('\n')}</Text>;
});
