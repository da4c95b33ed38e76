import type {Place} from './place.ts';

/** What the package's own tools do; they stand in for rails and rake, the database they work on is real. */
const rails = `#!/bin/bash
case "$2" in
	*'SELECT 1'*) psql --no-psqlrc --tuples-only --no-align --command 'SELECT 1' "$DATABASE_URL" ;;
	*ping*) echo ok ;;
	*Calculation*) echo done ;;
	*round_trip*) echo same ;;
	*) echo "uninitialized constant" >&2; exit 1 ;;
esac
`;

const migrate = `#!/bin/bash
set -euo pipefail
cd "$(dirname "$0")/.."
case "$1" in
	up) echo "== applying $(cat VERSION)"; psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file db/up.sql "$DATABASE_URL" ;;
	status)
		has=$(psql --no-psqlrc --tuples-only --no-align --command 'SELECT max(version) FROM schema_migrations' "$DATABASE_URL")
		if [ "$has" -ge "$(cat db/version)" ]; then echo 'no pending migrations'; else echo "pending: $(cat db/version)"; fi ;;
esac
`;

const rake = `#!/bin/bash
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command 'CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_day ON invoices (created_at)' "$DATABASE_URL"
`;

const loadTest = `#!/bin/bash
for _ in $(seq 20); do curl --fail --silent --output /dev/null "$2/api/v1/invoices"; done
echo 'no errors'
`;

export type Package = {
	readonly version: string;
	/** SQL of its migration. */
	readonly up: string;
	readonly schema: number;
	readonly fault?: string;
};

/** Writes a release of billing to a folder of the place, with everything that checklists/systemd.md looks for in it. */
export function writePackage(place: Place, folder: string, {version, up, schema, fault}: Package): void {
	const files: Readonly<Record<string, string>> = {
		VERSION: `${version}\n`,
		'build.json': JSON.stringify({version, ...(fault === undefined ? {} : {fault})}),
		'config/application.yml': 'name: billing\n',
		'db/up.sql': up,
		'db/down.sql': 'ALTER TABLE invoices DROP COLUMN IF EXISTS note;\n',
		'db/version': `${schema}\n`,
		'scan-report.json': '{"critical": 0, "high": 1}',
		'bin/rails': rails,
		'bin/migrate': migrate,
		'bin/rake': rake,
		'bin/load-test': loadTest,
	};
	for (const [name, text] of Object.entries(files)) {
		place.write(`${folder}/${name}`, text);
	}
	place.sh(
		'chmod +x bin/*; find . -type f ! -name MANIFEST.sha256 -exec sha256sum {} + > MANIFEST.sha256',
		place.path(folder),
	);
}
