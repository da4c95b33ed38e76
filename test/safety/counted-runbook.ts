import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** The steps that touch the world, each of which leaves a line in a file of its name whenever it begins. */
export const countedSteps = ['first', 'second', 'third', 'fourth'] as const;

/** A release so small that a life of it takes two seconds: steps that ask, steps that start by themselves, a gate. */
const counted = `---
title: A counted release
environments:
  staging: {production: false}
---

# A counted release

## Walk

- [ ] Somebody is awake

\`\`\`sh {#first}
echo x >> "$HOME/count/first"; export PLACE=here; echo begun; sleep 0.05
\`\`\`

\`\`\`sh {#second auto}
echo x >> "$HOME/count/second"; for part in 1 2 3 4 5 6; do echo "part $part"; sleep 0.03; done
\`\`\`

\`\`\`gate {#go-on}
question: Is it well?
\`\`\`

\`\`\`sh {#third auto}
echo x >> "$HOME/count/third"; test "\${PLACE-here}" = here
\`\`\`

- [ ] It still is

\`\`\`sh {#fourth}
echo x >> "$HOME/count/fourth"; sleep 0.1; echo over
\`\`\`
`;

/** Writes the runbook into a home directory. @returns its path. */
export function writeCounted(home: string): string {
	mkdirSync(join(home, 'count'));
	const path = join(home, 'counted.md');
	writeFileSync(path, counted);
	return path;
}

/** How often a step began, by its own count. */
export function begun(home: string, step: string): number {
	const file = join(home, 'count', step);
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}
