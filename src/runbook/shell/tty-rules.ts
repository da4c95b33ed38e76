import type {ShellCommand} from '../work-model.ts';
import {firstPositional, hasOption, optionValues, positionalWords} from './options.ts';
import {feeds, type SimpleCommand} from './simple.ts';
import {containerNeed, kubernetesNeed} from './tty-containers.ts';

type TerminalNeed = ShellCommand['tty'];

/** Options of git itself that take the next word. */
const gitValues = '-C -c --git-dir --work-tree --namespace';

/** Options of ssh that take the next word. */
const sshValues = '-p -i -l -o -F -J -L -R -D -E -b -c -m -S -W -w -I -O -Q -B';

/** Programs that need the terminal in some of their uses. */
export const terminalRules: Readonly<Record<string, ((command: SimpleCommand) => TerminalNeed) | undefined>> =
	{
		ssh: command => {
			const rest = positionalWords(command.words, sshValues);
			if (hasOption(command.words, '-N', '-f')) {
				return hasOption(command.words, '-f') ? 'none' : 'endless';
			}
			const isBare = rest.length <= 1 && !feeds(command) && !hasOption(command.words, '-O', '-Q', '-V', '-G');
			return isBare || /^-t+$/.test(command.words[1] ?? '') ? 'interactive' : 'none';
		},
		su: command =>
			optionValues(command.words, '-c', '--command').length > 0 || feeds(command) ? 'none' : 'interactive',
		sudo: command =>
			hasOption(command.words, '-i', '-s') &&
			firstPositional(command.words, '-u -g') >= command.words.length &&
			!feeds(command)
				? 'interactive'
				: sudoEdit(command),
		bash: shell,
		sh: shell,
		zsh: shell,
		fish: shell,
		python: interpreter,
		python3: interpreter,
		node: interpreter,
		psql: command =>
			session(command, {
				flags: ['-c', '--command', '-f', '--file', '-l', '--list', '-V', '--version'],
				piped: true,
			}),
		mysql: command =>
			command.words.includes('-p')
				? 'interactive'
				: session(command, {flags: ['-e', '--execute'], piped: true}),
		mariadb: command =>
			command.words.includes('-p')
				? 'interactive'
				: session(command, {flags: ['-e', '--execute'], piped: true}),
		mysqldump: command => (command.words.includes('-p') ? 'interactive' : 'none'),
		mongosh: command => session(command, {flags: ['--eval', '-f', '--file'], piped: true}),
		mongo: command => session(command, {flags: ['--eval'], piped: true}),
		cqlsh: command => session(command, {flags: ['-e', '-f', '--execute', '--file'], piped: true}),
		sqlplus: command => session(command, {flags: [], piped: true}),
		'clickhouse-client': command =>
			session(command, {flags: ['-q', '--query', '--queries-file'], piped: true}),
		sqlite3: command =>
			positionalWords(command.words).length <= 1 && !feeds(command) ? 'interactive' : 'none',
		'redis-cli': command => {
			const verbs = positionalWords(command.words, '-h -p -a -n -u --user --pass');
			return verbs[0]?.toLowerCase() === 'monitor' || hasOption(command.words, '--stat', '--latency')
				? 'endless'
				: verbs.length === 0 && !feeds(command)
					? 'interactive'
					: 'none';
		},
		rails: command =>
			/^(?:c|console|dbconsole|db)$/.test(command.words[1] ?? '')
				? 'interactive'
				: /^(?:s|server)$/.test(command.words[1] ?? '')
					? 'endless'
					: 'none',
		tail: command => (hasOption(command.words, '-f', '-F', '--follow') ? 'endless' : 'none'),
		journalctl: command => (hasOption(command.words, '-f', '--follow') ? 'endless' : 'none'),
		ping: command => (hasOption(command.words, '-c', '-w') ? 'none' : 'endless'),
		kubectl: kubernetesNeed,
		oc: kubernetesNeed,
		k: kubernetesNeed,
		docker: containerNeed,
		podman: containerNeed,
		nerdctl: containerNeed,
		'docker-compose': command =>
			containerNeed({...command, words: ['docker', 'compose', ...command.words.slice(1)]}),
		git: command => {
			// Only the verb tells: `git checkout --detach "$commit"` commits nothing.
			const verb = command.words.slice(firstPositional(command.words, gitValues)).join(' ');
			return /^(?:rebase|add|clean)\b.* (?:-i|--interactive)\b|^(?:add|checkout|reset|stash)\b.* (?:-p|--patch)\b|^commit\b(?!.*(?:\s-[a-z]*m|--message|-F|--no-edit|-C|\s-[a-z]*F))|^mergetool\b/.test(
				verb,
			)
				? 'interactive'
				: 'none';
		},
		crontab: command => (hasOption(command.words, '-e') ? 'interactive' : 'none'),
		systemctl: command => (command.words.includes('edit') ? 'interactive' : 'none'),
		terraform,
		tofu: terraform,
		gcloud: command =>
			/\bauth (?:application-default )?login\b|\bcompute ssh\b(?!.*--command)|\binit\b/.test(
				command.words.join(' '),
			)
				? 'interactive'
				: 'none',
		aws: command =>
			/\b(?:sso login|configure(?! (?:list|get|set))|ssm start-session|ecs execute-command)\b/.test(
				command.words.join(' '),
			)
				? 'interactive'
				: / logs tail\b.*--follow/.test(command.words.join(' '))
					? 'endless'
					: 'none',
		az: login,
		gh: command =>
			/\bauth login\b|\bpr create\b(?!.*(?:--fill|--title|-t ))/.test(command.words.join(' '))
				? 'interactive'
				: / run watch\b/.test(command.words.join(' '))
					? 'endless'
					: 'none',
		npm: login,
		heroku: command =>
			/\b(?:run (?:bash|console|rails c)|pg:psql|ps:exec|login)\b/.test(command.words.join(' '))
				? 'interactive'
				: /\blogs\b.*(?:-t|--tail)\b/.test(command.words.join(' '))
					? 'endless'
					: 'none',
		op: login,
		vault: login,
		argocd: command =>
			command.words.includes('login') && !command.words.some(word => word.startsWith('--password'))
				? 'interactive'
				: 'none',
		vagrant: command =>
			command.words[1] === 'ssh' && !hasOption(command.words, '-c') ? 'interactive' : 'none',
	};

function sudoEdit(command: SimpleCommand): TerminalNeed {
	return hasOption(command.words, '-e') &&
		!command.words.slice(2).some(word => word.includes('=')) &&
		command.words[1] === '-e'
		? 'interactive'
		: 'none';
}

function shell(command: SimpleCommand): TerminalNeed {
	return command.words.slice(1).every(word => /^-[il]+$|^--login$/.test(word)) && !feeds(command)
		? 'interactive'
		: 'none';
}

function interpreter(command: SimpleCommand): TerminalNeed {
	return command.words.length === 1 && !feeds(command) ? 'interactive' : 'none';
}

function session(command: SimpleCommand, how: {flags: readonly string[]; piped: boolean}): TerminalNeed {
	const given =
		optionValues(command.words, ...how.flags).length > 0 || hasOption(command.words, ...how.flags);
	return given || (how.piped && feeds(command)) ? 'none' : 'interactive';
}

function login(command: SimpleCommand): TerminalNeed {
	const interactive =
		(command.words.includes('login') || command.words.includes('signin')) &&
		!command.words.some(word => /^--(?:service-principal|password|method|identity|token)/.test(word)) &&
		command.piped === false;
	return interactive ? 'interactive' : 'none';
}

function terraform(command: SimpleCommand): TerminalNeed {
	const asks = /^(?:apply|destroy)$/.test(
		command.words.find((word, index) => index > 0 && !word.startsWith('-')) ?? '',
	);
	const answered =
		command.words.some(word => /^-{1,2}auto-approve/.test(word)) ||
		positionalWords(command.words, '-target -var -var-file -state -backup -parallelism').length > 1 ||
		command.piped;
	return asks && !answered ? 'interactive' : 'none';
}
