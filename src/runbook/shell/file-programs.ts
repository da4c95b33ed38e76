import {hasOption} from './options.ts';
import type {Rule} from './rule.ts';

/** Programs that work on files, text and archives. */
export const files: Readonly<Record<string, Rule>> = {
	rm: {
		more: ({words}) =>
			hasOption(words, '-r', '-R', '--recursive') || words.some(word => /[*?]|^\/$/.test(word))
				? 'irreversible'
				: 'changing',
	},
	shred: {otherwise: 'irreversible'},
	truncate: {otherwise: 'irreversible'},
	dd: {
		more: ({words}) =>
			words.some(word => /^of=\/dev\/(?!null)/.test(word))
				? 'irreversible'
				: words.some(word => word.startsWith('of=') && word !== 'of=/dev/null')
					? 'changing'
					: 'read',
	},
	find: {
		otherwise: 'read',
		more: ({words}) =>
			words.includes('-delete')
				? 'irreversible'
				: words.some(word => /^-f(?:print|ls)/.test(word))
					? 'changing'
					: undefined,
	},
	rsync: {
		more: ({words}) => {
			if (hasOption(words, '-n', '--dry-run', '--list-only')) {
				return 'read';
			}
			return words.some(word => /^--(?:delete\S*|del|remove-source-files)$/.test(word))
				? 'irreversible'
				: undefined;
		},
	},
	rclone: {
		read: 'ls, lsl, lsd, lsf, lsjson, size, check, about, version, cat, tree, listremotes',
		irreversible: 'delete, purge, sync, deletefile, rmdirs, cleanup',
	},
	sed: {more: ({words}) => (hasOption(words, '-i', '--in-place') ? 'changing' : 'read')},
	awk: {
		more: ({words}) => (words.some(word => /system\s*\(|>\s*"|\|\s*"|^-i$/.test(word)) ? 'changing' : 'read'),
	},
	gawk: {
		more: ({words}) => (words.some(word => /system\s*\(|>\s*"|\|\s*"|^-i$/.test(word)) ? 'changing' : 'read'),
	},
	sort: {more: ({words}) => (hasOption(words, '-o', '--output') ? 'changing' : 'read')},
	tee: {
		more: ({words}) =>
			words.slice(1).every(word => word.startsWith('-') || word.startsWith('/dev/')) ? 'read' : 'changing',
	},
	split: {},
	tar: {
		more: ({words}) =>
			/^-?[a-zA-Z]*t/.test(words[1] ?? '') || hasOption(words, '--list') ? 'read' : 'changing',
	},
	unzip: {more: ({words}) => (hasOption(words, '-l', '-t', '-v', '-Z', '-p') ? 'read' : 'changing')},
	gzip: {
		more: ({words}) =>
			hasOption(words, '-t', '-l', '-c', '--test', '--list', '--stdout') ? 'read' : 'changing',
	},
	gunzip: {
		more: ({words}) => (hasOption(words, '-t', '-l', '-c', '--test', '--stdout') ? 'read' : 'changing'),
	},
	zstd: {
		more: ({words}) =>
			hasOption(words, '-t', '-l', '-c', '--test', '--list', '--stdout') ? 'read' : 'changing',
	},
	openssl: {
		more: ({words}) =>
			hasOption(words, '--out') || words.some(word => /^-(?:out|keyout|writerand)$/.test(word))
				? 'changing'
				: undefined,
		read: 's_client, x509, verify, version, rand, dgst, req, rsa, pkey, ec, crl, ciphers, asn1parse, ocsp, speed, list, sha256, md5, enc, base64, passwd, pkeyutl, errstr',
	},
	'ssh-keygen': {
		more: ({words}) =>
			hasOption(words, '-l', '-F', '-L') || words.includes('verify') || words.includes('find-principals')
				? 'read'
				: 'changing',
	},
	'ssh-keyscan': {otherwise: 'read'},
	'ssh-add': {more: ({words}) => (hasOption(words, '-l', '-L', '-T') ? 'read' : 'changing')},
	gpg: {
		more: ({words}) =>
			words.some(word => /^--(?:verify|list-\S+|fingerprint|with-colons|version)$|^-k$|^-K$/.test(word))
				? 'read'
				: 'changing',
	},
	git: {
		values: '-C -c --git-dir --work-tree --namespace',
		more: gitDanger,
		read: `status, log, diff, show, rev-parse, rev-list, describe, ls-files, ls-remote, ls-tree, blame, grep, shortlog, cat-file, name-rev, merge-base, reflog, whatchanged,
			version, var, check-ignore, for-each-ref, verify-commit, verify-tag, count-objects, fsck, stash list, stash show, remote show, remote get-url, worktree list, submodule status,
			bisect log, notes list, cherry, range-diff, archive, difftool`.replaceAll(/\s+/g, ' '),
		irreversible:
			'filter-branch, filter-repo, stash drop, stash clear, reflog expire, reflog delete, update-ref -d',
	},
	gh: {
		values: '-R --repo',
		more: ({words, positional}) =>
			positional.startsWith('api ') || positional === 'api' ? apiDanger(words) : undefined,
		read: `pr view, pr list, pr status, pr checks, pr diff, run view, run list, run watch, release view, release list, issue view, issue list, issue status, repo view, repo list, workflow view,
			workflow list, auth status, search, status, secret list, variable list, gist view, gist list, label list, ruleset view, cache list, browse`.replaceAll(
			/\s+/g,
			' ',
		),
		irreversible:
			'repo delete, release delete, issue delete, run delete, secret delete, cache delete, release delete-asset, workflow disable',
	},
	glab: {
		read: 'mr view, mr list, ci view, ci status, ci list, issue view, issue list, release view, release list, repo view, auth status',
		irreversible: 'repo delete, release delete, issue delete',
	},
	gonogo: {read: 'plan, lint, verify, log, show, stats, reviews, help'},
	patch: {more: ({words}) => (words.includes('--dry-run') ? 'read' : 'changing')},
	make: {more: ({words}) => (hasOption(words, '-n', '--dry-run', '--just-print') ? 'read' : undefined)},
};

function apiDanger(words: readonly string[]): 'read' | 'changing' | 'irreversible' {
	const method = /(?:-X|--method)[= ]?(\w+)/.exec(words.join(' '))?.[1]?.toUpperCase();
	const fields = words.some(word => /^(?:-f|-F|--field|--raw-field|--input)/.test(word));
	return method === 'DELETE'
		? 'irreversible'
		: (method ?? 'GET') !== 'GET' || (method === undefined && fields)
			? 'changing'
			: 'read';
}

function gitDanger({
	words,
	positional,
}: {
	readonly words: readonly string[];
	readonly positional: string;
}): 'read' | 'changing' | 'irreversible' | undefined {
	const [verb = '', first] = positional.split(' ');
	const bare = first === undefined;
	switch (verb) {
		case 'push': {
			const forced =
				hasOption(words, '-f', '--force', '--force-with-lease', '--delete', '-d', '--mirror', '--prune') ||
				words.some(word => /^[+:]\S/.test(word));
			return hasOption(words, '-n', '--dry-run') ? 'read' : forced ? 'irreversible' : 'changing';
		}
		case 'reset':
			return words.includes('--hard') ? 'irreversible' : 'changing';
		case 'clean':
			return hasOption(words, '-n', '--dry-run') ? 'read' : 'irreversible';
		case 'checkout':
			return words.includes('--') || hasOption(words, '-f', '--force') || first === '.'
				? 'irreversible'
				: 'changing';
		case 'restore':
			return words.includes('--staged') && !words.includes('--worktree') ? 'changing' : 'irreversible';
		case 'branch':
			return hasOption(words, '-D', '-d', '--delete')
				? hasOption(words, '-D')
					? 'irreversible'
					: 'changing'
				: bare || hasOption(words, '--list', '--contains', '--merged', '--show-current')
					? 'read'
					: 'changing';
		case 'tag':
			return hasOption(words, '-d', '--delete')
				? 'irreversible'
				: bare || hasOption(words, '-l', '--list', '--points-at', '-v', '--verify')
					? 'read'
					: 'changing';
		case 'remote':
			return bare ? 'read' : undefined;
		case 'config':
			return hasOption(words, '--get', '--get-all', '-l', '--list') || positional.split(' ').length === 2
				? 'read'
				: 'changing';
		case 'gc':
			return 'changing';
		default:
			return undefined;
	}
}
