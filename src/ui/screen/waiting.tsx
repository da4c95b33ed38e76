import {render, Text} from 'ink';
import Spinner from 'ink-spinner';

export type WaitingOptions = {
	readonly stdout: NodeJS.WriteStream;
	/** What is being waited for, as a sentence without its end. */
	readonly words: string;
};

/**
Shows on the normal screen that something is under way, until it is done; nothing is left of it then, so that what comes
next begins where it stood. Reads no keys.

@returns what the work gives; throws what it throws.
*/
export async function showWaiting<T>(work: Promise<T>, {stdout, words}: WaitingOptions): Promise<T> {
	const shown = render(<Waiting words={words} />, {
		stdout,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	try {
		return await work;
	} finally {
		shown.clear();
		shown.unmount();
		await shown.waitUntilExit();
	}
}

function Waiting({words}: {readonly words: string}) {
	return (
		<Text>
			<Spinner type="dots" /> {words} …
		</Text>
	);
}
