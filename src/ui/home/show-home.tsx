import {render, useApp, useInput, usePaste, useWindowSize} from 'ink';
import {type ReactNode, useState} from 'react';
import {Rows} from '../screen/rows.tsx';
import {strokesOf} from '../screen/stroke.ts';
import {erase, onResized, type ScreenIn, type ScreenOut} from '../screen/terminal.ts';
import type {Colour} from '../theme.ts';
import type {Home} from './home.ts';
import {firstDesk, type HomeChoice, pressHome} from './home-desk.ts';
import {homeLines} from './home-lines.ts';

export type HomeOptions = {
	readonly stdin: ScreenIn;
	readonly stdout: ScreenOut;
	readonly colour: Colour;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

/** Shows what can be opened until the person has chosen; the terminal is as it was before when this ends. */
export async function showHome(home: Home, {stdin, stdout, colour, now}: HomeOptions): Promise<HomeChoice> {
	let choice: HomeChoice = {do: 'leave'};
	let paints = 0;
	const choose = (chosen: HomeChoice) => {
		choice = chosen;
	};
	const screen = () => <HomeScreen home={home} colour={colour} now={now} choose={choose} paints={paints} />;
	const ink = render(screen(), {
		stdin: stdin as NodeJS.ReadStream,
		stdout: stdout as NodeJS.WriteStream,
		alternateScreen: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
		maxFps: 60,
	});
	const endResize = onResized(stdout, () => {
		paints += 1;
		ink.clear();
		erase(stdout);
		ink.rerender(screen());
	});
	try {
		await ink.waitUntilExit();
	} finally {
		endResize();
	}
	return choice;
}

type HomeProps = {
	readonly home: Home;
	readonly colour: Colour;
	readonly now: number;
	readonly choose: (choice: HomeChoice) => void;
	/** Changes when everything has to be drawn anew. */
	readonly paints: number;
};

function HomeScreen({home, colour, now, choose}: HomeProps): ReactNode {
	const {exit} = useApp();
	const {columns, rows} = useWindowSize();
	const [desk, setDesk] = useState(firstDesk);
	useInput((input, key) => {
		let after = desk;
		for (const stroke of strokesOf(input, key)) {
			const pressed = pressHome(home, after, stroke);
			after = pressed.desk;
			if (pressed.choice !== undefined) {
				choose(pressed.choice);
				exit();
				return;
			}
		}
		setDesk(after);
	});
	usePaste(text =>
		setDesk(before =>
			before.typing ? {...before, wanted: `${before.wanted}${text.trim().slice(0, 100)}`} : before,
		),
	);
	return <Rows lines={homeLines(home, desk, {columns, rows, now})} width={columns} colour={colour} />;
}
