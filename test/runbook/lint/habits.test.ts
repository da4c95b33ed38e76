import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {explanations} from '../../../src/runbook/lint/registry.ts';
import {codesOf, lintText, withBlock} from './lint-of.ts';

function inputs(...lines: readonly string[]): string {
	return ['---', 'inputs:', ...lines.map(line => `  ${line}`), '---', ''].join('\n');
}

describe('values never become commands', () => {
	test.each([
		['unsafe.eval', withBlock('eval "$COMMAND"'), withBlock('eval "$(ssh-agent)"')],
		[
			'unsafe.unquoted',
			inputs('host: string') + withBlock('ping -c 1 $HOST'),
			inputs('host: string') + withBlock('ping -c 1 "$HOST"'),
		],
		[
			'unsafe.unquoted',
			inputs('host: string') + withBlock('ping -c 1 $host'),
			inputs('count: int') + withBlock('ping -c $COUNT a'),
		],
		[
			'unsafe.arithmetic',
			inputs('left: string') + withBlock('[[ "$LEFT" -eq 1 ]] && date'),
			inputs('left: int') + withBlock('[[ "$LEFT" -eq 1 ]] && date'),
		],
		[
			'unsafe.arithmetic',
			inputs('left: string') + withBlock('echo $(( LEFT + 1 ))'),
			inputs('left: string') + withBlock('[ "$LEFT" -eq 1 ] && date'),
		],
		[
			'unsafe.curl-shell',
			withBlock('curl -fsS https://get.example | sudo bash'),
			withBlock('curl -fsSO https://get.example/x', 'sha256sum -c x.sha256', 'bash x'),
		],
		[
			'unsafe.curl-shell',
			withBlock('bash <(curl -s https://get.example)'),
			withBlock('curl -s https://get.example | jq .'),
		],
		[
			'unsafe.rm-variable',
			withBlock('DIR=/srv', 'rm -rf "$DIR"/old'),
			withBlock('DIR=/srv', 'rm -rf "${DIR:?}"/old'),
		],
		[
			'unsafe.rm-variable',
			withBlock('DIR=/srv', 'rm -rf $DIR'),
			withBlock('DIR=/srv', 'rm -rf /srv/app-$DIR'),
		],
		[
			'unsafe.secret',
			withBlock('export API_TOKEN=b1946ac92492d234'),
			withBlock('export API_TOKEN="$(vault read -field=x y)"'),
		],
		[
			'unsafe.secret',
			withBlock('psql postgres://shop:hunter22@db/shop -c "select 1"'),
			withBlock('psql "postgres://shop:$PGPASSWORD@db/shop" -c "select 1"'),
		],
		['unsafe.secret', '# Ship\n\nThe key is AKIAIOSFODNN7ABCDEFG.\n', '# Ship\n\nThe key is AKIA….\n'],
		[
			'unsafe.secret',
			withBlock('curl -H "Authorization: Bearer abcdef0123456789abcdef" https://x.example'),
			withBlock('curl -H "Authorization: Bearer $TOKEN" https://x.example'),
		],
		['unsafe.secret', withBlock('tool --password s3cr3tword'), withBlock('tool --password-stdin < file')],
		[
			'unsafe.secret-argument',
			withBlock('tool --password "$PASS"'),
			withBlock('PGPASSWORD="$PASS" psql -c "select 1"'),
		],
		[
			'unsafe.destroys',
			withBlock('terraform destroy -auto-approve'),
			`${withBlock('terraform destroy -auto-approve')}\n**Undo**: there is none.\n`,
		],
		[
			'image.mutable',
			withBlock('docker pull registry.example/shop:latest'),
			withBlock('docker pull registry.example/shop:1.4.2'),
		],
		[
			'image.mutable',
			withBlock('kubectl set image deploy/shop shop=registry.example/shop:main'),
			withBlock('kubectl set image deploy/shop shop=registry.example/shop@sha256:abc'),
		],
	])('%s (%#)', (code, bad, good) => {
		expect(codesOf(bad)).toContain(code);
		expect(codesOf(good)).not.toContain(code);
	});
});

describe('what a runbook should have', () => {
	test.each([
		[
			'structure.rollback',
			'# Deploy the shop\n\n```sh\n./ship\n```\n',
			'# Deploy the shop\n\n```sh\n./ship\n```\n\n## Rollback\n\n```sh\n./ship --old\n```\n',
		],
		[
			'structure.escalation',
			'# Deploy the shop\n\n```sh\n./ship\n```\n',
			'# Deploy the shop\n\n```sh\n./ship\n```\n\n## Escalation\n\nCall the web team.\n',
		],
		[
			'structure.verify',
			'# Deploy the shop\n\n```sh\n./ship\n```\n',
			'# Deploy the shop\n\n```sh\n./ship\n```\n\n```sh\ncurl -f https://shop.example\n```\n',
		],
		[
			'structure.numbers',
			'# Ship\n\n## 1. One\n\na\n\n## 3. Three\n\nb\n',
			'# Ship\n\n## 1. One\n\na\n\n## 2. Two\n\nb\n',
		],
		['text.unfinished', '# Ship\n\n- [ ] TODO: who approves?\n', '# Ship\n\n- [ ] Update the todo list\n'],
		[
			'text.template',
			'# Ship\n\nAsk <name of the owner> first.\n',
			'# Ship\n\nAsk `<name>` first, see <https://x.example> and <br> this.\n',
		],
		[
			'input.unused',
			`${inputs('versoin: semver')}${withBlock('./ship "$VERSION"')}`,
			`${inputs('version: semver')}${withBlock('./ship "$VERSION"')}`,
		],
		[
			'variable.unset',
			withBlock('./ship "$target_dir"').replace('$target_dir', '${target_dir%/}'),
			withBlock('target_dir=$(pwd)', './ship "${target_dir%/}"'),
		],
		[
			'fence.demo',
			withBlock('docker compose up -d', 'curl -f localhost', 'docker compose down'),
			withBlock('docker compose stop web', 'docker compose start web'),
		],
	])('%s (%#)', (code, bad, good) => {
		expect(codesOf(bad)).toContain(code);
		expect(codesOf(good)).not.toContain(code);
	});

	test('links to files that are not there, where the files can be looked up', () => {
		const text =
			'# Ship\n\nSee [the way back](back.md#now) and [more](https://x.example) and [it](%61.md).\n';
		expect(lintText(text, {exists: () => false}).map(({code, line}) => [code, line])).toContainEqual([
			'link.missing',
			3,
		]);
		expect(codesOf(text, {exists: path => ['back.md', 'a.md'].includes(path)})).not.toContain('link.missing');
		expect(codesOf(text)).not.toContain('link.missing');
	});
});

test('every code is explained: title, what is looked for, why it hurts, what to write', () => {
	const codes = explanations.map(explanation => explanation.code);
	expect(new Set(codes).size).toBe(codes.length);
	for (let number = 1; number <= 22; number++) {
		expect(codes).toContain(`D${number}`);
	}
	for (const {title, explanation, why, instead} of explanations) {
		expect([title, explanation, why, instead].every(text => text.length > 2)).toBe(true);
		expect([explanation, why, instead].every(text => /[.…]$/.test(text))).toBe(true);
	}
});

test('a runbook that says what it does has no findings', () => {
	const text = `---
environments: {prod: {}}
inputs: {version: semver}
strategy: rolling
---
# Deploy the shop

## Do

\`\`\`sh {#ship undo="./ship --old"}
./ship "$VERSION"
\`\`\`

**Undo**: ship the one before.

## Verify

\`\`\`sh {#look}
curl -f https://shop.example/health
\`\`\`

## Rollback

\`\`\`sh {#back}
./ship --old
\`\`\`

## Escalation

| What | Who | How soon |
| --- | --- | --- |
| Anything | web team | 15 minutes |
`;
	expect(lintText(text)).toEqual([]);
});

test('whatever the text is, findings have a place in it', () => {
	const pieces = fc.constantFrom(
		'# T\n',
		'## Rollback\n',
		'```sh\n',
		'```\n',
		'- [ ] ',
		'1. ',
		'psql -f x\n',
		'rm -rf "$A"\n',
		'ps aux | grep x\n',
		'for i in 1; do sleep 1; done\n',
		'# aB=1\n',
		'| a | b |\n',
		'---\n',
		'inputs: {a: string}\n',
		'â€”',
		'[email protected]',
		'Error rate > 5%\n',
		'<x y>',
		'\\\n',
		'"',
		"'",
		'$(',
		'é',
		'\n',
		' ',
		'TODO',
	);
	fc.assert(
		fc.property(
			fc.array(pieces, {maxLength: 40}).map(parts => parts.join('')),
			text => {
				const lines = text.split('\n').length;
				for (const {line, column} of lintText(text, {today: '2026-11-21'})) {
					expect(line).toBeGreaterThanOrEqual(1);
					expect(line).toBeLessThanOrEqual(lines);
					expect(column).toBeGreaterThanOrEqual(1);
				}
			},
		),
		{numRuns: 300},
	);
});
