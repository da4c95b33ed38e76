import {describe, expect, test} from 'vitest';
import {codesOf, lintText, withBlock} from './lint-of.ts';

/** A text that has the defect, and one that does the same without it. */
type Pair = {readonly bad: string; readonly good: string};

function blocks(bad: readonly string[], good: readonly string[]): Pair {
	return {bad: withBlock(...bad), good: withBlock(...good)};
}

const pairs: Readonly<Record<string, readonly Pair[]>> = {
	D1: [
		blocks(['rm -rf /srv/shop', 'cp -a /srv/kept_$(date +%F) /srv/shop'], ['cp -a "$kept_dir" /srv/shop']),
		blocks(
			['pg_restore -d scratch_restore shop_`date +%F`.dump'],
			['pg_dump -Fc shop > shop_$(date +%F).dump'],
		),
		blocks(
			['tar -xzf "/var/kept/shop-$(date +%s).tgz"'],
			['tar -czf "/var/kept/shop-$(date +%s).tgz" /srv/shop'],
		),
	],
	D2: [blocks(['pg_restore --list shop.sql'], ['pg_restore --list shop.dump'])],
	D3: [
		{
			bad: '# Ship\n\n- [ ] Check that the dump is not empty\n',
			good: '# Ship\n\n- [ ] Read the whole dump once\n',
		},
		blocks(['[ -s shop.dump ] && echo fine'], ['pg_restore -f /dev/null shop.dump']),
	],
	D4: [
		blocks(['psql "$SHOP_DB" -f up.sql'], ['psql "$SHOP_DB" -v ON_ERROR_STOP=1 -f up.sql']),
		blocks(
			['psql shop <<SQL', 'create table a ();', 'SQL'],
			['psql shop <<SQL', '\\set ON_ERROR_STOP on', 'create table a ();', 'SQL'],
		),
		blocks(
			['docker compose exec -T db psql shop < up.sql'],
			['docker compose exec -T db psql -c "select 1" shop'],
		),
		blocks(['cat up.sql | psql shop'], ['psql shop -c "select 1" | cat']),
	],
	D5: [
		blocks(
			['for try in $(seq 1 10); do', '  curl -fs https://shop.example/health && break', '  sleep 5', 'done'],
			[
				'for try in $(seq 1 10); do',
				'  curl -fs https://shop.example/health && exit 0',
				'  sleep 5',
				'done',
				'exit 1',
			],
		),
		blocks(
			['until nc -z db 5432; do sleep 1; done'],
			['timeout 60 sh -c "until nc -z db 5432; do sleep 1; done"'],
		),
	],
	D6: [
		blocks(['diff old.conf new.conf'], ['diff old.conf new.conf || true']),
		blocks(['diff .env.live .env.test'], ['diff -q a b']),
		{bad: withBlock('cmp a b'), good: withBlock('cmp a b').replace('```sh', '```sh {#same ok-exit=0,1}')},
	],
	D7: [
		blocks(
			['docker compose logs web | grep -iE "error|panic"'],
			['! docker compose logs web | grep -q panic'],
		),
		blocks(['journalctl -u web | grep Exception'], ['docker images | grep shop']),
	],
	D8: [
		blocks(['ps aux | grep worker'], ['pgrep -f worker']),
		blocks(['ps -ef | grep "java"'], ['ps -ef | grep "[j]ava"']),
		blocks(['ps ax | grep web'], ['ps ax | grep web | grep -v grep']),
	],
	D9: [
		blocks(['./stop', './start'], ['set -euo pipefail', './stop', './start']),
		{
			bad: withBlock('set +e', './stop').replace('```sh', '```sh {#stop danger=prod}'),
			good: withBlock('./stop || true').replace('```sh', '```sh {#stop danger=prod}'),
		},
		{
			bad: withBlock('./stop').replace('```sh', '```sh {#stop strict=false}'),
			good: withBlock('./stop').replace('```sh', '```sh {#stop}'),
		},
	],
	D10: [
		blocks(['ssh ops@shop-1', 'cd /srv/shop', 'git pull'], ['ssh ops@shop-1 "cd /srv/shop && git pull"']),
		blocks(
			["ssh ops@shop-1 <<'EOF'", 'cd /srv/shop', 'git pull', 'EOF'],
			["ssh ops@shop-1 <<'EOF'", 'set -e', 'cd /srv/shop', 'EOF'],
		),
	],
	D11: [
		blocks(['docker stats web'], ['docker stats --no-stream web']),
		blocks(['kubectl get pods -w'], ['kubectl rollout status deploy/shop --timeout=60s']),
	],
	D12: [blocks(['open https://graphs.example/shop'], ['curl -f https://graphs.example/shop'])],
	D13: [
		blocks(['docker compose pull web:1.4.1'], ['docker compose pull web']),
		blocks(['docker-compose -f live.yml up -d web:old'], ['docker pull registry.example:5000/web:1.4.1']),
	],
	D14: [
		blocks(
			['docker compose exec web alembic upgrade head', 'docker compose pull', 'docker compose up -d'],
			['docker compose pull', 'docker compose run --rm web alembic upgrade head', 'docker compose up -d'],
		),
	],
	D15: [
		blocks(
			['# Take the image of the buildIMAGE=registry.example/shop@sha256:abc', 'docker pull "$IMAGE"'],
			['# Take the image of the build', 'IMAGE=registry.example/shop@sha256:abc', 'docker pull "$IMAGE"'],
		),
		blocks(
			['# Take the image from the build TAG=1.2', 'docker pull "shop:$TAG"'],
			['TAG=1.2', '# For tests use the tag TAG=dev', 'docker pull "shop:$TAG"'],
		),
	],
	D16: [
		{
			bad: '# Ship\n\n1. Roll out the services\n   ```sh\n   helm upgrade shop ./chart\n   ```\n2. Run the migrations\n   ```sh\n   ./manage.py migrate\n   ```\n',
			good: '# Ship\n\n1. Run the migrations\n   ```sh\n   ./manage.py migrate\n   ```\n2. Roll out the services\n   ```sh\n   helm upgrade shop ./chart\n   ```\n',
		},
	],
	D17: [
		{
			bad: '# Ship\n\n## When to roll back\n\n- Latency above 300%\n',
			good: '# Ship\n\n## When to roll back\n\n- The checkout is broken\n',
		},
		{
			bad: '# Ship\n\n## Watch\n\n- Error rate > 2% for 10 minutes\n',
			good: '# Ship\n\n## Watch\n\n- Error rate > 2% for 10 minutes\n\n```metric {#errors guard}\ncommand: ./rate\nfail: value > 2% for 10m\n```\n',
		},
	],
	D18: [
		{bad: '# Ship â€” the shop\n', good: '# Ship — the shop\n'},
		{bad: '# Ship\n\n- Say "‚úÖ done"\n', good: '# Ship\n\n- Say "✅ done", à la carte, naïve, Ångström\n'},
	],
	D19: [blocks(['ssh [email\u00a0protected]'], ['ssh ops@shop.example "uptime"'])],
	D20: [
		blocks(
			['psql -v ON_ERROR_STOP=1 shop < backup_0412.sql'],
			['psql -v ON_ERROR_STOP=1 shop_restore < backup_0412.sql'],
		),
		blocks(['pg_restore -d shop shop.dump'], ['pg_restore -C -d postgres shop.dump']),
		blocks(['zcat shop-dump.sql.gz | mysql shop'], ['zcat shop-words.txt.gz | wc -l']),
	],
	D21: [
		{
			bad: withBlock('systemctl stop shop'),
			good: `---\nstrategy: recreate\nwindows: {change: "Sun 02:00-04:00"}\n---\n${withBlock('systemctl stop shop')}`,
		},
		blocks(['docker compose down'], ['docker compose up -d']),
	],
};

describe.each(Object.entries(pairs))('%s', (code, examples) => {
	test.each(examples.map(pair => [pair]))('is found where it is, and not where it was mended (%#)', pair => {
		expect(codesOf(pair.bad)).toContain(code);
		expect(codesOf(pair.good)).not.toContain(code);
	});
});

describe('D22', () => {
	const text = '# Care\n\n- [ ] Look\n\n**Next Review**: 2026-03-01\n';

	test('a review that is past on the day it is read is overdue', () => {
		expect(lintText(text, {today: '2026-03-02'})).toMatchObject([{code: 'D22', line: 5, column: 18}]);
		expect(codesOf('---\nreview-by: 2026-03-01\n---\n# Ship\n', {today: '2026-11-21'})).toContain('D22');
	});

	test('one that is due today is not, and without a day nothing is said', () => {
		expect(codesOf(text, {today: '2026-03-01'})).not.toContain('D22');
		expect(codesOf(text)).not.toContain('D22');
	});
});

describe('a finding', () => {
	test('names line and column, what is wrong, why it hurts and what to write instead', () => {
		const problem = lintText(withBlock('set -e', 'pg_restore --list shop.sql')).find(
			({code}) => code === 'D2',
		);
		expect(problem).toEqual({
			code: 'D2',
			severity: 'error',
			line: 7,
			column: 1,
			message: 'pg_restore can’t read shop.sql: it is a plain SQL dump.',
			why: 'pg_restore reads only custom, directory and tar dumps; on a plain one it ends with 1, however good the dump is.',
			hint: 'Dump with --format=custom, or check a plain dump for its last line “PostgreSQL database dump complete”. A backup fence does both.',
		});
	});

	test('stands where the word is, also in a continued command and in a list', () => {
		const text =
			'# Ship\n\n## Do\n\n1. Load it:\n\n   ```sh\n   docker compose exec -T db \\\n     psql shop < up.sql\n   ```\n';
		expect(lintText(text).find(problem => problem.code === 'D4')).toMatchObject({line: 9, column: 6});
	});

	test('is said once a line', () => {
		const codes = lintText(withBlock('ps aux | grep a; ps aux | grep b')).filter(
			problem => problem.code === 'D8',
		);
		expect(codes).toHaveLength(1);
	});

	test('an error loop that a damaged copy has put into one line is still found', () => {
		const text =
			'Ship the shop\n1. Look at it\n# Poll itfor i in $(seq 1 9); do CODE=$(curl -s -o /dev/null -w "%{http_code}" https://shop.example/) [ "$CODE" = "200" ] && break sleep 4doneIf it stays down, stop.\n2. Save it\n# Keep a copypg_dump "$SHOP_DB" \\ --format=custom \\ --file="shop.dump"See that the dump is non-empty.\n3. Load it\npsql "$SHOP_DB" -f up.sqlLook at it. Then tell EOF4. others\n';
		expect(codesOf(text)).toEqual(expect.arrayContaining(['D3', 'D5', 'D15', 'damaged.glued']));
	});
});
