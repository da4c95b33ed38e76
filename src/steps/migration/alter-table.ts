import {type Circumstances, type Found, repeatable, takesAway} from './rule.ts';

type Constraint = {
	readonly contype?: string;
	readonly skip_validation?: boolean;
	readonly indexname?: string;
	readonly raw_expr?: unknown;
};
type Column = {
	readonly colname?: string;
	readonly constraints?: readonly {readonly Constraint?: Constraint}[];
};
type AlterCommand = {
	readonly subtype?: string;
	readonly name?: string;
	readonly missing_ok?: boolean;
	readonly def?: {readonly ColumnDef?: Column; readonly Constraint?: Constraint};
};
export type AlterTable = {
	readonly relation?: {readonly relname?: string};
	readonly missing_ok?: boolean;
	readonly cmds?: readonly {readonly AlterTableCmd?: AlterCommand}[];
};

/** What is there to say against the parts of an ALTER TABLE. A table that this migration makes itself can be altered freely. */
export function findInAlter(alter: AlterTable, circumstances: Circumstances): readonly Found[] {
	const table = alter.relation?.relname ?? '';
	if (circumstances.created.has(table)) {
		return [];
	}
	return (alter.cmds ?? []).flatMap(({AlterTableCmd: command}) =>
		command === undefined ? [] : inCommand(command, table, circumstances),
	);
}

function inCommand(command: AlterCommand, table: string, circumstances: Circumstances): readonly Found[] {
	const name = `${table}.${command.name ?? command.def?.ColumnDef?.colname ?? ''}`;
	switch (command.subtype) {
		case 'AT_AddColumn':
			return inNewColumn(command, name);
		case 'AT_DropColumn':
			return [
				takesAway(
					`DROP COLUMN ${name} deletes its data for good; verify that no running code reads it.`,
					circumstances,
				),
				...repeatable(command.missing_ok, 'DROP COLUMN', 'IF EXISTS'),
			];
		case 'AT_AlterColumnType':
			return [
				takesAway(
					`A new type for ${name} rewrites the table under a lock, and running code may not expect it.`,
					circumstances,
				),
			];
		case 'AT_SetNotNull':
			return [
				takesAway(
					`SET NOT NULL on ${name} reads the whole table under a lock and fails on old rows; add a CHECK … NOT VALID, fill the rows, validate it, then set it.`,
					circumstances,
				),
			];
		case 'AT_DropConstraint':
			return repeatable(command.missing_ok, 'DROP CONSTRAINT', 'IF EXISTS');
		case 'AT_AddConstraint':
			return inNewConstraint(command.def?.Constraint ?? {}, table);
		default:
			return [];
	}
}

/** Functions whose value differs from row to row: as a default they rewrite the table. */
const volatileDefault =
	/"sval":"(?:random|gen_random_uuid|uuid_generate_v\d\w*|clock_timestamp|nextval|timeofday)"/;

function inNewColumn(command: AlterCommand, name: string): readonly Found[] {
	const constraints = (command.def?.ColumnDef?.constraints ?? []).map(
		({Constraint: constraint}) => constraint ?? {},
	);
	const has = (...kinds: readonly string[]) => constraints.some(({contype = ''}) => kinds.includes(contype));
	const found: Found[] = [...repeatable(command.missing_ok, 'ADD COLUMN', 'IF NOT EXISTS')];
	const isFilled = has('CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED');
	if (has('CONSTR_NOTNULL', 'CONSTR_PRIMARY') && !isFilled) {
		found.push({
			rule: 'not-null-without-default',
			words: `The new column ${name} is NOT NULL and has no DEFAULT: it fails where there are rows, and so does code that does not know the column.`,
		});
	}
	const isVolatile = constraints.some(
		({contype, raw_expr: value}) =>
			contype === 'CONSTR_DEFAULT' && volatileDefault.test(JSON.stringify(value ?? null)),
	);
	if (isVolatile || has('CONSTR_IDENTITY', 'CONSTR_GENERATED', 'CONSTR_UNIQUE', 'CONSTR_PRIMARY')) {
		found.push({
			rule: 'blocks-writes',
			words: `Adding ${name} like this rewrites or reads the whole table under a lock.`,
		});
	}
	return found;
}

function inNewConstraint(constraint: Constraint, table: string): readonly Found[] {
	const again: Found = {
		rule: 'not-idempotent',
		words: `ADD CONSTRAINT on ${table} fails when it is applied a second time; drop it IF EXISTS first.`,
	};
	switch (constraint.contype) {
		case 'CONSTR_FOREIGN':
		case 'CONSTR_CHECK':
			return constraint.skip_validation === true
				? [again]
				: [
						{
							rule: 'blocks-writes',
							words: `A new constraint on ${table} reads the whole table under a lock; add it NOT VALID and VALIDATE it afterwards.`,
						},
						again,
					];
		case 'CONSTR_UNIQUE':
		case 'CONSTR_PRIMARY':
		case 'CONSTR_EXCLUSION':
			return constraint.indexname === undefined
				? [
						{
							rule: 'blocks-writes',
							words: `A new constraint on ${table} builds its index under a lock; build the index CONCURRENTLY first and use it.`,
						},
						again,
					]
				: [again];
		default:
			return [];
	}
}
