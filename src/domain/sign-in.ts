import type { Client, ExplicitAuthFlow } from './client.ts'
import type { Pool } from './pool.ts'
import type { User } from './user.ts'

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

/** A sign-in under way: who wants to sign in where, and what they have proved. */
export type Attempt = {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly proved: ReadonlySet<Proof>
}

const passwordProofs: readonly Proof[] = ['PASSWORD', 'PASSWORD_VERIFIER']

/** What a sign-in still owes, in the order in which it is asked. The first rule that is due wins. */
const rules: readonly { challenge: Challenge; due: (attempt: Attempt) => boolean }[] = [
  { challenge: 'PASSWORD_VERIFIER', due: (attempt) => !passwordProofs.some((proof) => attempt.proved.has(proof)) },
  { challenge: 'NEW_PASSWORD_REQUIRED', due: (attempt) => attempt.user.status === 'FORCE_CHANGE_PASSWORD' },
  { challenge: 'MFA_SETUP', due: (attempt) => attempt.pool.settings.mfaConfiguration === 'ON' },
]

/** The challenge that comes next; undefined when nothing is owed and tokens are due. */
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
