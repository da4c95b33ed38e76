import type {Step} from '../runbook/step-model.ts';
import type {HttpRequest} from '../runbook/work-model.ts';

/** What a probe asks, in one line for the card and the journal. */
export function probeText(
	work: Extract<Step, {kind: 'probe'}>['work'],
	values: Readonly<Record<string, string>>,
): string {
	switch (work.probe) {
		case 'http':
			return requestText(work.request, values);
		case 'sql':
			return work.sql;
		case 'tcp':
		case 'tls':
			return fill(`${work.probe} ${work.host}:${work.port}`, values);
		case 'disk':
		case 'file':
			return fill(`${work.probe} ${work.path}`, values);
		case 'tool':
			return `${work.tool} ${work.version ?? ''}`.trim();
		case 'command':
			return work.run.script;
	}
}

function requestText(request: HttpRequest, values: Readonly<Record<string, string>>): string {
	return fill(`${request.method} ${request.url}`, values);
}

/** For showing only: `{{name}}` replaced by its value; performers encode for where the value goes. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
	return text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
}
