import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Channel} from '../../src/runbook/meta-model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import type {NotifyWork} from '../../src/runbook/work-model.ts';
import {aStep, aWorld} from './given.ts';
import {rawServer, webServer} from './loopback.ts';

const message = (more: Partial<NotifyWork> = {}): Step =>
	aStep('notify', {work: {channel: 'team', text: 'Releasing {{version}} 🚀', key: 'start', ...more}});
const messages = (team: Channel) => ({
	messages: {channels: {team}, templates: {start: 'Start of {{version}}'}},
});
const webhook = (text: string, required = false): Channel => ({is: 'webhook', url: {text}, required});

describe('a message by webhook', () => {
	test('is sent once for its key, and its address never stands in a log', async () => {
		const {url, seen} = await webServer((_, response) => response.end('ok'));
		const world = aWorld({values: {version: '1.5.0'}});
		const to = messages(webhook(`${url}/services/T0/SECRET`));
		expect(await world.perform(message(), to)).toMatchObject({result: 'passed', summary: 'sent (HTTP 200)'});
		expect(JSON.parse(seen[0]?.body ?? '')).toEqual({text: 'Releasing 1.5.0 🚀'});
		expect(await world.perform(message(), to)).toMatchObject({result: 'passed', facts: {sent: 'before'}});
		expect(seen).toHaveLength(1);
		expect(world.log('notify', 1)).not.toContain('SECRET');
		await world.perform(message({key: 'another', template: 'start'}), to);
		expect(seen).toHaveLength(2);
	});

	test('comes from a template, and has a value for everything', async () => {
		const {url, seen} = await webServer((_, response) => response.end());
		const world = aWorld({values: {version: '2'}});
		const {text: _, ...work} = (message() as {work: NotifyWork}).work;
		await world.perform(aStep('notify', {work: {...work, template: 'start'}}), messages(webhook(url)));
		expect(JSON.parse(seen[0]?.body ?? '').text).toBe('Start of 2');
		expect(await aWorld().perform(message(), messages(webhook(url)))).toMatchObject({
			result: 'failed',
			why: 'The message has no value for version.',
		});
	});

	test('is tried again when the other side has a moment of weakness', async () => {
		let asked = 0;
		const {url} = await webServer((_, response) => {
			asked += 1;
			response.writeHead(asked === 1 ? 503 : 200).end();
		});
		expect(await aWorld({values: {version: '1'}}).perform(message(), messages(webhook(url)))).toMatchObject({
			result: 'passed',
		});
		expect(asked).toBe(2);
	});

	test('that is refused warns, and fails where the channel is required; it may be tried again', async () => {
		const {url} = await webServer((_, response) => response.writeHead(404).end());
		const world = aWorld({values: {version: '1'}});
		expect(await world.perform(message(), messages(webhook(url)))).toMatchObject({
			result: 'warned',
			why: expect.stringContaining('HTTP 404'),
		});
		expect(await world.perform(message(), messages(webhook(url, true)))).toMatchObject({result: 'failed'});
		expect(readdirSync(join(world.directory, 'messages'))).toEqual([]);
	});

	test('that may have arrived is unknown, and never sent a second time', async () => {
		const port = await rawServer(socket => socket.once('data', () => socket.destroy()));
		const world = aWorld({values: {version: '1'}});
		const to = messages(webhook(`http://127.0.0.1:${port}/`));
		expect(await world.perform(message(), to)).toMatchObject({
			result: 'unknown',
			why: expect.stringContaining('may have arrived'),
		});
		expect(await world.perform(message(), to)).toMatchObject({result: 'unknown', facts: {sent: 'unknown'}});
	});

	test('goes over plain http to this machine only', async () => {
		expect(
			await aWorld({values: {version: '1'}}).perform(message(), messages(webhook('http://192.0.2.1/hook'))),
		).toMatchObject({result: 'warned', why: expect.stringContaining('in the open')});
	});
});

describe('a message by other ways', () => {
	test('a command gets it as $MESSAGE', async () => {
		const world = aWorld({values: {version: '$(id)'}});
		const file = join(world.directory, 'said');
		const outcome = await world.perform(
			message(),
			messages({is: 'command', script: `printf %s "$MESSAGE" > ${file}`, required: true}),
		);
		expect(outcome.result).toBe('passed');
		expect(readFileSync(file, 'utf8')).toBe('Releasing $(id) 🚀');
		expect(
			await world.perform(message({key: 'b'}), messages({is: 'command', script: 'exit 3', required: true})),
		).toMatchObject({result: 'unknown'});
	});

	test('a person is given the text to post', async () => {
		const world = aWorld({values: {version: '1'}});
		expect(
			await world.perform(message(), messages({is: 'copy', to: '#releases', required: false})),
		).toMatchObject({
			result: 'passed',
			summary: 'a person posts it to #releases',
			facts: {copy: 'Releasing 1 🚀'},
		});
	});

	test('a channel or template that nobody declared', async () => {
		const world = aWorld({values: {version: '1'}});
		expect(await world.perform(message({channel: 'none'}), messages(webhook('http://x')))).toMatchObject({
			result: 'failed',
			why: 'The runbook declares no channel “none”.',
		});
	});
});

test('a message that was being sent when the program died is not sent again', async () => {
	const {url, seen} = await webServer((_, response) => response.end());
	const world = aWorld({values: {version: '1'}});
	await world.perform(message(), messages(webhook(url)));
	const [mark = ''] = readdirSync(join(world.directory, 'messages'));
	writeFileSync(join(world.directory, 'messages', mark), 'trying');
	expect(await world.perform(message(), messages(webhook(url)))).toMatchObject({result: 'unknown'});
	expect(seen).toHaveLength(1);
	expect(existsSync(join(world.directory, 'messages', mark))).toBe(true);
});
