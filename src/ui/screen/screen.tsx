import {Box, useApp, useInput, usePaste, useWindowSize} from 'ink';
import {type ReactNode, useCallback, useEffect, useSyncExternalStore} from 'react';
import {span} from '../line.ts';
import type {Colour} from '../theme.ts';
import {Header} from './header.tsx';
import {KeyBar} from './key-bar.tsx';
import {type Layout, layoutOf} from './layout.ts';
import {MainPane} from './main-pane.tsx';
import {Outline} from './outline.tsx';
import {promptLines} from './prompt-lines.ts';
import {Rows} from './rows.tsx';
import type {Fit} from './site.ts';
import {strokesOf} from './stroke.ts';
import type {Suspend} from './terminal.ts';
import type {Watch} from './watch.ts';

type ScreenProps = {
	readonly watch: Watch;
	readonly colour: Colour;
	/** Changes when everything has to be drawn anew. */
	readonly paints: number;
	readonly onSuspendable: (suspend: Suspend) => void;
};

/** The whole screen. The run is in the watch; here is only where its words go. */
export function Screen({watch, colour, onSuspendable}: ScreenProps): ReactNode {
	const {suspendTerminal} = useApp();
	const frame = useSyncExternalStore(watch.subscribe, watch.frame);
	const {columns, rows} = useWindowSize();
	useInput((input, key) => watch.press(strokesOf(input, key)));
	usePaste(text => watch.paste(text));
	useEffect(() => onSuspendable(suspendTerminal), [onSuspendable, suspendTerminal]);
	const laidOut = useCallback((fit: Fit) => watch.laidOut(fit), [watch]);
	const {usualMs} = watch.options;
	const prompt = promptLines(frame, {columns, rows}, usualMs);
	const layout = layoutOf(frame, {columns, rows}, prompt.length);
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header frame={frame} width={columns} height={layout.header} colour={colour} />
			{layout.rules && <Rule layout={layout} joint="┬" colour={colour} />}
			<Box height={layout.body}>
				{layout.outline > 0 && (
					<Outline frame={frame} width={layout.outline} height={layout.body} colour={colour} />
				)}
				<MainPane
					frame={frame}
					width={layout.main}
					height={layout.body}
					colour={colour}
					usualMs={usualMs}
					laidOut={laidOut}
				/>
			</Box>
			{layout.rules && <Rule layout={layout} joint="┴" colour={colour} />}
			<Box height={layout.prompt}>
				<Rows lines={prompt.slice(0, layout.prompt)} width={columns} colour={colour} />
			</Box>
			<KeyBar frame={frame} width={columns} colour={colour} />
		</Box>
	);
}

type RuleProps = {readonly layout: Layout; readonly joint: string; readonly colour: Colour};

function Rule({layout, joint, colour}: RuleProps): ReactNode {
	const {columns, outline} = layout;
	const text =
		outline === 0
			? '─'.repeat(columns)
			: `${'─'.repeat(outline - 1)}${joint}${'─'.repeat(columns - outline)}`;
	return <Rows lines={[[span(text, 'quiet')]]} width={columns} colour={colour} />;
}
