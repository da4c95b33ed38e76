import type {Problem} from '../model.ts';
import {readGroups} from '../shell/groups.ts';
import {finding, type Paper} from './paper.ts';

/** Blocks that start and stop the same thing. */
export function groupDemo(paper: Paper): readonly Problem[] {
	const blocks = Map.groupBy(
		paper.commands.filter(command => command.run !== undefined),
		command => command.block,
	);
	return [...blocks.values()].flatMap(block => {
		const [first] = block;
		const isDemo = first?.run !== undefined && block.length > 1 && readGroups(first.run.script, 1).demo;
		return first !== undefined && isDemo
			? [finding('fence.demo', {line: first.line}, {message: 'This block does a thing and takes it back.'})]
			: [];
	});
}
