import {Box} from 'ink';
import {type ReactNode, useEffect} from 'react';
import type {Colour} from '../theme.ts';
import type {UsualMs} from '../view/card.ts';
import {firstFound, markedLine} from './found.ts';
import type {Frame} from './frame.ts';
import {paneOf, type Region, seenLines} from './pane.ts';
import {Rows} from './rows.tsx';
import type {Fit} from './site.ts';

type MainPaneProps = {
	readonly frame: Frame;
	readonly width: number;
	readonly height: number;
	readonly colour: Colour;
	readonly usualMs: UsualMs;
	readonly laidOut: (fit: Fit) => void;
};

/** The card, the command and the output above each other; each scrolls by itself. */
export function MainPane({frame, width, height, colour, usualMs, laidOut}: MainPaneProps): ReactNode {
	const inner = Math.max(1, width - 2);
	const regions = paneOf(frame, {width: inner, height}, usualMs).map(region => found(frame, region));
	useEffect(() => laidOut(fitOf(regions)));
	return (
		<Box flexDirection="column" width={width} height={height} paddingLeft={1}>
			{regions.map(region => (
				<Rows
					key={region.part}
					lines={seenLines(region, topOf(frame, region), frame.desk.focus === region.part)}
					width={inner}
					colour={colour}
				/>
			))}
		</Box>
	);
}

function topOf(frame: Frame, region: Region): number {
	const {ask, tops, sought} = frame.desk;
	if (ask.is === 'panel') {
		return ask.top;
	}
	const isHit = sought?.hit?.step === frame.step?.id && sought?.hit?.line === undefined;
	return tops[region.part] ?? (isHit && sought !== undefined ? firstFound(region.lines, sought.text) : 0);
}

/** What was searched for stands out on the card too; the output marks its own. */
function found({desk}: Frame, region: Region): Region {
	const wanted = desk.sought?.text ?? '';
	return wanted === '' || region.part === 'output'
		? region
		: {...region, lines: region.lines.map(row => markedLine(row, wanted))};
}

function fitOf(regions: readonly Region[]): Fit {
	const of = (part: Region['part']) => {
		const region = regions.find(candidate => candidate.part === part);
		return {rows: region?.rows ?? 0, lines: region?.lines.length ?? 0};
	};
	return {card: of('card'), command: of('command'), hosts: of('hosts'), output: of('output')};
}
