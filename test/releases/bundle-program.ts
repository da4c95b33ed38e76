import {fail, introduce, say} from './stand-in.ts';

/** Stands in for bundler: nothing is missing. */
const args = process.argv.slice(2);
introduce('bundle', args);
args[0] === 'check'
	? say("The Gemfile's dependencies are satisfied")
	: fail(`Could not find command "${args[0]}".`, 15);
