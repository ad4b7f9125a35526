import type { Client } from '../../domain/client.ts'
import { defined } from '../../domain/defined.ts'
import { defaultSessionConfiguration, type Pool } from '../../domain/pool.ts'
import type { Origin } from '../../domain/sign-in.ts'
import { defaultSsoValidity } from '../../domain/sso-session.ts'
import { describeUserAgent } from '../../domain/user-agent.ts'
import type { ListedSession } from '../../flows/sessions/list.ts'
import { toTimestamp } from '../../wire/casing.ts'

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
export const toClientSessionConfiguration = (client: Pick<Client, 'id' | 'poolId' | 'settings' | 'registration'>) => ({
  UserPoolId: client.poolId,
  ClientId: client.id,
  SSOSession: {
    MaxValidityMinutes: client.settings.sessionConfiguration?.maxValidityMinutes ?? defaultSsoValidity(client),
  },
})

/** Where an address is, nobody looks up: such a country is called unknown, and its city is left out. */
const activityOf = ({ ipAddress, userAgent }: Origin, lastActiveAt: number) => ({
  LastActiveDate: toTimestamp(lastActiveAt),
  DeviceType: describeUserAgent(userAgent),
  LastIPAddress: ipAddress.slice(0, MAX_ADDRESS),
  LastLocation: { Country: 'unknown' },
})

/** Presents sessions to whoever holds a token of the family, if anybody. A browser's is never the current one. */
export const toSessionDescription = (ownFamilyId: string | undefined) => (listed: ListedSession) => {
  if (listed.kind === 'browser') {
    const { id, clientId, authTime, origin, lastActiveAt } = listed.session
    return {
      SessionId: id,
      SessionType: 'SSO' as const,
      ClientId: clientId,
      CreateDate: toTimestamp(authTime),
      ...activityOf(origin, lastActiveAt),
      IsCurrentSession: false,
    }
  }
  const { session } = listed
  return defined({
    SessionId: session.id,
    SessionType: 'TOKEN' as const,
    ClientId: session.clientId,
    CreateDate: toTimestamp(session.createdAt),
    ...activityOf(session, session.lastActiveAt),
    OriginSessionId: session.originSessionId,
    IsCurrentSession: session.familyId === ownFamilyId,
  })
}
