import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {typeHeard} from './heard.ts';
import {openTerminal, type Terminal, withHome} from './terminal.ts';

/** Everything a journey meets: a check, reads, a change that fails until a file is there, a gate, a guard, a way back. */
const runbook = `---
title: Restart the shop
environments: {staging: {production: false}}
metrics:
  errors:
    command: cat rate
    every: 200ms
    fail: value > 5% for 400ms
    unit: '%'
---
# Restart the shop

Restarts the shop after a change of its settings.

## Prepare

- [ ] **Nobody is in a checkout**

**Why** their basket would be lost.

\`\`\`sh {#look}
cat settings
\`\`\`

## Change

\`\`\`sh {#apply danger=prod undo="rm -f applied"}
cat ready && touch applied
\`\`\`

\`\`\`metric {#errors guard title="error rate"}
metric: errors
\`\`\`

\`\`\`gate {#open}
question: Open the doors again?
\`\`\`

## Roll back

\`\`\`sh {#back auto}
rm -f applied
\`\`\`
`;

export type Desk = {
	readonly home: string;
	readonly open: (args: readonly string[], more?: Partial<Parameters<typeof openTerminal>[0]>) => Terminal;
};

export function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
	return withHome(home => {
		writeFileSync(join(home, 'shop.md'), runbook);
		writeFileSync(join(home, 'settings'), 'colour=green\n');
		writeFileSync(join(home, 'rate'), '0.4\n');
		return work({home, open: (args, more = {}) => openTerminal({home, ...more, args})});
	});
}

/** How the shop's runbook is walked. */
export const run = ['run', '--trust', 'shop.md'] as const;

/** Types once the screen shows what it is an answer to, and counts it. */
export async function answer(terminal: Terminal, sees: string | RegExp, keys: string): Promise<void> {
	await terminal.sees(sees);
	await typeHeard(terminal, keys);
}

/** Up to the first change: briefing read, check answered, settings looked at. */
export async function toChange(terminal: Terminal): Promise<void> {
	await answer(terminal, ' BRIEFING ', '\r');
	await answer(terminal, ' CHECK ', '\r');
	await answer(terminal, /cat settings[\s\S]* RUN\? /, '\r');
	await terminal.sees(/touch applied[\s\S]* RUN\? /);
}
