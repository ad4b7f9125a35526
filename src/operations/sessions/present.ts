import type { Client } from '../../domain/client.ts'
import { defaultSessionConfiguration, type Pool } from '../../domain/pool.ts'

/** Minutes for which a client that never set it uses a session of the sign-in pages silently. */
const DEFAULT_VALIDITY = 60

/** How a pool tracks sessions, set or by default. */
export const toPoolSessionConfiguration = ({ id, settings }: Pick<Pool, 'id' | 'settings'>) => {
  const { tracking, maxPerUser } = settings.sessionConfiguration ?? defaultSessionConfiguration
  return {
    UserPoolId: id,
    UserSessionTracking: tracking ? ('ENABLED' as const) : ('DISABLED' as const),
    TokenSession: { MaxPerUser: maxPerUser },
  }
}

/** How a client uses sessions, set or by default, also while its pool does not track them. */
export const toClientSessionConfiguration = ({ id, poolId, settings }: Pick<Client, 'id' | 'poolId' | 'settings'>) => ({
  UserPoolId: poolId,
  ClientId: id,
  SSOSession: { MaxValidityMinutes: settings.sessionConfiguration?.maxValidityMinutes ?? DEFAULT_VALIDITY },
})
