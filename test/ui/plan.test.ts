import {expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {planLines} from '../../src/ui/view/plan.ts';

const source = `---
notify:
  channels: {team: {copy: '#ops'}}
---

# Restart the shop

- [ ] Nobody is in the middle of a checkout
- [ ] The queue is empty
	- [ ] of orders
	- [ ] of payments

\`\`\`metric {#errors guard}
http: http://localhost:8080/stats
path: .errors
fail: value > 5%
\`\`\`

\`\`\`sh
systemctl restart shop
\`\`\`

\`\`\`notify
channel: team
text: Restarted
\`\`\`
`;

function planned(columns: number): readonly string[] {
	const {runbook} = readRunbook({text: source, path: 'restart.md'});
	return planLines(runbook, {why: false, columns}).split('\n');
}

test('the plan counts what a run will count: guards stand beside the walk, and what gathers others is no step', () => {
	expect(planned(200)).toContain('Steps         5 (3 checks, 1 command, 1 message), and 1 guard beside them');
});

test('a fact too long for the terminal goes on in the next line, and nothing of it is lost', () => {
	const lines = planned(40);
	const at = lines.findIndex(line => line.startsWith('Steps'));
	expect(lines.slice(at, at + 3)).toEqual([
		'Steps         5 (3 checks, 1 command, 1',
		'              message), and 1 guard',
		'              beside them',
	]);
});

test('alternatives stand apart, with an “or” between them: only one of them is picked', () => {
	const text =
		'# Restart\n\n```sh\n# staging\nkubectl rollout restart a -n staging\n# production\nkubectl rollout restart a -n production\n```\n';
	const {runbook} = readRunbook({text, path: 'restart.md'});
	expect(planLines(runbook, {why: false, columns: 100})).toContain(
		[
			'    ▸ Restart  [prod, one is picked]',
			'        staging:',
			'        $ kubectl rollout restart a -n staging',
			'        or production:',
			'        $ kubectl rollout restart a -n production',
			'',
		].join('\n'),
	);
});
