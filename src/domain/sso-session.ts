import { type Client, isVouchedFor } from './client.ts'
import type { Pool } from './pool.ts'
import type { Origin } from './sign-in.ts'
import type { User } from './user.ts'

/** A browser's session with the sign-in pages of a pool: who signed in there, how and when. */
export type SsoSession = {
  readonly poolId: string
  /** As lists show it. The browser's cookie is another secret. */
  readonly id: string
  readonly sub: string
  /** Where the user signed in. */
  readonly clientId: string
  /** When the user proved who they are. */
  readonly authTime: number
  readonly expiresAt: number
  /** The password that the user had then. */
  readonly passwordVersion: number
  /** The methods by which the user proved it. */
  readonly amr: readonly string[]
  /** The record of the sign-in, which its tokens name. */
  readonly eventId: string
  readonly origin: Origin
  readonly lastActiveAt: number
}

const MINUTE_MS = 60 * 1000
/** Minutes for which a client that never set it uses a session silently. */
const DEFAULT_VALIDITY = 60

/**
 * Minutes for which a client uses a session silently where nobody set it. One that anybody could register, or any user,
 * has its users sign in each time: it could otherwise take a code for whoever follows a link while they are signed in.
 */
export const defaultSsoValidity = (client: Pick<Client, 'registration'>): number =>
  isVouchedFor(client) ? DEFAULT_VALIDITY : 0

/** The most that a client can set. */
const MAX_VALIDITY = 129_600

/** How long a session may serve some client, from when its user signed in. Use does not make it longer. */
export const ssoSessionLifetime = ({ settings }: Pick<Pool, 'settings'>): number =>
  (settings.sessionConfiguration?.tracking ? MAX_VALIDITY : DEFAULT_VALIDITY) * MINUTE_MS

/**
 * Whether a client uses a session without asking the user again. What a client has set counts while the
 * pool tracks sessions.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html
 */
export const servesClient = (
  { authTime, expiresAt }: Pick<SsoSession, 'authTime' | 'expiresAt'>,
  {
    pool,
    client,
    now,
  }: { pool: Pick<Pool, 'settings'>; client: Pick<Client, 'settings' | 'registration'>; now: number },
): boolean => {
  const set = pool.settings.sessionConfiguration?.tracking ? client.settings.sessionConfiguration : undefined
  const validity = (set?.maxValidityMinutes ?? defaultSsoValidity(client)) * MINUTE_MS
  return now < expiresAt && now < authTime + validity
}

/** Whether what a session proved still holds of its user: nobody suspended them, signed them out or set another password. */
export const stillStands = (
  { authTime, passwordVersion }: Pick<SsoSession, 'authTime' | 'passwordVersion'>,
  user: Pick<User, 'enabled' | 'status' | 'signedOutAt' | 'passwordVersion'>,
): boolean =>
  user.enabled &&
  user.status !== 'RESET_REQUIRED' &&
  user.passwordVersion === passwordVersion &&
  user.signedOutAt < authTime
