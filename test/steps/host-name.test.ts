import {describe, expect, test} from 'vitest';
import {targetOf} from '../../src/steps/ssh/target.ts';

describe('the name of a host', () => {
	const known = {
		hosts: {web: 'deploy@web1.example:2222', six: '[2001:db8::1]'},
		values: {stage: 'web', host: 'db.example'},
	};
	test.each<[string, string | undefined, number?]>([
		['web', 'deploy@web1.example', 2222],
		['{{stage}}', 'deploy@web1.example', 2222],
		['{{host}}', 'db.example'],
		['root@10.0.0.1', 'root@10.0.0.1'],
		['ssh://me@box:22', 'me@box', 22],
		['six', '2001:db8::1'],
		['-oProxyCommand=touch x', undefined],
		['user@-oProxyCommand=x', undefined],
		['a b', undefined],
		['web;reboot', undefined],
		['$(id)', undefined],
		['web:99999', undefined],
		['{{missing}}', undefined],
		['', undefined],
	])('“%s”', (host, destination, port) => {
		const target = targetOf(host, known);
		expect(target.ok ? [target.destination, target.port] : undefined).toEqual(
			destination === undefined ? undefined : [destination, port],
		);
	});
});
