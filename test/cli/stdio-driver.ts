/** Says and asks, by the plain screen's own input and output, whatever the first line of its input holds as JSON. */
import {stdio} from '../../src/cli/stdio.ts';

const io = stdio();
const text: string = JSON.parse((await io.readLine('')) ?? '""');
await io.write(`${text}\n`);
await io.readLine(text);
