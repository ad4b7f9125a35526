import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { type MigratedUser, migrationDefaults, readMigration } from '../../domain/user-migration.ts'
import type { UserMigrationTriggerEvent } from '../../triggers/index.ts'
import { clientMetadata, invokeTrigger } from './invoke.ts'

/** A name that nobody has in the pool, and that somebody may have elsewhere. */
export type Newcomer = {
  readonly pool: Pool
  readonly client: Client
  readonly name: string
  readonly via: Via
} & (
  | { readonly source: 'Authentication'; readonly password: string }
  | { readonly source: 'ForgotPassword'; readonly password?: undefined }
)

/** What came with the request: with a sign-in it is for the function alone. */
const saidBy = ({ source, via }: Newcomer) =>
  source === 'Authentication'
    ? { validationData: via.metadata ?? null }
    : { validationData: null, ...clientMetadata(via) }

/** Asks UserMigration for a user of another system; undefined where it knows none. Raises as `invokeTrigger`. */
export const askUserMigration = async (ctx: Context, newcomer: Newcomer): Promise<MigratedUser | undefined> => {
  const { pool, client, name, via, source, password } = newcomer
  const answer = await invokeTrigger<UserMigrationTriggerEvent>(ctx, {
    ...{ pool, clientId: client.id, userName: name, via },
    trigger: 'userMigration',
    source: `UserMigration_${source}`,
    request: { ...(password !== undefined && { password }), ...saidBy(newcomer), userAttributes: null },
    response: migrationDefaults,
  })
  return answer && readMigration(answer)
}
