import type { Client, ExplicitAuthFlow } from './client.ts'

/** How a sign-in begins; `pages` on the pages of the pool's domain, whatever flows the client allows to the API. */
export type SignInEntry = 'password' | 'admin-password' | 'srp' | 'custom' | 'choice' | 'pages'

/** Whether a sign-in begins with the choice of a first factor. */
export const choosesFirst = (entry: SignInEntry): boolean => entry === 'choice' || entry === 'pages'

/** How somebody comes to tokens: by a sign-in, or by a refresh token of an earlier one. */
export type Entry = SignInEntry | 'refresh'

/** Enforced when a client lists no flows. */
const defaultFlows: readonly ExplicitAuthFlow[] = [
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_CUSTOM_AUTH',
]

/** The flows of a client that let a sign-in begin so; legacy names imply some of today's. */
const allowing: Record<Entry, (flows: ReadonlySet<ExplicitAuthFlow>, legacy: boolean) => boolean> = {
  password: (flows) => flows.has('ALLOW_USER_PASSWORD_AUTH') || flows.has('USER_PASSWORD_AUTH'),
  'admin-password': (flows) => flows.has('ALLOW_ADMIN_USER_PASSWORD_AUTH') || flows.has('ADMIN_NO_SRP_AUTH'),
  srp: (flows, legacy) => flows.has('ALLOW_USER_SRP_AUTH') || (legacy && !flows.has('CUSTOM_AUTH_FLOW_ONLY')),
  custom: (flows) => flows.has('ALLOW_CUSTOM_AUTH') || flows.has('CUSTOM_AUTH_FLOW_ONLY'),
  choice: (flows) => flows.has('ALLOW_USER_AUTH'),
  pages: () => true,
  refresh: (flows, legacy) => flows.has('ALLOW_REFRESH_TOKEN_AUTH') || legacy,
}

/**
 * Whether the client lets a sign-in begin so. Where refresh tokens rotate, that is no way to use one,
 * whatever flows are listed or implied (the service's error is unverified).
 */
export const allowsEntry = ({ settings }: Pick<Client, 'settings'>, entry: Entry): boolean => {
  if (entry === 'refresh' && settings.refreshTokenRotation?.feature === 'ENABLED') return false
  const listed = settings.explicitAuthFlows?.length ? settings.explicitAuthFlows : defaultFlows
  const legacy = listed.some((flow) => !flow.startsWith('ALLOW_'))
  return allowing[entry](new Set(listed), legacy)
}
