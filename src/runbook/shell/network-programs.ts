import type {CommandDanger} from '../work-model.ts';
import {hasOption, optionValues} from './options.ts';
import type {Rule} from './rule.ts';

type Words = {readonly words: readonly string[]};

/** Programs that speak to other machines or steer the network. */
export const networks: Readonly<Record<string, Rule>> = {
	curl: {more: curlDanger},
	wget: {
		more: ({words}) =>
			words.includes('--spider') ||
			/^(?:-|\/dev\/null)$/.test(optionValues(words, '-O', '--output-document')[0] ?? '') ||
			words.some(word => /^-[a-zA-Z]*O-$/.test(word))
				? 'read'
				: words.some(word => /^--(?:method|post-)/.test(word))
					? 'changing'
					: undefined,
	},
	http: {more: httpieDanger},
	https: {more: httpieDanger},
	xh: {more: httpieDanger},
	grpcurl: {
		more: ({words}) =>
			words.includes('list') || words.includes('describe') || words.some(word => /Health\/Check$/.test(word))
				? 'read'
				: undefined,
	},
	nc: {more: ({words}) => (hasOption(words, '-z') ? 'read' : undefined)},
	ncat: {more: ({words}) => (hasOption(words, '-z') ? 'read' : undefined)},
	nmap: {otherwise: 'read'},
	tcpdump: {more: ({words}) => (hasOption(words, '-w') ? 'changing' : 'read')},
	ip: {
		more: ({words}) =>
			/\b(?:add|del|delete|set|flush|replace|change|append|up|down|exec)\b/.test(words.slice(1).join(' '))
				? 'changing'
				: 'read',
	},
	ifconfig: {more: ({words}) => (words.length <= 2 ? 'read' : undefined)},
	route: {more: ({words}) => (words.slice(1).every(word => word.startsWith('-')) ? 'read' : undefined)},
	ethtool: {
		more: ({words}) => (words.length <= 2 || hasOption(words, '-i', '-S', '-k', '-g') ? 'read' : undefined),
	},
	iptables: {more: firewallDanger},
	ip6tables: {more: firewallDanger},
	'iptables-save': {otherwise: 'read'},
	nft: {read: 'list', irreversible: 'flush'},
	ufw: {read: 'status, show, app list', irreversible: 'reset, disable'},
	'firewall-cmd': {
		more: ({words}) =>
			words.some(word => /^--(?:list|get|state|query|info)/.test(word)) ? 'read' : undefined,
	},
	tailscale: {read: 'status, ip, ping, netcheck, version', irreversible: 'logout'},
	wg: {read: 'show, showconf'},
	socat: {},
	telnet: {otherwise: 'read'},
	dig: {otherwise: 'read'},
	hey: {},
	hurl: {},
};

/**
A request that only reads is GET or HEAD without a body; DELETE can't be taken back. An answer written to a file changes
this machine.
*/
function curlDanger({words}: Words): CommandDanger {
	const method = optionValues(words, '-X', '--request')[0]?.toUpperCase();
	const sends = words.some(
		word =>
			/^(?:-d|-F|-T|--data\S*|--form\S*|--json|--upload-file)(?:$|=)|^-[dFT]\S/.test(word) ||
			/^-[a-zA-Z]*[dFT]$/.test(word),
	);
	if (method === 'DELETE') {
		return 'irreversible';
	}
	const asksOnly =
		(method === undefined && (!sends || hasOption(words, '-G', '--get'))) ||
		method === 'GET' ||
		method === 'HEAD' ||
		method === 'OPTIONS';
	const kept = optionValues(words, '-o', '--output').filter(file => file !== '/dev/null' && file !== '-');
	const named = words.some(
		word => /^(?:-O|--remote-name|-J)$/.test(word) || /^-[a-zA-Z]*O[a-zA-Z]*$/.test(word),
	);
	return asksOnly && kept.length === 0 && !named ? 'read' : 'changing';
}

function httpieDanger({words}: Words): CommandDanger {
	const method = words
		.find(word => /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/i.test(word))
		?.toUpperCase();
	if (method === 'DELETE') {
		return 'irreversible';
	}
	const sends = words
		.slice(1)
		.some(word => /^[\w.[\]-]+(?::?=)\S/.test(word) && !word.includes('==') && !word.includes('://'));
	return /^(?:GET|HEAD|OPTIONS)$/.test(method ?? (sends ? 'POST' : 'GET')) ? 'read' : 'changing';
}

function firewallDanger({words}: Words): CommandDanger {
	return hasOption(words, '-L', '-S', '-C', '--list', '--list-rules')
		? 'read'
		: hasOption(words, '-F', '-X', '--flush')
			? 'irreversible'
			: 'changing';
}
