import type { Client, TimeUnit } from './client.ts'

const unitSeconds: Record<TimeUnit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }

const defaults = {
  accessToken: { validity: 1, unit: 'hours' },
  idToken: { validity: 1, unit: 'hours' },
  refreshToken: { validity: 30, unit: 'days' },
} as const satisfies Record<string, { validity: number; unit: TimeUnit }>

/** The kinds of tokens whose lifetime a client sets. */
export type TokenKind = keyof typeof defaults

/** How long a token of this kind lives, in seconds: 1 hour, or 30 days for refresh, unless set. */
export const tokenSeconds = ({ settings }: Pick<Client, 'settings'>, kind: TokenKind): number => {
  const { validity, unit } = defaults[kind]
  const given = {
    accessToken: settings.accessTokenValidity,
    idToken: settings.idTokenValidity,
    refreshToken: settings.refreshTokenValidity,
  }
  // 0, which a refresh token's validity may be, means the default of 30 days in whatever unit.
  if (!given[kind]) return validity * unitSeconds[unit]
  return given[kind] * unitSeconds[settings.tokenValidityUnits[kind] ?? unit]
}
