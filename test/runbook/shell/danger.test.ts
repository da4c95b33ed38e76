import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {dangerOf} from '../../../src/runbook/shell/danger.ts';
import {sqlDangerOf} from '../../../src/runbook/shell/sql.ts';
import type {CommandDanger} from '../../../src/runbook/work-model.ts';

const examples: Readonly<Record<CommandDanger, readonly string[]>> = {
	read: [
		'ls -la /srv',
		'ps aux | grep worker',
		'df -h && free -m',
		'cat /etc/hosts 2>/dev/null',
		'echo "done" >&2',
		'cd /srv/app',
		'export REGION=eu',
		'COUNT=$(wc -l < list.txt)',
		'[ "$CODE" = 200 ] && break',
		'for host in a b; do ping -c 1 "$host"; done',
		'sudo systemctl status web',
		'journalctl -u web --since today',
		'kubectl -n shop get pods -o wide',
		'kubectl rollout status deploy/shop',
		'kubectl --context prod describe node a',
		'kubectl apply -f x.yaml --dry-run=server',
		'kubectl exec shop-1 -- cat /etc/app.conf',
		'docker compose -f prod.yml ps',
		'docker compose exec web alembic current',
		'docker inspect web',
		'docker system df',
		'git log --oneline -5',
		'git -C /srv/app status',
		'git tag --list',
		'git diff HEAD~1',
		'git push --dry-run',
		'helm history shop',
		'terraform plan',
		'terraform state list',
		'aws ec2 describe-instances --region eu-west-1',
		'aws s3 ls s3://bucket',
		'gcloud compute instances list',
		'az vm show -g a -n b',
		'curl -fsS https://shop.example/health',
		'curl -o /dev/null -w "%{http_code}" https://x',
		'psql "$DB" -Atc "select count(*) from orders"',
		'psql -c "\\dt"',
		'pg_restore --list shop.dump',
		'redis-cli info',
		'redis-cli -h cache get key',
		"mysql -e 'show processlist'",
		'rsync -n --delete a/ b/',
		'openssl s_client -connect shop.example:443 < /dev/null',
		'tar -tzf app.tgz',
		'sed -n 1,5p file',
		'nginx -t',
		'ssh web "uptime"',
		'env | sort',
		'timeout 5 nc -z db 5432',
		'pgrep -f worker | xargs ps -p',
		'npm view shop version',
		'crontab -l',
		'kill -0 1234',
	],
	changing: [
		'./deploy.sh',
		'bin/migrate up',
		'make release',
		'unknown-tool --list',
		'cp -r a b',
		'mkdir -p /srv/x',
		'rm notes.txt',
		'echo hi > /tmp/x',
		'echo hi | sudo tee /etc/x',
		'sudo systemctl restart web',
		'kubectl apply -f x.yaml',
		'kubectl rollout restart deploy/shop',
		'docker compose up -d',
		'docker pull shop:1',
		'docker compose down',
		'git push origin main',
		'git pull',
		'git tag v1',
		'helm upgrade shop ./chart',
		'terraform apply',
		'aws s3 cp a s3://b/a',
		'curl -X POST https://x/deploy',
		"curl -d '{}' https://x",
		'curl -O https://x/y.tgz',
		'psql -f up.sql',
		'psql < up.sql',
		'psql -c "update orders set a = 1 where id = 2"',
		'alembic upgrade head',
		'ssh web',
		'ssh web "systemctl restart app"',
		'bash deploy.sh',
		'curl -s https://x | sh',
		'source .env',
		'python3 fix.py',
		'kill 1234',
		'kubectl scale deploy/shop --replicas=3',
		'pg_dump shop > shop.sql',
		'docker exec -it web bash',
		'sudo -i',
		'bash -c "touch x"',
		'xargs touch < list',
		"ssh web <<'EOF'\nsystemctl restart app\nEOF",
		'cat x | bash',
	],
	irreversible: [
		'rm -rf /srv/old',
		'sudo rm -fr -- build',
		'rm *.log',
		'find . -name "*.tmp" -delete',
		'find /tmp -mtime +3 -exec rm {} \\;',
		'ls | xargs rm -rf',
		'kubectl delete ns shop',
		'kubectl --context prod delete pod <pod-name>',
		'kubectl scale deploy/shop --replicas=0',
		'kubectl scale deploy shop --replicas 0',
		'docker compose down -v',
		'docker volume rm data',
		'docker system prune -af',
		'git push --force',
		'git push -f origin main',
		'git push origin +main',
		'git push origin :old',
		'git reset --hard HEAD~1',
		'git clean -fd',
		'git branch -D old',
		'helm uninstall shop',
		'terraform destroy',
		'terraform apply -destroy',
		'tofu state rm a.b',
		'aws ec2 terminate-instances --instance-ids i-1',
		'aws s3 rm --recursive s3://b',
		'aws s3 sync a s3://b --delete',
		'gcloud compute instances delete a',
		'az group delete -n shop',
		'psql -c "drop table orders"',
		'psql -Atc "TRUNCATE orders"',
		'psql -c "delete from orders"',
		'psql shop < backup_2026.sql',
		"psql <<'SQL'\nDROP DATABASE shop;\nSQL",
		'pg_restore -d shop shop.dump',
		'dropdb shop',
		'mysql shop < dump.sql',
		'redis-cli FLUSHALL',
		'alembic downgrade -1',
		'rails db:rollback',
		'sudo reboot',
		'shutdown -h now',
		'kill -9 1234',
		'pkill -KILL worker',
		'mkfs.ext4 /dev/sdb1',
		'dd if=/dev/zero of=/dev/sda',
		'cat x > /dev/sda',
		'ssh web "rm -rf /srv"',
		"ssh web <<'EOF'\ncd /srv\nrm -rf old\nEOF",
		'kubectl exec db-0 -- psql -c "drop table a"',
		'sudo -u app env A=1 rm -rf x',
		'bash -c "rm -rf x"',
		'OLD=$(rm -rf x)',
		'if true; then rm -rf x; fi',
		'npm publish',
		'curl -X DELETE https://x/y',
		'rsync -a --delete a/ b/',
		'trap "rm -rf $T" EXIT',
		'time rm -rf x',
		'watch rm -rf x',
	],
};

describe.each(Object.entries(examples))('%s', (danger, commands) => {
	test.each(commands)('%s', command => {
		expect(dangerOf(command)).toBe(danger);
	});
});

describe('SQL by what it does', () => {
	test.each([
		['select * from orders', 'read'],
		["select 'drop table x'", 'read'],
		['-- drop table x\nselect 1', 'read'],
		['explain analyze select 1', 'read'],
		['explain analyze update orders set a = 1 where b = 2', 'changing'],
		['with gone as (delete from a where b = 1 returning *) select * from gone', 'changing'],
		['select pg_terminate_backend(12)', 'changing'],
		['create index concurrently on orders (a)', 'changing'],
		['insert into a values (1); select 1', 'changing'],
		['update orders set a = 1', 'irreversible'],
		['alter table orders drop column a', 'irreversible'],
		['alter table orders alter a drop not null', 'changing'],
		['begin; truncate orders; commit', 'irreversible'],
	] as const)('%s is %s', (sql, danger) => {
		expect(sqlDangerOf(sql)).toBe(danger);
	});
});

test('a wrapper never makes a command look safer', () => {
	const commands = fc
		.constantFrom(...examples.changing, ...examples.irreversible)
		.filter(
			command =>
				!command.includes('\n') && !/[|;&<>"'()$`\\=]/.test(command) && !/^(?:source|if)\b/.test(command),
		);
	const wrappers = fc.constantFrom(
		'sudo ',
		'sudo -u app ',
		'env A=1 ',
		'time ',
		'nohup ',
		'nice -n 5 ',
		'timeout 10 ',
		'exec ',
		'ssh web ',
		'sudo env A=1 time ',
		'command ',
		'kubectl exec web -- ',
		'docker compose exec web ',
		'A=1 ',
	);
	const ranks: readonly CommandDanger[] = ['read', 'changing', 'irreversible'];
	fc.assert(
		fc.property(wrappers, commands, (wrapper, command) => {
			expect(ranks.indexOf(dangerOf(wrapper + command))).toBeGreaterThanOrEqual(
				ranks.indexOf(dangerOf(command)),
			);
		}),
	);
});

test('whatever the text is, an answer comes', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 300}), text =>
			['read', 'changing', 'irreversible'].includes(dangerOf(text)),
		),
	);
});

test('wrappers without end count as changing and end', () => {
	expect(dangerOf(`${'sudo '.repeat(10_000)}ls`)).toBe('changing');
	expect(dangerOf('ssh a '.repeat(3000))).toBe('changing');
});
