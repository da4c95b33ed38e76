import type {ProbeWork} from '../work-model.ts';

/** Methods that ask and change nothing; only these are probes unless the author marks the fence `run`. */
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Request line, headers, an empty line and the body; lines that begin with `#` before the request are comments. */
export function readHttp(body: string, {mayWrite}: {readonly mayWrite: boolean}): ProbeWork | undefined {
	const lines = body.split('\n');
	const start = lines.findIndex(line => line.trim() !== '' && !/^\s*(?:#|\/\/)/.test(line));
	const request = /^(?:(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+)?(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(
		(lines[start] ?? '').trim(),
	);
	if (!request || !/^(?:https?:\/\/|\{\{|\$\{|<)/i.test(request[2] ?? '')) return;
	const method = request[1] ?? 'GET';
	if (!mayWrite && !reading.has(method)) return;
	const headers: Record<string, string> = {};
	let at = start + 1;
	for (; at < lines.length && (lines[at] ?? '').trim() !== ''; at++) {
		const header = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec((lines[at] ?? '').trim());
		if (header) headers[header[1] ?? ''] = header[2] ?? '';
	}
	const rest = lines
		.slice(at + 1)
		.join('\n')
		.trim();
	return {
		probe: 'http',
		request: {method, url: request[2] ?? '', headers, ...(rest === '' ? {} : {body: rest})},
		expect: {},
		capture: {},
	};
}
