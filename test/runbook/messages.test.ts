import {expect, test} from 'vitest';
import {readWithIncludes} from '../../src/runbook/include/include.ts';

const head = (more = '') => `---
notify:
  channels: {team: {copy: '#ops'}}
  templates:
    start: 'Release {{version}} begins'
    success: 'Live'
    failure: 'Stopped: {{reason}}'
    rollback: 'Going back: {{reason}}'
---
# Release

## Prepare

- [ ] It is quiet

## Deploy

\`\`\`sh {#deploy}
./deploy.sh
\`\`\`
${more}
## Rollback

\`\`\`sh {#back}
./back.sh
\`\`\`
`;

const read = (text: string) =>
	readWithIncludes({text, path: 'release.md'}, () => ({problem: 'none'})).reading.runbook;

test('the front matter’s messages are steps at their moments: before the first change, at the end, where the rollback begins, and beside', () => {
	const {walk, rollback, aside} = read(head());

	expect(walk.map(({id}) => id)).toEqual(['it-is-quiet', 'message-start', 'deploy', 'message-success']);
	expect(rollback.map(({id}) => id)).toEqual(['message-rollback', 'back']);
	expect(aside.map(({id}) => id)).toEqual(['message-failure']);
});

test('a template that a step sends itself is left to that step', () => {
	const {walk} = read(head('\n```notify {#tell}\nchannel: team\ntemplate: success\n```\n'));

	expect(walk.map(({id}) => id)).toEqual(['it-is-quiet', 'message-start', 'deploy', 'tell']);
});

test('a message may be skipped without a deviation, unless its channel is required', () => {
	const optional = read(head()).walk.find(({id}) => id === 'message-start');
	const required = read(head().replace("copy: '#ops'", "copy: '#ops', required: true")).walk;

	expect(optional).toMatchObject({optional: true, required: false, mutates: false});
	expect(required.find(({id}) => id === 'message-start')).toMatchObject({optional: false, required: true});
});
