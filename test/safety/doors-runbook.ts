/** What stands behind the doors: servers of this machine that say whatever they are told to. */
export type Outside = {
	/** An HTTP server that answers with the text as a header and as the body. */
	readonly httpPort: number;
	/** A PostgreSQL database; absent where there is none. */
	readonly databaseUrl?: string;
	/** There is an SSH server whose banner says the text. */
	readonly hasSsh: boolean;
};

/** A text without what no line can hold. */
export function oneLine(text: string): string {
	return text.replaceAll(/[\r\n\0]/g, ' ');
}

/** A runbook that lets a text in by every door there is, and then stands at a gate. */
export function runbookWith(text: string, outside: Outside): string {
	const line = oneLine(text);
	const whole = Buffer.from(`${text}\nlast line\n${text}`).toString('base64');
	return `---
title: ${JSON.stringify(`Hostile ${line}`)}
environments:
  staging: {production: false}
inputs:
  note: {type: string}
hosts:
  box: 127.0.0.1
connections:
  main: {env: DATABASE_URL}
---

# Hostile ${line}

## Section ${line}

**Why**: ${line}

\`\`\`sh {#says auto on-failure=continue}
echo ${whole} | base64 -d | dd bs=1 status=none; echo ${whole} | base64 -d; printf '%s\\n' "$note" "$note" >&2; exit 3
\`\`\`

\`\`\`http {#asks status=204 on-failure=continue}
GET http://127.0.0.1:${outside.httpPort}/
\`\`\`
${outside.hasSsh ? remote(whole) : ''}${outside.databaseUrl === undefined ? '' : cell(text)}
\`\`\`gate {#go-on}
question: Is it well?
\`\`\`

- [ ] Somebody looks at ${line}
`;
}

function remote(whole: string): string {
	return `
\`\`\`sh {#remote auto on=box on-failure=continue}
echo ${whole} | base64 -d >&2; exit 3
\`\`\`
`;
}

function cell(text: string): string {
	const bytes = Buffer.from(text).toString('hex');
	return `
\`\`\`probe {#cell on-failure=continue}
sql: SELECT convert_from(decode('${bytes}', 'hex'), 'UTF8') AS said
connection: main
expect: nothing of the kind
\`\`\`
`;
}
