import {describe} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {holdsTheStoreContract} from './contract.ts';
import {freshDirectory} from './given.ts';

describe('the store of files', () => {
	holdsTheStoreContract(() => openFileStore(freshDirectory()));
});
