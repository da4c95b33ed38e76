import {Box} from 'ink';
import {type ReactNode, useEffect, useMemo} from 'react';
import type {Line} from '../line.ts';
import type {Colour} from '../theme.ts';
import type {UsualMs} from '../view/card.ts';
import {cardLines, titleLines} from './card-lines.ts';
import type {Fit} from './effects.ts';
import type {Frame} from './frame.ts';
import {outputLines} from './output-lines.ts';
import {panelLines, summaryLines} from './panel-lines.ts';
import {Rows} from './rows.tsx';
import {troubleLines} from './trouble-lines.ts';

type MainPaneProps = {readonly frame: Frame; readonly width: number; readonly height: number; readonly colour: Colour; readonly usualMs: UsualMs; readonly laidOut: (fit: Fit) => void};

/** The card above, the output below; each scrolls by itself. */
export function MainPane({frame, width, height, colour, usualMs, laidOut}: MainPaneProps): ReactNode {
	const inner = Math.max(1, width - 2);
	const upper = useUpper(frame, inner, height, usualMs);
	const {cardRows, outputRows} = sharesOf(frame, upper.length, height);
	const top = Math.max(0, Math.min(topOf(frame), upper.length - cardRows));
	useEffect(() => {
		laidOut({cardRows, cardLines: upper.length, outputRows: Math.max(1, outputRows - 1)});
	}, [cardRows, upper.length, outputRows, laidOut]);
	return (
		<Box flexDirection="column" width={width} height={height} paddingLeft={1}>
			<Rows lines={upper.slice(top, top + cardRows)} width={inner} colour={colour} />
			{outputRows > 0 && <Rows lines={outputLines(frame, inner, outputRows)} width={inner} colour={colour} />}
		</Box>
	);
}

function useUpper(frame: Frame, width: number, height: number, usualMs: UsualMs): readonly Line[] {
	const {card, desk} = frame;
	const cardOnly = useMemo(() => (card === undefined ? [] : cardLines(card, width, desk.depth)), [card, width, desk.depth]);
	if (desk.ask.is === 'panel') {
		return panelLines(desk.ask.panel, frame, width, usualMs);
	}
	if (frame.offer.elsewhere || card === undefined) {
		return card === undefined || frame.question?.is === 'close' ? summaryLines(frame, width) : cardOnly;
	}
	if (desk.enlarged) {
		return titleLines(card, width);
	}
	return isTrouble(frame) ? troubleLines(frame, width, height) : cardOnly;
}

function isTrouble(frame: Frame): boolean {
	const is = frame.question?.is;
	return is === 'failed' || is === 'unknown' || is === 'no-go';
}

function topOf(frame: Frame): number {
	return frame.desk.ask.is === 'panel' ? frame.desk.ask.top : frame.desk.cardTop;
}

/** How many rows the card and the output get. */
function sharesOf(frame: Frame, cardLength: number, height: number): {readonly cardRows: number; readonly outputRows: number} {
	const {output, desk, offer} = frame;
	const showsTail = isTrouble(frame) && !offer.elsewhere && !desk.enlarged;
	if (output === undefined || desk.ask.is === 'panel' || showsTail || (output.lines.length === 0 && offer.running === undefined)) {
		return {cardRows: height, outputRows: 0};
	}
	if (desk.enlarged) {
		return {cardRows: Math.min(cardLength, height - 3), outputRows: height - Math.min(cardLength, height - 3)};
	}
	const isLive = offer.running !== undefined && !offer.elsewhere;
	const wanted = isLive ? Math.ceil(height * 0.55) : Math.min(output.lines.length + 1, Math.ceil(height * 0.45));
	const outputRows = Math.max(wanted, isLive ? height - cardLength - 1 : 0);
	return {cardRows: height - outputRows, outputRows};
}
