import type {CommandDanger} from '../work-model.ts';
import {clouds} from './cloud-programs.ts';
import {databases} from './database-programs.ts';
import {files} from './file-programs.ts';
import {networks} from './network-programs.ts';
import {positionalWords} from './options.ts';
import type {Judged, Rule} from './rule.ts';
import {systems} from './system-programs.ts';

const rules: Readonly<Record<string, Rule | undefined>> = {
	...files,
	...systems,
	...clouds,
	...databases,
	...networks,
};

/** Programs that only look, whatever they are given. */
const readers: ReadonlySet<string> = new Set(
	`: [ [[ (( alias break cd continue declare dirs echo export exit false for case getopts hash jobs let local popd printf pushd pwd readonly read return set
	shift shopt sleep test times true type typeset ulimit umask unalias unset wait function mapfile
	arch base64 basename bat cat cksum cmp column comm cut df diff dig dirname du egrep expand expr fgrep file fmt fold free getent grep zgrep groups head hexdump
	host id join jq last lastlog less locate logname ls lsattr lsblk lscpu lsof lspci lsusb lsmod md5sum more mtr nl nproc nslookup numfmt od paste pgrep pidof
	ping printenv ps pstree pv readlink realpath rg ag ack seq sha1sum sha256sum sha512sum shasum shuf stat strings sum tac tail top htop btop tr traceroute tracepath tree tsort tty
	uname unexpand uniq uptime users vmstat w wc whereis which who whoami whois xxd yes zcat iostat mpstat sar pidstat iotop iftop nethogs glances dstat netstat ss arp
	ncdu dmidecode lshw blkid getfacl getsebool getenforce ausearch aureport modinfo findmnt
	pg_isready pg_controldata pg_waldump pg_lsclusters pg_verifybackup pg_amcheck slabtop fd fzf yq envsubst jps jstack jstat cal tflint kubeval kubeconform stern k9s hadolint`.split(
		/\s+/,
	),
);

/** Judges one program call. @param unknown what a program that isn't known counts as. */
export function programDanger(call: Judged, unknown: CommandDanger): CommandDanger {
	const program = (call.words[0] ?? '').replace(/^.*\//, '');
	const isOwnScript =
		(call.words[0] ?? '').includes('/') && !/^(?:\/usr(?:\/local)?)?\/s?bin\//.test(call.words[0] ?? '');
	if (isOwnScript) {
		return unknown;
	}
	const rule = rules[program];
	if (readers.has(program)) {
		return 'read';
	}
	return rule === undefined ? unknown : ruled(rule, call);
}

function ruled(rule: Rule, call: Judged): CommandDanger {
	const {words} = call;
	if (
		words.includes('--help') ||
		(words.length === 2 && /^(?:-v|-V|--version|-version|version|help)$/.test(words[1] ?? ''))
	) {
		return 'read';
	}
	const positional = positionalWords(words, rule.values).join(' ');
	const special = rule.more?.({...call, positional});
	if (special !== undefined) {
		return special;
	}
	if (names(rule.irreversible, positional)) {
		return 'irreversible';
	}
	return names(rule.read, positional) ? 'read' : (rule.otherwise ?? 'changing');
}

/** The list names verbs, separated by commas; one matches when the positional words begin with it. */
function names(list: string | undefined, positional: string): boolean {
	return list?.split(/,\s*/).some(verb => positional === verb || positional.startsWith(`${verb} `)) ?? false;
}
