import {firstPositional, hasOption, optionValues} from './options.ts';

/** What a program such as `sudo` or `ssh` runs on behalf of others. */
export type Inner = {
	/** The program call behind it. */
	readonly words?: readonly string[];
	/** Shell text it hands to a shell. */
	readonly script?: string;
	/** Without a script of its own it reads one from standard input. */
	readonly readsScript?: boolean;
};

/** Looks through one program that only starts another: `sudo -u app env A=1 …`, `ssh host …`, `kubectl exec pod -- …`. */
export function unwrap(words: readonly string[]): Inner | undefined {
	const program = (words[0] ?? '').replace(/^.*\//, '');
	const prefix = prefixes[program];
	if (prefix !== undefined) {
		return behind(words, prefix);
	}
	if (shells.has(program)) {
		return shellInner(words);
	}
	return special[program]?.(words);
}

/** Options that take a value, and how many words stand before the command. */
type Prefix = {readonly values?: string; readonly skip?: number};

const prefixes: Readonly<Record<string, Prefix | undefined>> = {
	sudo: {values: '-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir --chroot'},
	doas: {values: '-u -C'},
	env: {values: '-u -C -S --unset --chdir'},
	time: {values: '-f -o'},
	nohup: {},
	nice: {values: '-n'},
	ionice: {values: '-c -n -p'},
	chrt: {values: '-p', skip: 1},
	timeout: {values: '-s -k --signal --kill-after', skip: 1},
	stdbuf: {values: '-i -o -e'},
	setsid: {},
	command: {},
	builtin: {},
	exec: {values: '-a'},
	xargs: {values: '-n -P -I -L -d -s -E -a --max-args --max-procs --delimiter --replace'},
	parallel: {values: '-j -a --jobs'},
	watch: {values: '-n --interval'},
	strace: {values: '-e -o -p -s'},
	flock: {values: '-w -E --timeout', skip: 1},
	chroot: {skip: 1},
	nsenter: {values: '-t --target'},
	unshare: {},
	caffeinate: {values: '-t -w'},
	dotenv: {values: '-e -f'},
	npx: {values: '-p --package'},
	bunx: {},
	'aws-vault': {skip: 2},
	chamber: {skip: 2},
};

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish']);

const special: Readonly<Record<string, ((words: readonly string[]) => Inner | undefined) | undefined>> = {
	ssh: sshInner,
	su: words => ({
		...(optionValues(words, '-c', '--command')[0] === undefined
			? {}
			: {script: optionValues(words, '-c', '--command')[0] ?? ''}),
		readsScript: true,
	}),
	runuser: words => (words.includes('--') ? behindDashes(words) : undefined),
	kubectl: kubectlInner,
	oc: kubectlInner,
	k: kubectlInner,
	docker: containerInner,
	podman: containerInner,
	nerdctl: containerInner,
	'docker-compose': words => containerInner(['docker', 'compose', ...words.slice(1)]),
	bundle: words => afterVerb(words, 'exec'),
	poetry: words => afterVerb(words, 'run'),
	pipenv: words => afterVerb(words, 'run'),
	uv: words => afterVerb(words, 'run'),
	pdm: words => afterVerb(words, 'run'),
	rye: words => afterVerb(words, 'run'),
	mise: words => afterVerb(words, 'exec'),
	doppler: words => afterVerb(words, 'run'),
	op: words => afterVerb(words, 'run'),
	direnv: words => (words[1] === 'exec' ? innerWords(words.slice(3)) : undefined),
	vagrant: words =>
		words[1] === 'ssh' ? {script: optionValues(words, '-c', '--command')[0] ?? ''} : undefined,
	trap: words => ({script: words[1] ?? ''}),
	find: findInner,
};

function behind(words: readonly string[], prefix: Prefix): Inner | undefined {
	let at = firstPositional(words, prefix.values) + (prefix.skip ?? 0);
	while (/^[A-Za-z_]\w*=/.test(words[at] ?? '')) {
		at++;
	}
	at += words[at] === '--' ? 1 : 0;
	const opensShell =
		at >= words.length &&
		/^(?:sudo|doas)$/.test(words[0] ?? '') &&
		hasOption(words, '-i', '-s', '--login', '--shell');
	return opensShell ? {readsScript: true} : innerWords(words.slice(at));
}

/** Nothing behind it: an empty call, which is harmless (`sudo -v`, `xargs`, `exec 2>&1`). */
function innerWords(words: readonly string[]): Inner {
	return {words};
}

function behindDashes(words: readonly string[]): Inner | undefined {
	const at = words.indexOf('--');
	return at === -1 ? undefined : innerWords(words.slice(at + 1));
}

function afterVerb(words: readonly string[], verb: string): Inner | undefined {
	if (words[1] !== verb) {
		return undefined;
	}
	return behindDashes(words) ?? innerWords(words.slice(2).slice(firstPositional(words.slice(1)) - 1));
}

function shellInner(words: readonly string[]): Inner | undefined {
	const at = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
	if (at !== -1) {
		return {script: words[at + 1] ?? ''};
	}
	return words.some((word, index) => index > 0 && !word.startsWith('-') && word !== 'pipefail')
		? undefined
		: {readsScript: true};
}

function sshInner(words: readonly string[]): Inner {
	const at = firstPositional(words, '-p -i -l -o -F -J -L -R -D -E -b -c -m -S -W -w -I -O -Q -B');
	const rest = words.slice(at + 1).filter((word, index) => !(index === 0 && word === '--'));
	const script = rest.join(' ');
	return script === '' || shells.has(script.replace(/ -\S+$/, '')) ? {readsScript: true} : {script};
}

function kubectlInner(words: readonly string[]): Inner | undefined {
	const at = firstPositional(words, '-n --namespace --context --kubeconfig --cluster -s --server --as');
	return words[at] === 'exec' ? behindDashes(words) : undefined;
}

function containerInner(words: readonly string[]): Inner | undefined {
	const first = firstPositional(words, '-H --host -c --context --config');
	const compose = words[first] === 'compose';
	const from = compose
		? first +
			firstPositional(
				words.slice(first),
				'-f --file -p --project-name --profile --env-file --project-directory',
			)
		: first;
	if (words[from] !== 'exec') {
		return undefined;
	}
	const target =
		from + firstPositional(words.slice(from), '-e --env -u --user -w --workdir --index --env-file');
	return innerWords(words.slice(target + 1));
}

/** The program `find` starts, for as many files as it finds: `rm` counts as recursive. */
function findInner(words: readonly string[]): Inner | undefined {
	const at = words.findIndex(word => /^-(?:exec|execdir|ok|okdir)$/.test(word));
	if (at === -1 || words.includes('-delete')) {
		return undefined;
	}
	const end = words.findIndex((word, index) => index > at && /^(?:;|\\;|\+)$/.test(word));
	const inner = words.slice(at + 1, end === -1 ? undefined : end);
	return innerWords(inner[0] === 'rm' ? ['rm', '-r', ...inner.slice(1)] : inner);
}
