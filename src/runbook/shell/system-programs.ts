import {hasOption} from './options.ts';
import type {Rule} from './rule.ts';

const none: Rule = {};
const final: Rule = {otherwise: 'irreversible'};
const reader: Rule = {otherwise: 'read'};

function isBare({words}: {readonly words: readonly string[]}): 'read' | undefined {
	return words.length === 1 ? 'read' : undefined;
}

function kill({words}: {readonly words: readonly string[]}): 'read' | 'irreversible' | undefined {
	const text = words.slice(1).join(' ');
	if (/^-(?:0|l|L)\b|^--list/.test(text)) {
		return 'read';
	}
	return /(?:^|\s)-(?:9|KILL|SIGKILL|s (?:9|KILL|SIGKILL)|-signal[= ](?:9|KILL|SIGKILL))\b/.test(text)
		? 'irreversible'
		: undefined;
}

/** Programs of the operating system: services, disks, accounts, packages. */
export const systems: Readonly<Record<string, Rule>> = {
	systemctl: {
		values: '-t --type -n --lines -p --property -H --host -M --machine --state -o',
		read: 'status, show, cat, is-active, is-enabled, is-failed, list-units, list-unit-files, list-timers, list-sockets, list-dependencies, list-jobs, get-default, show-environment, help, is-system-running',
		irreversible: 'reboot, poweroff, halt, kexec, soft-reboot',
		more: ({words}) => isBare({words}) ?? (words.includes('kill') ? kill({words}) : undefined),
	},
	service: {
		more: ({words}) => (words.at(-1) === 'status' || words.includes('--status-all') ? 'read' : undefined),
	},
	journalctl: {
		more: ({words}) =>
			words.some(word => /^--(?:vacuum|rotate|flush)/.test(word)) ? 'irreversible' : 'read',
	},
	loginctl: {read: 'list-sessions, list-users, show-session, user-status, session-status'},
	timedatectl: {read: 'status, show, list-timezones, timesync-status', more: isBare},
	hostnamectl: {read: 'status', more: isBare},
	hostname: {more: ({words}) => (words.slice(1).every(word => word.startsWith('-')) ? 'read' : undefined)},
	resolvectl: {read: 'status, query, statistics', more: isBare},
	networkctl: {read: 'list, status', more: isBare},
	coredumpctl: {read: 'list, info'},
	'systemd-analyze': reader,
	supervisorctl: {read: 'status, tail, pid, avail, version'},
	monit: {read: 'status, summary, report, validate'},
	launchctl: {read: 'list, print, blame'},
	crontab: {
		more: ({words}) =>
			hasOption(words, '-l') ? 'read' : hasOption(words, '-r') ? 'irreversible' : undefined,
	},
	date: {more: ({words}) => (hasOption(words, '-s', '--set') ? 'changing' : 'read')},
	dmesg: {more: ({words}) => (hasOption(words, '-C', '-c', '--clear') ? 'changing' : 'read')},
	mount: {more: ({words}) => (words.length === 1 || hasOption(words, '-l') ? 'read' : undefined)},
	swapon: {more: ({words}) => (hasOption(words, '-s', '--show') ? 'read' : undefined)},
	sysctl: {
		more: ({words}) =>
			hasOption(words, '-w', '-p', '--write', '--load', '--system') || words.some(word => word.includes('='))
				? 'changing'
				: 'read',
	},
	env: {more: isBare},
	logger: none,
	kill: {more: kill},
	pkill: {more: kill},
	killall: {more: kill},
	fuser: {more: ({words}) => (hasOption(words, '-k', '--kill') ? 'irreversible' : 'read')},
	reboot: final,
	shutdown: {more: ({words}) => (hasOption(words, '-c') ? 'changing' : 'irreversible')},
	halt: final,
	poweroff: final,
	init: final,
	telinit: final,
	fdisk: {more: ({words}) => (hasOption(words, '-l', '--list') ? 'read' : 'irreversible')},
	sgdisk: {more: ({words}) => (hasOption(words, '-p', '--print') ? 'read' : 'irreversible')},
	parted: {
		more: ({words}) =>
			words.includes('print') || hasOption(words, '-l', '--list') ? 'read' : 'irreversible',
	},
	wipefs: {more: ({words}) => (hasOption(words, '-a', '-o', '--all') ? 'irreversible' : 'read')},
	blkdiscard: final,
	mke2fs: final,
	mkfs: final,
	'mkfs.ext4': final,
	'mkfs.xfs': final,
	'mkfs.btrfs': final,
	mkswap: final,
	cryptsetup: {read: 'status, luksDump, isLuks', irreversible: 'luksFormat, erase, luksKillSlot, reencrypt'},
	pvs: reader,
	vgs: reader,
	lvs: reader,
	pvdisplay: reader,
	vgdisplay: reader,
	lvdisplay: reader,
	lvremove: final,
	vgremove: final,
	pvremove: final,
	lvreduce: final,
	mdadm: {
		more: ({words}) =>
			hasOption(words, '--detail', '-D', '--examine', '-E', '--query', '-Q')
				? 'read'
				: hasOption(words, '--zero-superblock', '--stop', '--create')
					? 'irreversible'
					: undefined,
	},
	smartctl: {more: ({words}) => (hasOption(words, '-t', '--test', '-s', '--set') ? 'changing' : 'read')},
	zfs: {read: 'list, get, diff, holds, version', irreversible: 'destroy, rollback, receive, recv'},
	zpool: {read: 'status, list, get, history, iostat, events', irreversible: 'destroy, labelclear, remove'},
	btrfs: {
		read: 'filesystem show, filesystem df, filesystem usage, subvolume list, subvolume show, device stats, scrub status',
		irreversible: 'subvolume delete',
	},
	ceph: {
		read: 'status, -s, health, df, osd tree, osd df, osd stat, osd status, osd dump, pg stat, pg dump, mon stat, mgr services, versions, fs status, orch ps, orch ls, orch host ls',
		irreversible: 'osd purge, osd destroy, osd pool delete, osd pool rm, fs rm, osd lost',
		more: ({words}) => (hasOption(words, '-s') ? 'read' : isBare({words})),
	},
	userdel: final,
	deluser: final,
	groupdel: final,
	chage: {more: ({words}) => (hasOption(words, '-l', '--list') ? 'read' : undefined)},
	passwd: {more: ({words}) => (hasOption(words, '-S', '--status') ? 'read' : undefined)},
	apt: {
		read: 'list, show, search, policy, depends, rdepends, changelog',
		irreversible: 'purge',
		more: dryRun,
	},
	'apt-get': {read: 'check, changelog', irreversible: 'purge', more: dryRun},
	'apt-cache': reader,
	dpkg: {
		more: ({words}) =>
			hasOption(words, '-l', '-L', '-s', '-S', '--list', '--status', '--get-selections', '-V', '--audit')
				? 'read'
				: hasOption(words, '-P', '--purge')
					? 'irreversible'
					: undefined,
	},
	'dpkg-query': reader,
	yum: {
		read: 'list, info, search, check-update, repolist, history, provides',
		values: '--enablerepo --disablerepo',
	},
	dnf: {
		read: 'list, info, search, check-update, repolist, history, provides, repoquery',
		values: '--enablerepo --disablerepo',
	},
	rpm: {more: ({words}) => (/^-[a-zA-Z]*[qVK]/.test(words[1] ?? '') ? 'read' : undefined)},
	apk: {read: 'info, list, search, policy, version'},
	brew: {read: 'list, info, search, outdated, doctor, config, deps, leaves'},
	snap: {read: 'list, info, find, version, services, changes', irreversible: 'remove --purge'},
	npm: {
		read: 'ls, list, view, info, outdated, audit, whoami, config get, config list, ping, root, prefix, search, owner ls, dist-tag ls, pack --dry-run, explain, why',
		irreversible: 'publish, unpublish, deprecate, access',
		more: dryRun,
	},
	pnpm: {read: 'ls, list, view, info, outdated, audit, why, licenses', irreversible: 'publish', more: dryRun},
	yarn: {read: 'list, info, outdated, audit, why, npm info', irreversible: 'publish, npm publish'},
	pip: {read: 'list, show, freeze, check, index, config list'},
	pip3: {read: 'list, show, freeze, check, index, config list'},
	twine: {read: 'check', irreversible: 'upload'},
	cargo: {
		read: 'tree, metadata, search, locate-project, pkgid, verify-project',
		irreversible: 'publish, yank',
		more: dryRun,
	},
	gem: {read: 'list, info, search, outdated, environment, which', irreversible: 'push, yank'},
	go: {read: 'version, env, list, vet, doc'},
	nginx: {more: ({words}) => (hasOption(words, '-t', '-T', '-v', '-V') ? 'read' : undefined)},
	apachectl: {
		read: 'configtest, status, fullstatus',
		more: ({words}) => (hasOption(words, '-t', '-S', '-M') ? 'read' : undefined),
	},
	apache2ctl: {
		read: 'configtest, status, fullstatus',
		more: ({words}) => (hasOption(words, '-t', '-S', '-M') ? 'read' : undefined),
	},
	haproxy: {more: ({words}) => (hasOption(words, '-c', '-v') ? 'read' : undefined)},
	caddy: {read: 'validate, version, list-modules, adapt, environ'},
	certbot: {read: 'certificates, plugins, show_account', irreversible: 'revoke, delete', more: dryRun},
	ansible: {
		more: ({words}) =>
			hasOption(words, '--list-hosts', '-C', '--check') || /-m (?:ping|setup|debug)\b/.test(words.join(' '))
				? 'read'
				: undefined,
	},
	'ansible-playbook': {
		more: ({words}) =>
			hasOption(words, '--check', '-C', '--syntax-check', '--list-tasks', '--list-hosts', '--list-tags')
				? 'read'
				: undefined,
	},
	'ansible-inventory': reader,
	'ansible-lint': reader,
	postqueue: {more: ({words}) => (hasOption(words, '-p', '-j') ? 'read' : undefined)},
	postsuper: {more: ({words}) => (hasOption(words, '-d') ? 'irreversible' : undefined)},
	rabbitmqctl: {
		read: 'status, list_queues, list_exchanges, list_bindings, list_connections, list_channels, list_consumers, list_users, list_vhosts, list_permissions, list_policies, cluster_status, node_health_check, ping, environment, report, eval_not',
		irreversible:
			'reset, force_reset, delete_queue, purge_queue, delete_vhost, delete_user, forget_cluster_node',
	},
	restic: {
		read: 'snapshots, ls, stats, check, find, diff, list, cat',
		irreversible: 'forget, prune',
		values: '-r --repo',
	},
	borg: {read: 'list, info, check, diff', irreversible: 'delete, prune, compact'},
};

function dryRun({words}: {readonly words: readonly string[]}): 'read' | undefined {
	return words.some(word => /^--(?:dry-run|simulate|just-print|no-act)$/.test(word)) ? 'read' : undefined;
}
