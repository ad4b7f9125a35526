import type { Kysely, RawBuilder } from 'kysely'
import type { Tables } from '../schema.ts'

/** All that differs between the databases. */
export type Connection = {
  /** Reads what is committed. */
  readonly read: Kysely<Tables>
  /** The type of text that is compared and ordered byte by byte. */
  readonly keyText: 'text' | RawBuilder<unknown>
  /** Runs the work that changes the schema, while no other process does. */
  migrate(work: (db: Kysely<Tables>) => Promise<void>): Promise<void>
  /** Runs `work` whole or not at all. It resolves when the change is durable. */
  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** Whether a statement failed because the row that its own belongs to is gone. */
  isOrphan(error: unknown): boolean
  /** Resolves when the database answers. */
  check(): Promise<void>
  close(): Promise<void>
}
