import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {sshCommand} from '../../src/steps/ssh/client.ts';
import {has} from '../needs.ts';

const directory = mkdtempSync(join(tmpdir(), 'gonogo-ssh-options-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

/** What an operator may have in their own file, for better or worse. */
const generous = `Host *
BatchMode no
StrictHostKeyChecking no
ForwardAgent yes
ForwardX11 yes
PermitLocalCommand yes
LocalCommand touch ${join(directory, 'touched')}
RemoteCommand sh
LocalForward 9999 127.0.0.1:1
`;

test.skipIf(!has('ssh')).each([true, false])(
	'the system’s ssh asks nobody, takes no unknown key and lends nothing, whatever the operator’s own file says (terminal: %s)',
	terminal => {
		const file = join(directory, 'config');
		writeFileSync(file, generous);
		const [program, ...rest] = sshCommand({ok: true, destination: 'web1'}, 'true', {terminal});
		const {stdout} = spawnSync(program, ['-G', '-F', file, ...rest], {encoding: 'utf8'});
		for (const line of [
			'batchmode yes',
			'stricthostkeychecking true',
			'forwardagent no',
			'forwardx11 no',
			'permitlocalcommand no',
			'clearallforwardings yes',
		]) {
			expect(stdout.toLowerCase().split('\n')).toContain(line);
		}
		expect(stdout).not.toMatch(/^remotecommand (?!none)/im);
	},
);
