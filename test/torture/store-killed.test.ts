import {test} from 'vitest';
import {callsOfScript, killAtEach} from '../store/killing.ts';

test('a driver killed at any call that changes anything has lost nothing that it reported', {
	timeout: 600_000,
}, async () => {
	await killAtEach([...(await callsOfScript()).entries()]);
});
