import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readFrontMatter} from '../../src/runbook/front-matter/front-matter.ts';

function read(...lines: readonly string[]): ReturnType<typeof readFrontMatter> {
	return readFrontMatter(['---', ...lines, '---', '', '# Body'].join('\n'));
}

function problems(...lines: readonly string[]): readonly string[] {
	return read(...lines).problems.map(
		({severity, line, column, message, hint}) => `${line}:${column} ${severity}: ${message} ${hint}`,
	);
}

describe('where front matter begins and ends', () => {
	test('it stands between two lines of dashes at the very top', () => {
		expect(readFrontMatter('---\ntitle: Ship\n---\n# Body')).toMatchObject({
			title: 'Ship',
			bodyFrom: 4,
			problems: [],
		});
	});

	test('a byte order mark and CRLF don’t hide it', () => {
		expect(readFrontMatter('\uFEFF---\r\ntitle: Ship\r\n---\r\n# Body')).toMatchObject({
			title: 'Ship',
			bodyFrom: 4,
		});
	});

	test('text without it, or with a rule at the top, has none', () => {
		for (const text of [
			'# Body',
			'',
			'---\n# Body',
			'---\n\nA paragraph.\n\n---\nMore.',
			' ---\ntitle: x\n---\n',
		]) {
			expect(readFrontMatter(text)).toMatchObject({bodyFrom: 1, problems: []});
		}
	});

	test('that of a site generator in TOML is passed over', () => {
		expect(readFrontMatter('+++\ntitle = "Ship"\n+++\n# Body')).toMatchObject({bodyFrom: 4, problems: []});
	});
});

describe('what it says', () => {
	test('every key comes out in the shape the program works with', () => {
		const {
			meta,
			inputs,
			problems: found,
		} = read(
			'about: Ships the shop',
			'service: shop',
			'environments: {staging: {production: false}, prod: {aliases: [live]}, eu:}',
			'owner: [anna, web team]',
			'review-by: 2027-03-31',
			'updated: 2026-11-01',
			'inputs:',
			'  version: semver',
			'  ticket: {about: Change request, pattern: "OPS-[0-9]+", example: OPS-12}',
			'  colour: {choices: [blue, green], default: blue}',
			'  token: secret',
			'  sha: {type: git-sha, from: {command: git rev-parse HEAD}}',
			'requires: {tools: {docker: ">=24", psql: 15}, env: SHOP_DB, hosts: [web1], rehearsal: 30d}',
			'hosts: {web1: deploy@10.0.0.1}',
			'connections: {main: {env: SHOP_DB}}',
			'components: {api: The HTTP part, worker:}',
			'criteria:',
			'  - No customer notices',
			'windows: {time-zone: Europe/Berlin, freeze: "Fri 16:00 - Mon 08:00", change: ["Mon-Tue 09:00-16:00"]}',
			'policy: {gates: {approvals: 2, roles: lead}, emergency: {review: 24h}}',
			'notify: {channels: {team: {webhook: {env: HOOK}}}, templates: {start: "Shipping {{version}}"}}',
			'metrics: {errors: {prometheus: {url: "http://prom:9090", query: rate}, fail: "value > 5% for 5m"}}',
			'strategy: blue-green',
			'links: {Dashboard: "https://graphs.example"}',
		);
		expect(found).toEqual([]);
		expect(meta).toMatchObject({
			about: 'Ships the shop',
			service: 'shop',
			environments: {
				staging: {production: false},
				prod: {production: true, aliases: ['live']},
				eu: {production: true},
			},
			owner: 'anna, web team',
			reviewBy: '2027-03-31',
			updated: '2026-11-01',
			requires: {
				tools: {docker: '>=24', psql: '15'},
				env: ['SHOP_DB'],
				hosts: ['web1'],
				rehearsedWithinMs: 30 * 86_400_000,
			},
			components: [{name: 'api', about: 'The HTTP part'}, {name: 'worker'}],
			criteria: [{text: 'No customer notices', line: 19}],
			policy: {gates: {approvals: 2, roles: ['lead']}, emergency: {roles: [], reviewWithinMs: 86_400_000}},
			notify: {
				channels: {team: {is: 'webhook', url: {env: 'HOOK'}, required: false}},
				templates: {start: 'Shipping {{version}}'},
			},
			strategy: 'blue-green',
			links: [{text: 'Dashboard', target: 'https://graphs.example'}],
		});
		expect(meta.metrics.errors).toMatchObject({fail: 'value > 5% for 5m', baseline: false});
		expect(meta.windows?.change).toHaveLength(2);
		expect(inputs).toMatchObject([
			{name: 'version', type: 'semver', secret: false, required: true, confidence: 'declared', line: 9},
			{name: 'ticket', type: 'string', pattern: 'OPS-[0-9]+', line: 10},
			{name: 'colour', type: 'choice', default: 'blue', required: false},
			{name: 'token', type: 'secret', secret: true},
			{name: 'sha', from: {command: 'git rev-parse HEAD'}},
		]);
	});

	test('an environment is production unless it says otherwise', () => {
		expect(read('environments: [staging, prod]').meta.environments).toEqual({
			staging: {production: true},
			prod: {production: true},
		});
	});

	test('keys may be written with _ or in camel case', () => {
		expect(read('review_by: 2027-01-01', 'environments: [a]').meta.reviewBy).toBe('2027-01-01');
		expect(read('reviewBy: 2027-01-01').meta.reviewBy).toBe('2027-01-01');
	});
});

describe('mistakes', () => {
	test('a wrong value is a problem at its place, and the other keys are kept', () => {
		const reading = read('service: shop', 'strategy: bluegreen');
		expect(reading.problems).toMatchObject([
			{code: 'front-matter.value', severity: 'error', line: 3, column: 11},
		]);
		expect(reading.meta.service).toBe('shop');
	});

	test.each([
		['review-by: 2027-02-30', 'must be a day'],
		['connections: {main: postgres://u:p@db/shop}', 'The URL itself never stands in a runbook'],
		['requires: {rehearsal: soon}', 'must be a duration'],
		['windows: {time-zone: Mars/Olympus}', 'must be a time zone'],
		['windows: {freeze: whenever}', "can't be read"],
		['hosts: {web: -oProxyCommand=x}', 'never begins with “-”'],
		['policy: {gates: {approval: 2}}', 'Did you mean “approvals”?'],
		['inputs: {version: {typo: semver}}', 'Did you mean “type”?'],
		['inputs: {version: {type: date}}', 'one of string'],
		['inputs: {PATH: string}', 'changes how programs run'],
		['inputs: {GIT_CONFIG_COUNT: string}', 'changes how programs run'],
		['inputs: {api-url: url, API_URL: url}', 'would be the same variable'],
		['inputs: {size: {type: int, default: big}}', 'not allowed by its own declaration'],
		['inputs: {kind: choice}', 'a choice without choices'],
		['inputs: {a: {from: {input: b}}}', "isn't there"],
		['inputs: {a: {pattern: "(a+)+b"}}', 'repetition inside a repetition'],
		['metrics: {e: {prometheus: {url: "http://x", query: a}, fail: too much}}', "can't be read"],
		['environments: {prod: {prodution: false}}', 'Did you mean “production”?'],
	])('%s', (line, says) => {
		expect(problems(line).join('\n')).toContain(says);
	});

	test('GIT_SHA and SSH_HOST are honest inputs', () => {
		expect(problems('inputs: {GIT_SHA: git-sha, SSH_HOST: string}')).toEqual([]);
	});

	test('a key that stands twice is named', () => {
		expect(read('environments: [a]', 'service: a', 'service: b').problems).toMatchObject([
			{code: 'front-matter.duplicate-key', line: 4},
		]);
	});

	test('text that is no YAML is named with its line', () => {
		expect(read('service: shop', 'inputs: {a: b').problems[0]).toMatchObject({
			code: 'front-matter.yaml',
			severity: 'error',
			line: 3,
		});
	});

	test('an alias bomb is not expanded', () => {
		const bomb = [
			'a: &a [x,x,x,x,x,x,x,x,x]',
			...['b', 'c', 'd', 'e', 'f'].map(
				(name, index) =>
					`${name}: &${name} [${Array(9)
						.fill(`*${String.fromCharCode(97 + index)}`)
						.join(',')}]`,
			),
		];
		expect(read('environments: [a]', ...bomb).problems[0]).toMatchObject({code: 'front-matter.yaml'});
	});

	test('names of JavaScript’s own are not taken for inputs', () => {
		expect(read('inputs: {__proto__: string}').inputs).toEqual([]);
		expect(problems('connections: {constructor: {env: A}}').join()).toContain('is not allowed as a name');
	});

	test('brackets without end are refused at once', () => {
		const start = performance.now();
		expect(read(`environments: ${'{'.repeat(50_000)}`).problems[0]?.message).toContain('deep');
		expect(performance.now() - start).toBeLessThan(2000);
	});
});

test('whatever stands there, a reading comes back', () => {
	const yamlish = fc
		.array(
			fc.constantFrom(
				'inputs:',
				'environments: ',
				' a: ',
				'- ',
				'{',
				'}',
				'[',
				']',
				'&a ',
				'*a',
				'"',
				"'",
				'\n',
				'  ',
				': ',
				'#',
				'|',
				'>',
				'title: ',
				'x',
				'2026-01-01',
				'\t',
				'!!str ',
				'?',
				'---',
			),
			{maxLength: 40},
		)
		.map(parts => parts.join(''));
	fc.assert(
		fc.property(yamlish, text => {
			const {bodyFrom, problems: found} = readFrontMatter(`---\n${text}\n---\n# Body`);
			expect(bodyFrom).toBeGreaterThanOrEqual(1);
			expect(found.every(problem => problem.line >= 1 && problem.column >= 1)).toBe(true);
		}),
		{numRuns: 500},
	);
});
