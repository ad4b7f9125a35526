import type { Client, ExplicitAuthFlow } from './client.ts'
import { decideMfa } from './mfa.ts'
import type { Pool } from './pool.ts'
import type { MfaFactor, User } from './user.ts'

/** Every challenge that a sign-in can ask, by its wire name. */
export type Challenge =
  | 'PASSWORD_VERIFIER'
  | 'NEW_PASSWORD_REQUIRED'
  | 'MFA_SETUP'
  | 'SELECT_MFA_TYPE'
  | 'SMS_MFA'
  | 'EMAIL_OTP'
  | 'SOFTWARE_TOKEN_MFA'
  | 'CUSTOM_CHALLENGE'
  | 'DEVICE_SRP_AUTH'
  | 'DEVICE_PASSWORD_VERIFIER'
  | 'SELECT_CHALLENGE'
  | 'PASSWORD'
  | 'PASSWORD_SRP'
  | 'SMS_OTP'
  | 'WEB_AUTHN'
  /** Of the model's history: it was a flow once, and no sign-in asks for it. */
  | 'ADMIN_NO_SRP_AUTH'

/** What somebody has proved in a sign-in: the answer to a challenge, or a password given at its start. */
export type Proof = Challenge

/** A factor that a sign-in sets up: an app that has shown its first code, or an address that is to prove itself. */
export type FactorSetUp =
  | { readonly factor: 'SOFTWARE_TOKEN_MFA'; readonly tokenId: string }
  | { readonly factor: 'EMAIL_OTP'; readonly address: string }

/** A sign-in under way: who wants to sign in where, and what they have proved. */
export type Attempt = {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly proved: ReadonlySet<Proof>
  /** The answer to SELECT_MFA_TYPE. */
  readonly chosen?: MfaFactor | undefined
  /** How far MFA_SETUP has come. */
  readonly setUp?: FactorSetUp | undefined
}

const passwordProofs: readonly Proof[] = ['PASSWORD', 'PASSWORD_VERIFIER']

const factorProofs: readonly Proof[] = ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA', 'MFA_SETUP']

/** The challenge of multi-factor authentication that is due, as the pool, the user and their choice decide. */
const mfaChallenge = ({ pool, user, proved, chosen, setUp }: Attempt): Challenge | undefined => {
  if (factorProofs.some((proof) => proved.has(proof))) return undefined
  // The app is the user's by now, and this sign-in has its first code.
  if (setUp?.factor === 'SOFTWARE_TOKEN_MFA') return 'MFA_SETUP'
  const decision = decideMfa(pool.settings, user)
  switch (decision.kind) {
    case 'none':
      return undefined
    case 'ask':
      return decision.factor
    case 'select':
      return chosen && decision.factors.includes(chosen) ? chosen : 'SELECT_MFA_TYPE'
    case 'setup':
      return setUp && decision.factors.includes(setUp.factor) ? setUp.factor : 'MFA_SETUP'
  }
}

const mfaChallenges = ['MFA_SETUP', 'SELECT_MFA_TYPE', 'SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] as const

/** What a sign-in still owes, in the order in which it is asked. The first rule that is due wins. */
const rules: readonly { challenge: Challenge; due: (attempt: Attempt) => boolean }[] = [
  { challenge: 'PASSWORD_VERIFIER', due: (attempt) => !passwordProofs.some((proof) => attempt.proved.has(proof)) },
  { challenge: 'NEW_PASSWORD_REQUIRED', due: (attempt) => attempt.user.status === 'FORCE_CHANGE_PASSWORD' },
  ...mfaChallenges.map((challenge) => ({ challenge, due: (attempt: Attempt) => mfaChallenge(attempt) === challenge })),
]

/**
 * The challenge that comes next; undefined when nothing is owed and tokens are due. Raises
 * InvalidParameterException for a user who cannot get past the pool's multi-factor authentication.
 */
export const nextChallenge = (attempt: Attempt): Challenge | undefined =>
  rules.find((rule) => rule.due(attempt))?.challenge

/** How a sign-in begins. */
export type Entry = 'password' | 'admin-password' | 'srp' | 'custom' | 'choice' | 'refresh'

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
  refresh: (flows, legacy) => flows.has('ALLOW_REFRESH_TOKEN_AUTH') || legacy,
}

/** Whether the client lets a sign-in begin so. */
export const allowsEntry = ({ settings }: Pick<Client, 'settings'>, entry: Entry): boolean => {
  const listed = settings.explicitAuthFlows?.length ? settings.explicitAuthFlows : defaultFlows
  const legacy = listed.some((flow) => !flow.startsWith('ALLOW_'))
  return allowing[entry](new Set(listed), legacy)
}
