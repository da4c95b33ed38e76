/** A forgotten pause would starve every client: after this the connections come back by themselves. Milliseconds. */
export const pausedMaxMs = 120_000;

/**
How long each waits for the one behind it. All of them outlast the longest pause: whoever reads the cards slowly while the
connections are released must not see customers fail. Milliseconds.
*/
export const patienceMs = {
	service: pausedMaxMs + 5_000,
	switch: pausedMaxMs + 10_000,
	client: pausedMaxMs + 15_000,
} as const;
