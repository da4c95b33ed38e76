import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {planOfLines} from './plan-of.ts';

function inputsOf(...script: readonly string[]): readonly (readonly [string, string])[] {
	return planOfLines('# T', '## S', '```sh', ...script, '```').inputs.map(
		input => [input.name, input.confidence] as const,
	);
}

describe('what has to be filled in (R12)', () => {
	test.each([
		['kubectl delete pod <pod-name>', 'pod-name'],
		['kubectl delete pod <Pod name>', 'pod-name'],
		['ssh deploy@<host>', 'host'],
		['helm upgrade app --set tag={{version}}', 'version'],
		['helm upgrade app --set tag={{ image.tag }}', 'image.tag'],
		['ssh [email protected]', 'address'],
		['git tag vX.Y.Z', 'version'],
		['git checkout release-1.XX', 'version'],
		['aws ec2 stop-instances --instance-ids i-XXXXXXXX', 'value'],
		['cp dump-YYYY-MM-DD.sql /srv', 'date'],
		['curl https://YOUR_DOMAIN/health', 'domain'],
		['ssh your-server', 'server'],
		['mysql -pchangeme', 'value'],
		['psql -h $DB_HOST', 'DB_HOST'],
		['psql -h ${DB_HOST}', 'DB_HOST'],
	])('“%s” asks for %s', (line, name) => {
		expect(inputsOf(line)).toEqual([[name, 'sure']]);
	});

	test.each([
		['kubectl logs POD_NAME', 'pod-name'],
		['kubectl logs api -n my-namespace', 'namespace'],
		['curl https://a.example/orders/{order}', 'order'],
		['ssh [hostname]', 'hostname'],
		['echo $target', 'target'],
	])('“%s” may ask for %s', (line, name) => {
		expect(inputsOf(line)).toEqual([[name, 'likely']]);
	});

	test.each([
		'docker ps --format "{{.Names}}"',
		"kubectl get pods -o jsonpath='{.items[0].metadata.name}'",
		"kubectl get pods -o go-template='{{range .items}}{{end}}'",
		'curl -w "%{http_code}" https://a.example',
		'cp a.{txt,md} b',
		'cat < in.txt > out.txt',
		'diff <(sort a) <(sort b)',
		'for i in 1 2 3; do echo $i; done',
		'export REGION=eu; aws --region $REGION s3 ls',
		'read -r NAME; echo "$NAME"',
		'echo $HOME $USER $PWD',
		'echo ${REGION:-eu}',
		"awk '{print $NF}' file",
		"cat <<'EOF'\n$NOT_MINE\nEOF",
		'mktemp /tmp/x.XXXXXX',
		'echo "[skip ci]"',
		'# kubectl delete pod $POD\nls',
		'git commit -m "Fix <a@b.example>"',
		'cat <<EOF\n<html><body>x</body></html>\nEOF',
		'curl -X POST https://a.example',
		'psql -c "SELECT COUNT(*) FROM ORDERS_OLD"',
		'echo \\$NOT_A_VARIABLE',
	])('“%s” asks for nothing', line => {
		expect(inputsOf(...line.split('\n'))).toEqual([]);
	});

	test('a variable set in an earlier block is known', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'```sh',
			'IMAGE=$(./latest)',
			'```',
			'```sh',
			'docker pull $IMAGE $OTHER',
			'```',
		);
		expect(plan.inputs.map(input => input.name)).toEqual(['OTHER']);
	});

	test('the same token is the same input, in any spelling', () => {
		expect(inputsOf('a <pod-name>', 'b <pod name>', 'c $POD_NAME', 'd POD_NAME')).toEqual([
			['pod-name', 'sure'],
		]);
	});

	test('one token that qualifies two names is asked for each, and told apart in the script', () => {
		const {runbook} = readRunbook({
			text: [
				'# T',
				'```sh',
				'docker pull reg/api@sha256:<digest>',
				'docker pull reg/worker@sha256:<digest>',
				'```',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.inputs.map(input => input.name)).toEqual(['api-digest', 'worker-digest']);
		expect(runbook.walk[0]).toMatchObject({
			inputs: ['api-digest', 'worker-digest'],
			run: {
				script: 'docker pull reg/api@sha256:<api-digest>\ndocker pull reg/worker@sha256:<worker-digest>',
				placeholders: {'<api-digest>': 'api-digest', '<worker-digest>': 'worker-digest'},
			},
		});
	});

	test('choices, secrets and literals of the prose are known as such', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'Replace `10.0.0.1` with the address of your server.',
			'',
			'```sh',
			'./deploy <staging|production> --password <db-password> --to 10.0.0.1',
			'```',
		);
		expect(plan.inputs).toMatchObject([
			{type: 'choice', choices: ['staging', 'production']},
			{name: 'db-password', type: 'secret', secret: true},
			{default: '10.0.0.1', required: true},
		]);
	});

	test('what may be left alone has the text itself as its default', () => {
		expect(planOfLines('# T', '```sh', 'kubectl logs POD_NAME', '```').inputs).toMatchObject([
			{default: 'POD_NAME', required: false},
		]);
	});

	test('inputs of the front matter are used by name, in either case, and nothing uncertain is asked beside them', () => {
		const {runbook} = readRunbook({
			text: [
				'---',
				'inputs: {api-url: {type: url}}',
				'---',
				'# T',
				'```sh {#a}',
				'curl $api_url $API_URL SOME_WORD',
				'```',
				'```http {#b}',
				'GET {{api-url}}/health',
				'```',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.inputs.map(input => input.name)).toEqual(['api-url']);
		expect(runbook.walk.map(step => step.inputs)).toEqual([['api-url'], ['api-url']]);
	});

	test('a name that is captured from output is no input', () => {
		expect(
			planOfLines('# T', '```sh {capture=backup_dir}', './backup', '```', '```sh', 'ls $BACKUP_DIR', '```')
				.inputs,
		).toEqual([]);
	});

	test('names that change how programs run are not asked for', () => {
		expect(inputsOf('echo $LD_PRELOAD $KUBECONFIG')).toEqual([]);
	});

	test('gaps of a request become the template’s own', () => {
		const {runbook} = readRunbook({
			text: ['# T', '```http', 'GET https://<host>/health', '```'].join('\n'),
			path: 'x.md',
		});
		expect(runbook.walk[0]).toMatchObject({
			inputs: ['host'],
			work: {request: {url: 'https://{{host}}/health'}},
		});
	});

	test('lines are those of the first use', () => {
		expect(planOfLines('# T', '```sh', 'ls', 'rm <file>', '```').inputs).toMatchObject([
			{name: 'file', line: 4},
		]);
	});
});
