import type {Role} from './child.ts';

/** Every process of a practice but the driver is this file in one of its roles; each loads only what it needs. */
const roles: Readonly<Record<Role, () => Promise<unknown>>> = {
	world: async () => (await import('./world-run.ts')).runWorld(),
	shop: async () => (await import('./shop.ts')).runShop(),
	keeper: async () => (await import('./keeper.ts')).runKeeper(),
	async tool() {
		const {runTool} = await import('./tool.ts');
		process.exitCode = await runTool(process.argv.slice(3));
	},
};

const role = process.argv[2] ?? '';
if (role in roles) {
	await roles[role as Role]();
} else {
	console.error('This file is started by `gonogo practice`.');
	process.exitCode = 2;
}
