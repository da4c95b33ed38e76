import type {RunbookName} from './cover.ts';
import type {Shown} from './shown.ts';

/** Where a step stands in its runbook. */
export type Branch = 'walk' | 'rollback' | 'emergency' | 'aside';

/** The tests in which the real program walks the steps of a runbook: forward to success, and back. */
const walkedBy: Readonly<Record<RunbookName, Readonly<Record<'walk' | 'rollback', string>>>> = {
	generic: {
		walk: 'releases all four components after a rehearsal, which changes nothing',
		rollback: 'takes back what it has released when a guard sees errors',
	},
	compose: {
		walk: 'brings a new version out and leaves a record that verifies',
		rollback: 'goes back to the image of before when the new container restarts over and over',
	},
	'image-digest': {
		walk: 'brings three images out by digest, migrated and compared twice',
		rollback: 'goes back to the digests of before when the new API is not healthy in time',
	},
	systemd: {
		walk: 'walks the twenty-two steps to the end',
		rollback: 'brings files and data back when the migration has lost invoices',
	},
	'blue-green': {
		walk: 'switches customers to the other colour',
		rollback: 'switches back when the guard sees customers fail',
	},
};

/** The test that shows a step of a branch at work. */
export function stepShownBy(runbook: RunbookName, branch: Branch): Shown {
	switch (branch) {
		case 'walk':
		case 'rollback':
			return {room: 'releases', title: walkedBy[runbook][branch]};
		case 'emergency':
			return {room: 'coverage', title: 'walks its section for emergencies first when it is one'};
		case 'aside':
			return {
				room: 'ui',
				title: 'a step of a known trouble is tried beside the question, which stays as it was',
			};
	}
}
