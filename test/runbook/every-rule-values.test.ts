import {describe, expect, test} from 'vitest';
import {planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];
const one = (text: string) => planOfLines('# Do', ...shell(text));
const inputsOf = (text: string) => one(text).inputs.map(input => [input.name, input.confidence]);

describe('R12: what has to be filled in', () => {
	test.each([
		['deploy <pod-name>', 'pod-name'],
		['deploy {{version}}', 'version'],
		['ssh [email protected]', 'address'],
		['git tag vX.Y.Z', 'version'],
		['git tag X.Y.Z', 'version'],
		['git switch v1.xx', 'version'],
		['deploy XXX', 'value'],
		['restore dump-YYYY-MM-DD.sql', 'date'],
		['deploy YOUR_ORG', 'org'],
		['deploy your-org', 'org'],
		['deploy --key changeme', 'value'],
		['deploy "$REGION"', 'REGION'],
	])('“%s” asks, and nothing starts before', (text, name) => {
		expect(inputsOf(text)).toEqual([[name, 'sure']]);
	});

	test.each([
		['deploy SHOP_NAME', 'shop-name'],
		['deploy [shop name]', 'shop-name'],
		['deploy {shop}', 'shop'],
		['deploy my-shop', 'shop'],
		['deploy "$shop"', 'shop'],
	])('“%s” asks too, and may be left alone', (text, name) => {
		expect(
			inputsOf(text).map(([found, confidence]) => [String(found).replace(/^my-/, ''), confidence]),
		).toEqual([[name, 'likely']]);
	});

	test.each([
		"kubectl get pod -o jsonpath='{.items[0].metadata.name}'",
		"docker ps --format '{{.Names}}'",
		"kubectl get pod -o go-template='{{range .items}}{{.metadata.name}}{{end}}'",
		"curl -s -o /dev/null -w '%{http_code}' https://shop.example",
		'cp /etc/shop.{conf,bak} /tmp',
		'cat > /etc/x.service <<EOF\n[Unit]\nDescription=x\nEOF',
		'[ -f /tmp/x ] && ls',
		'git commit -m "[skip ci] x"',
		'echo "$HOME $USER $PWD"',
		'REGION=eu\ndeploy "$REGION"',
	])('“%s” asks for nothing', text => {
		expect(inputsOf(text)).toEqual([]);
	});

	test('only in text that runs: tables and sentences ask for nothing', () => {
		expect(
			planOfLines('# Do', 'Take <any> of them.', '', '| a |', '|---|', '| <b> |', '', ...shell('ls')).inputs,
		).toEqual([]);
	});

	test('what was assigned in an earlier fence is known', () => {
		expect(
			planOfLines('# Do', ...shell('export REGION=eu'), '', 'Then:', ...shell('deploy "$REGION"')).inputs,
		).toEqual([]);
	});

	test('a sentence can declare a literal, whose default is itself', () => {
		const plan = planOfLines(
			'# Do',
			'Replace `10.0.0.1` with your address.',
			'',
			...shell('ping -c 1 10.0.0.1'),
		);
		expect(plan.inputs.map(input => input.default)).toEqual(['10.0.0.1']);
	});

	test('alternatives in one gap are a choice', () => {
		expect(one('deploy <eu|us>').inputs[0]).toMatchObject({type: 'choice', choices: ['eu', 'us']});
	});

	test('the same token is one input, unless it qualifies different names', () => {
		expect(one('stop <pod>\nstart <pod>').inputs).toHaveLength(1);
		expect(one('pull api@sha256:<digest>\npull web@sha256:<digest>').inputs.map(input => input.name)).toEqual(
			['api-digest', 'web-digest'],
		);
	});

	test.each(['db-pass', 'client-secret', 'api-token', 'ssh-key'])('<%s> is a secret', name => {
		expect(one(`deploy <${name}>`).inputs[0]).toMatchObject({type: 'secret', secret: true});
	});

	test('also inside a quoted here-document', () => {
		expect(one("cat > x <<'EOF'\nhost <host-name>\nEOF").inputs.map(input => input.name)).toEqual([
			'host-name',
		]);
	});
});

describe('R15: danger, command by command', () => {
	test.each([
		'rm -rf /srv/shop',
		'kubectl delete namespace shop',
		'aws s3 rb s3://shop --force',
		'terraform destroy -auto-approve',
		'psql -c "drop table orders"',
		'psql -c "truncate orders"',
		'git push --force',
		'git reset --hard HEAD~1',
		'docker volume rm shop',
		'docker system prune -af',
		'pg_restore --clean -d shop shop.dump',
		'sudo reboot',
		'kill -9 4711',
		'kubectl scale deploy/shop --replicas=0',
		'mkfs.ext4 /dev/sdb1',
		'helm uninstall shop',
	])('“%s” can’t be taken back', text => {
		expect([one(text).items[0]?.commands[0]?.danger, one(text).items[0]?.danger]).toEqual([
			'irreversible',
			'irreversible',
		]);
	});

	test.each([
		'kubectl apply -f shop.yaml',
		'systemctl restart shop',
		'git push origin main',
		'curl -X POST https://shop.example',
		'alembic upgrade head',
	])('“%s” changes', text => {
		expect([one(text).items[0]?.commands[0]?.danger, one(text).items[0]?.danger]).toEqual([
			'changing',
			'caution',
		]);
	});

	test.each(['kubectl get pods', 'git log -1', 'curl -fsS https://shop.example', 'df -h'])(
		'“%s” only reads',
		text => {
			expect([one(text).items[0]?.commands[0]?.danger, one(text).items[0]?.danger]).toEqual(['read', 'none']);
		},
	);

	test.each(['This is irreversible:', 'This loses data; data loss is certain:', 'This means downtime:'])(
		'“%s” raises by one class',
		sentence => {
			expect(planOfLines('# Do', sentence, '', ...shell('systemctl restart shop')).items[0]?.danger).toBe(
				'irreversible',
			);
			expect(planOfLines('# Do', sentence, '', ...shell('kubectl get pods')).items[0]?.danger).toBe(
				'caution',
			);
		},
	);

	test.each(['kubectl apply -n prod -f x.yaml', 'ssh gprd-web-1 uptime; systemctl restart shop-gprd'])(
		'“%s” names production',
		text => {
			expect(one(text).items[0]?.danger).toBe('prod');
		},
	);

	test('a rollback of a database is about data', () => {
		expect(
			planOfLines(
				'# T',
				'## Do',
				...shell('ls'),
				'',
				'## Rollback',
				'Restore the database:',
				...shell('psql -v ON_ERROR_STOP=1 -f old.sql'),
			).rollback[0]?.danger,
		).toBe('data');
	});

	test('nothing in troubleshooting or of what is forbidden starts by itself', () => {
		const plan = planOfLines(
			'# T',
			'## Do',
			'Never run this:',
			...shell('ls'),
			'',
			'## Troubleshooting',
			'### Slow',
			...shell('kubectl get pods'),
		);
		expect(plan.items.flatMap(item => item.commands)).toEqual([]);
		expect(plan.aside).toHaveLength(2);
	});
});

describe('R16: the terminal', () => {
	test.each([
		'vim /etc/shop.conf',
		'kubectl exec -it shop -- bash',
		'docker run -it shop sh',
		'ssh web1',
		'psql -U shop',
		'redis-cli',
		'rails console',
		'kubectl edit deploy/shop',
		'git rebase -i main',
		'gcloud auth login',
		'terraform apply',
		'terraform destroy',
		'mysql -u root -p',
	])('“%s” gets all of it', text => {
		expect(one(text).items[0]?.commands[0]?.tty).toBe('interactive');
	});

	test.each([
		'tail -f /var/log/shop',
		'watch ls',
		'top',
		'kubectl port-forward svc/shop 80',
		'docker stats',
		'kubectl logs -f shop',
	])('“%s” ends with a stop key', text => {
		expect(one(text).items[0]?.commands[0]?.tty).toBe('endless');
	});

	test('what belongs to a remote session is for a person until it ends', () => {
		const plan = planOfLines(
			'# T',
			'Go there:',
			...shell('ssh web1'),
			'',
			'Look:',
			...shell('uptime'),
			'',
			'Leave:',
			...shell('exit'),
			'',
			'Here again:',
			...shell('ls'),
		);
		expect(plan.items.map(item => item.kind)).toEqual(['command', 'manual', 'manual', 'command']);
	});
});
