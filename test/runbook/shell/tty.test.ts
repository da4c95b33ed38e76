import {describe, expect, test} from 'vitest';
import {splitCommands} from '../../../src/runbook/shell/split.ts';
import {asksForPassword, ttyOf} from '../../../src/runbook/shell/tty.ts';
import {plainWork} from '../../../src/runbook/work.ts';

describe('what a command needs of the terminal', () => {
	test.each([
		'vim /etc/hosts',
		'sudo -e /etc/hosts',
		'sudo visudo',
		'ssh web',
		'ssh -p 22 deploy@web',
		'ssh -t web sudo -i',
		'kubectl exec -it web -- bash',
		'kubectl edit deploy shop',
		'kubectl debug node/a -it --image=busybox',
		'docker run --rm -it shop bash',
		'docker compose exec web bash',
		'psql shop',
		'sudo -u postgres psql',
		'mysql -u root -p',
		'mysql -p -e "select 1"',
		'rails console',
		'python3',
		'redis-cli -h cache',
		'git rebase -i HEAD~3',
		'git commit',
		'git -C /srv commit',
		'crontab -e',
		'terraform apply',
		'terraform destroy',
		'gcloud auth login',
		'aws sso login',
		'su - app',
		'sudo -i',
		'less app.log',
		'grep a b | less',
		'bash',
		'docker login registry.example',
		'vault login',
	])('%s takes all of it', command => {
		expect(ttyOf(command)).toBe('interactive');
	});

	test.each([
		'tail -f app.log',
		'tail -F app.log | grep error',
		'journalctl -fu web',
		'kubectl logs -f web',
		'kubectl get pods -w',
		'kubectl port-forward svc/db 5432',
		'docker logs --follow web',
		'docker compose logs -f',
		'docker compose up',
		'docker stats',
		'watch kubectl get pods',
		'top',
		'sudo top -o %MEM',
		'ping example.org',
		'redis-cli monitor',
		'ssh -N -L 1:db:1 web',
		'tcpdump -i any',
		'sudo tail -f /var/log/x',
	])('%s goes on until a key stops it', command => {
		expect(ttyOf(command)).toBe('endless');
	});

	test.each([
		'ls',
		'ssh web uptime',
		"ssh web <<'EOF'\nuptime\nEOF",
		'kubectl exec web -- ls',
		'docker compose exec web alembic current',
		'docker compose up -d',
		'docker stats --no-stream',
		'psql -c "select 1"',
		'psql < x.sql',
		'echo "select 1" | psql',
		'cat <<EOF | mysql shop\nselect 1\nEOF',
		'git commit -am x',
		'git commit --amend --no-edit',
		'git checkout --detach "$commit"',
		'git -C /srv show commit',
		'terraform apply -auto-approve',
		'terraform apply plan.out',
		'sudo systemctl restart web',
		'tail -n 20 app.log',
		'top -b -n 1',
		'ping -c 1 a',
		'docker login -u a --password-stdin',
		'python3 fix.py',
		'bash deploy.sh',
		'su app -c date',
		'tcpdump -c 5',
		'X=$(ssh web)',
	])('%s needs none', command => {
		expect(ttyOf(command)).toBe('none');
	});

	test('sudo may ask for a password unless it is told not to', () => {
		expect(['sudo ls', 'A=1 sudo -u app ls', 'true && doas ls'].map(asksForPassword)).toEqual([
			true,
			true,
			true,
		]);
		expect(['sudo -n ls', 'ls sudo', 'pseudo ls'].map(asksForPassword)).toEqual([false, false, false]);
	});
});

test.each([
	['top', true],
	['sudo top', true],
	['top -b -n 1', false],
	['watch uptime', false],
])(
	'whether “%s” is lent the terminal, for it draws there and starts nowhere else: %s',
	(script, interactive) => {
		expect(plainWork({interpreter: 'bash', script, commands: splitCommands(script, 1)})).toMatchObject({
			interactive,
		});
	},
);
