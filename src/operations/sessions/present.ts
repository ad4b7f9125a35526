import type { Client } from '../../domain/client.ts'
import { defaultSessionConfiguration, type Pool } from '../../domain/pool.ts'
import { describeUserAgent } from '../../domain/user-agent.ts'
import type { ListedSession } from '../../store/sessions.ts'
import { toTimestamp } from '../../wire/casing.ts'

/** Minutes for which a client that never set it uses a session of the sign-in pages silently. */
const DEFAULT_VALIDITY = 60
/** Characters of an address, which an administrator's server may have told. */
const MAX_ADDRESS = 128

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

/**
 * Presents sessions to whoever holds a token of the family, if anybody. Where an address is, nobody
 * looks up: such a country is called unknown, and its city is left out.
 */
export const toSessionDescription = (ownFamilyId: string | undefined) => (session: ListedSession) => ({
  SessionId: session.id,
  SessionType: 'TOKEN' as const,
  ClientId: session.clientId,
  CreateDate: toTimestamp(session.createdAt),
  LastActiveDate: toTimestamp(session.lastActiveAt),
  DeviceType: describeUserAgent(session.userAgent),
  LastIPAddress: session.ipAddress.slice(0, MAX_ADDRESS),
  LastLocation: { Country: 'unknown' },
  IsCurrentSession: session.familyId === ownFamilyId,
})
