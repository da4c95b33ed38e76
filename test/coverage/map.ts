import {blueGreenRows} from './blue-green.ts';
import {composeRows} from './compose.ts';
import type {Rows} from './cover.ts';
import {genericRows} from './generic.ts';
import {imageDigestRows} from './image-digest.ts';
import {systemdForwardRows} from './systemd.ts';
import {systemdAfterRows} from './systemd-after.ts';

/** Every point of the five source runbooks, and what covers it. */
export const map: Rows = {
	...genericRows,
	...composeRows,
	...imageDigestRows,
	...systemdForwardRows,
	...systemdAfterRows,
	...blueGreenRows,
};
