import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {type Build, fail, read, write} from './stand-in.ts';

/** What can be fetched: by tag or digest, a build with the schema revisions it brings. */
export type Published = {
	readonly digest: string;
	readonly build: Build;
	readonly revisions?: readonly Revision[];
};

export type Revision = {readonly id: string; readonly sql: string};

type Image = Published & {readonly id: string; readonly ref: string};

type Container = {
	readonly service: string;
	readonly image: string;
	readonly ref: string;
	readonly pid: number;
	readonly port: number;
};

export type Docker = {
	readonly images: Record<string, Image>;
	readonly containers: Record<string, Container>;
};

export function docker(): Docker {
	return read<Docker>('docker', {images: {}, containers: {}});
}

export function keep(state: Docker): void {
	write('docker', state);
}

/** @throws as docker does when the registry has no such thing. */
export function published(ref: string): Published {
	const registry = read<Record<string, Published>>('registry', {});
	const [repository, digest] = ref.split('@');
	const found =
		registry[ref] ??
		Object.entries(registry).find(
			([tag, {digest: known}]) => known === digest && nameOf(tag) === repository,
		)?.[1];
	return found ?? fail(`no such manifest: ${ref}`);
}

export function nameOf(ref: string): string {
	return ref.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

export function pull(state: Docker, ref: string): void {
	const found = published(ref);
	const id = `sha256:${createHash('sha256')
		.update(`${nameOf(ref)} ${found.digest} config`)
		.digest('hex')}`;
	state.images[id] = {...found, id, ref};
}

/** An image that is here: by reference, by digest or by its id with or without its algorithm. */
export function localImage(state: Docker, ref: string): Image | undefined {
	return Object.values(state.images).find(
		image =>
			image.id === ref ||
			image.id === `sha256:${ref}` ||
			image.ref === ref ||
			`${nameOf(image.ref)}@${image.digest}` === ref,
	);
}

export type Service = {
	readonly name: string;
	readonly image: string;
	/** Where its stand-in listens; a service without one is a database or a cache that is there already. */
	readonly port: number | undefined;
};

type ComposeFile = {
	readonly services: Record<string, {readonly image: string; readonly ports?: readonly string[]}>;
};

/** The services of a compose file, with variables of the environment in their places. */
export function servicesOf(file: string): readonly Service[] {
	const {services} = parse(readFileSync(file, 'utf8')) as ComposeFile;
	return Object.entries(services).map(([name, {image, ports = []}]) => ({
		name,
		image: image.replaceAll(
			/\$\{(\w+)(?::-([^}]*))?\}/g,
			(_, variable: string, otherwise: string | undefined) => process.env[variable] ?? otherwise ?? '',
		),
		port: ports[0] === undefined ? undefined : Number(ports[0].split(':')[0]),
	}));
}
