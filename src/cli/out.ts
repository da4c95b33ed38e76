/**
Writes to standard output and waits until it is taken, so that a slow reader slows the program and its memory stays
flat. Text from outside has been sanitised by whoever made the line.
*/
export function say(text: string): Promise<void> {
	return write(process.stdout, text);
}

/** Says something on standard error at once; for the last words of a program. */
export function complain(text: string): void {
	process.stderr.write(text);
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
	return new Promise((resolve, reject) => {
		stream.write(text, error => (error && !isClosedTerminal(error) ? reject(error) : resolve()));
	});
}

/**
A terminal that was closed takes nothing any more (EIO). That is no fault of the run: the HUP that comes with it lets the
running step finish and holds the run.
*/
function isClosedTerminal(error: Error): boolean {
	return 'code' in error && error.code === 'EIO';
}
