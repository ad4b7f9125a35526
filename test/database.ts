import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** What a server is told of its database, and what ends the use of it. */
export type TestDatabase = { environment: Record<string, string>; drop(): Promise<void> }

const urlOf = (cluster: string, name: string) => {
  const url = new URL(cluster)
  url.pathname = `/${name}`
  return url.href
}

const query = async (url: string, text: string): Promise<readonly unknown[]> => {
  const client = new pg.Client(url)
  await client.connect()
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** Ends whoever else is connected, and takes all rows away: of large tables with the room that they took. */
const emptying = `
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  set session_replication_role = replica;
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
      if pg_relation_size(quote_ident(name)) > 262144 then execute format('truncate %I cascade', name);
      else execute format('delete from %I', name);
      end if;
    end loop;
  end $$`

/** The databases that are in use. */
const taken = new Set<string>()

/**
 * A database that has its tables and no rows. To make one takes PostgreSQL longer than most files' tests take, so
 * that it is used again by all that a lane of the runner runs, one after another.
 */
const borrow = async (cluster: string): Promise<{ name: string; giveBack(): void }> => {
  let number = 0
  const nameOf = () => `test_${process.env.TEST_LANE ?? 0}_${number}`
  while (taken.has(nameOf())) number++
  const name = nameOf()
  taken.add(name)
  const [known] = await query(cluster, `select from pg_database where datname = '${name}'`)
  if (known) await query(urlOf(cluster, name), emptying)
  else await query(cluster, `create database ${name} template template1`)
  return { name, giveBack: () => void taken.delete(name) }
}

/**
 * The database of one test file: memory, or one of its own in the cluster that the runner started, which
 * has its tables by then unless it is to be `empty`.
 */
export const makeDatabase = async ({ empty = false } = {}): Promise<TestDatabase> => {
  const cluster = process.env.CENOTE_TEST_POSTGRES
  if (!cluster) return { environment: {}, drop: async () => {} }
  const environment = (name: string) => ({
    CENOTE_DATABASE_URL: urlOf(cluster, name),
    CENOTE_ROOT_KEY: '0f'.repeat(32),
  })
  if (!empty) {
    const { name, giveBack } = await borrow(cluster)
    return { environment: environment(name), drop: async () => giveBack() }
  }
  const name = `test_${randomBytes(8).toString('hex')}`
  await query(cluster, `create database ${name} template template0`)
  return {
    environment: environment(name),
    drop: async () => void (await query(cluster, `drop database ${name} with (force)`)),
  }
}
