import {Fault} from '../fault.ts';
import type {Files} from './fs-port.ts';

/**
Magic numbers of Linux file systems whose other end is elsewhere (linux/magic.h and the systems' own headers). There a
lock may not hold and a sync may not be one. FUSE stands for sshfs and its like; what it hides can't be seen.
*/
const networkFileSystems: Readonly<Record<number, string>> = {
	26985: 'NFS',
	20859: 'SMB',
	4283649346: 'CIFS',
	4266872130: 'SMB2',
	16914839: '9p',
	12805120: 'Ceph',
	1397113167: 'AFS',
	1799439955: 'AFS',
	1937076805: 'Coda',
	22092: 'NCP',
	198183888: 'Lustre',
	1196443219: 'GPFS',
	2020557398: 'a VirtualBox shared folder',
	1702057286: 'FUSE, which may be a network file system',
};

/**
Refuses a directory on a network file system. Other systems than Linux number theirs anew at every start, so nothing is
known there.

@throws Fault `store.unsafe`.
*/
export async function refuseNetwork(path: string, files: Files): Promise<void> {
	const type = await files.fileSystemType(path);
	// Some kernels hand the number out as a signed one.
	const name = networkFileSystems[type >>> 0];
	if (name !== undefined && process.platform === 'linux') {
		throw new Fault(
			'store.unsafe',
			`${path} lies on ${name}: two machines could drive one run there, and an entry may be lost after it was reported as written.`,
			'Choose a directory on a disk of this machine with GONOGO_STATE.',
		);
	}
}
