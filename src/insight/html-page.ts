/**
One self-contained page: no script, nothing from elsewhere, readable on paper, in the dark and without colours.

@param title as plain text.
@param body HTML that is safe already.
*/
export function htmlPage(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${plain(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #8886; padding: .25rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
pre { background: #8881; padding: .6rem; overflow-x: auto; }
code { font: 14px/1.4 ui-monospace, monospace; }
blockquote { border-left: .3rem solid #8888; margin: .6rem 0; padding: .1rem 0 .1rem 1rem; }
summary { cursor: pointer; }
@media print { details:not([open]) > *:not(summary) { display: block; } pre { white-space: pre-wrap; } }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function plain(text: string): string {
	return text.replace(/[&<>"]/g, sign => ({'&': '&amp;', '<': '&lt;', '>': '&gt;'})[sign] ?? '&quot;');
}
