import type {Drill} from '../../src/cli/practice/drills.ts';
import {startWorld} from '../../src/cli/practice/world.ts';

/**
A driver of its own process, to be killed: starts the world of a run, tells on standard output how to reach it, and then
does nothing until its end. `node driver.ts RUN_DIRECTORY [DRILL]`
*/
const [runDirectory = '', drill] = process.argv.slice(2);
const world = await startWorld(runDirectory, drill === undefined ? {} : {drill: drill as Drill});
console.log(JSON.stringify({inputs: world.inputs, env: world.env, database: world.database}));
setInterval(() => {}, 60_000);
