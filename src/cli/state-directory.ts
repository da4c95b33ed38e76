import {Fault} from '../fault.ts';
import {openFileStore} from '../store/files.ts';
import type {Store} from '../store/store.ts';
import {groupNumber} from './group.ts';
import {defaultStateDirectory} from './places.ts';
import type {Settings} from './settings.ts';

export type Place = {
	readonly store: Store;
	readonly directory: string;
	/** Numeric id of the group that may follow and approve, where the owner declared one. */
	readonly group?: number;
};

/** Where this person's runs rest. @throws Fault `store.unwritable` where there is no home and no setting. */
function stateDirectory(settings: Settings): string {
	const directory = settings.state ?? defaultStateDirectory();
	if (directory === undefined) {
		throw new Fault(
			'store.unwritable',
			'There is no home directory to keep runs in.',
			'Set HOME, or GONOGO_STATE to a directory that only you can write.',
		);
	}
	return directory;
}

export async function openPlace(settings: Settings): Promise<Place> {
	const directory = stateDirectory(settings);
	const group = settings.group === undefined ? undefined : await groupNumber(settings.group);
	const shared = group === undefined ? {} : {group};
	return {directory, store: await openFileStore(directory, shared), ...shared};
}
