import {isIP} from 'node:net';
import {fillPlain, unfilled} from '../fill.ts';

export type Target = {
	readonly ok: true;
	/** As ssh takes it behind `--`: `user@host` or a name from the operator’s ssh configuration. */
	readonly destination: string;
	readonly port?: number;
};
export type NoTarget = {readonly ok: false; readonly why: string};

type Known = {
	readonly hosts: Readonly<Record<string, string>>;
	readonly values: Readonly<Record<string, string>>;
};

/** Letters, digits, dots, dashes and underscores, never beginning with a dash: no option, no command. */
const name = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?$/;
const user = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** Finds where a host of the runbook is: by its name in the front matter, or as it is written: `user@host`, `host:port`. */
export function targetOf(host: string, known: Known): Target | NoTarget {
	const written = fillPlain(known.hosts[host] ?? host, known.values);
	const missing = unfilled(written, known.values);
	if (missing.length > 0) {
		return {ok: false, why: `There is no value for ${missing.join(', ')}.`};
	}
	const address = known.hosts[written] ?? written;
	const [, account, rest = ''] = /^(?:ssh:\/\/)?(?:([^@]*)@)?(.*)$/s.exec(address.trim()) ?? [];
	const [, place = '', port] = isIP(rest) === 0 ? (/^(.*?)(?::(\d{1,5}))?$/s.exec(rest) ?? []) : ['', rest];
	const bare = place.replace(/^\[(.*)\]$/, '$1');
	const isSafe = (isIP(bare) !== 0 || name.test(bare)) && (account === undefined || user.test(account));
	if (!isSafe || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) {
		return {ok: false, why: `“${address}” is no host that ssh could be given.`};
	}
	return {
		ok: true,
		destination: account === undefined ? bare : `${account}@${bare}`,
		...(port === undefined ? {} : {port: Number(port)}),
	};
}
