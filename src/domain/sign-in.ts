import type { Level } from './authentication-level.ts'
import type { Client } from './client.ts'
import type { Round } from './custom-auth.ts'
import { type Device, isRemembered } from './devices.ts'
import { choosesFirst, type SignInEntry } from './entry.ts'
import { decideMfa, type MfaDecision } from './mfa.ts'
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

/** What a sign-in by choice can begin with. */
export type FirstChallenge = 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN'

/** What somebody has proved in a sign-in: the answer to a challenge, or a password given at its start. */
export type Proof = Challenge

/** A factor that a sign-in sets up: an app that has shown its first code, or an address that is to prove itself. */
export type FactorSetUp =
  | { readonly factor: 'SOFTWARE_TOKEN_MFA'; readonly tokenId: string }
  | { readonly factor: 'EMAIL_OTP'; readonly address: string }

/** Where a request comes from, as far as the connection tells, or an administrator's server. */
export type Origin = { readonly ipAddress: string; readonly userAgent: string | undefined }

/** What a client tells of where its user is, as far as it is trusted to; for the record alone. */
export type ToldContext = {
  readonly ipAddress?: string | undefined
  readonly userAgent?: string | undefined
  readonly timezone?: string | undefined
}

/** What came with the request that moves a sign-in on, for triggers, lists of sessions and records. Decides nothing. */
export type Via = {
  readonly origin: Origin
  readonly metadata: Readonly<Record<string, string>> | undefined
  /** Where the request told of it. */
  readonly told?: ToldContext | undefined
  /** By which logs name the request. */
  readonly requestId?: string | undefined
}

/**
 * Where a custom sign-in stands: the rounds that were played, and what the trigger has decided on and
 * is not done yet. Without a decision it is the trigger's turn.
 */
export type CustomAuth = {
  readonly history: readonly Round[]
  readonly next?: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' | 'tokens' | undefined
  /** Of the challenge that was asked: what its answer is verified by, and what its round is known by. */
  readonly asked?: {
    readonly privateParameters: Readonly<Record<string, string>>
    readonly metadata?: string | undefined
  }
}

/** A sign-in under way: who wants to sign in where, and what they have proved. */
export type Attempt = {
  readonly entry: SignInEntry
  readonly pool: Pool
  readonly client: Client
  /** The name that was given for the user. */
  readonly name: string
  readonly user: User
  /**
   * Whether there is such a user. If not, `user` stands in for a name that nobody has: everything is
   * asked as of anybody, and nothing is ever proved.
   */
  readonly isKnown: boolean
  /** Under which the sign-in is recorded; its tokens name it. */
  readonly eventId: string
  readonly proved: ReadonlySet<Proof>
  /** What the user can begin with; of sign-ins that begin with a choice. */
  readonly offered: readonly FirstChallenge[]
  /** What the user chose of it. */
  readonly first?: FirstChallenge | undefined
  /** The answer to SELECT_MFA_TYPE. */
  readonly chosen?: MfaFactor | undefined
  /** How far MFA_SETUP has come. */
  readonly setUp?: FactorSetUp | undefined
  /** The device of the user that the client has named. */
  readonly device?: Device | undefined
  /** Where the triggers of a custom sign-in stand. */
  readonly custom?: CustomAuth | undefined
  /** The level that the sign-in is to reach. */
  readonly goal?: Level | undefined
  /** The factors one of which the way to that level demands after a password. */
  readonly demanded?: readonly MfaFactor[] | undefined
  /** The family of tokens whose sign-in proved some of it; that is worth no more than the family. */
  readonly creditedTo?: string | undefined
  /** The session of the browser whose sign-in proved some of it, by the hash of its cookie; that is worth no more either. */
  readonly creditedSession?: string | undefined
  /** The client's public value that came with this request (RFC 5054 section 2.5.4). */
  readonly srpA?: Buffer | undefined
  /** The only SECRET_BLOCK that may answer. */
  readonly blockId?: string | undefined
  /** What a passkey is to sign, in base64url. */
  readonly passkeyChallenge?: string | undefined
  /** How the passkey that was used is kept: in software that is copied between devices, or in hardware. */
  readonly passkeyKind?: 'swk' | 'hwk' | undefined
  readonly via: Via
}

const passwordProofs: readonly Proof[] = ['PASSWORD', 'PASSWORD_VERIFIER']
const otherFirstProofs: readonly Proof[] = ['EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']
const factorProofs: readonly Proof[] = ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA', 'MFA_SETUP']

const deviceProofs: readonly Proof[] = ['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']

const hasAny = ({ proved }: Pick<Attempt, 'proved'>, proofs: readonly Proof[]) =>
  proofs.some((proof) => proved.has(proof))

/** Whether a password was proved. */
export const hasPassword = (attempt: Pick<Attempt, 'proved'>): boolean => hasAny(attempt, passwordProofs)

/** The attempt with one more proof. It is a round of a custom sign-in, whose trigger has the next turn. */
export const withProof = (attempt: Attempt, proof: Proof): Attempt => {
  const proved = new Set(attempt.proved).add(proof)
  // A device comes after the trigger has decided on tokens.
  if (!attempt.custom || deviceProofs.includes(proof)) return { ...attempt, proved }
  const history = [...attempt.custom.history, { challengeName: proof, challengeResult: true }]
  return { ...attempt, proved, custom: { history } }
}

/** Whose turn it is: a challenge for the user, or the trigger of a custom sign-in that decides on one. */
export type Due = Challenge | 'DEFINE'

type Rule = (attempt: Attempt) => Due | undefined

/** What a sign-in by choice has chosen; a password by SRP is asked for as soon as its first half is there. */
const chosenChallenge = ({ first, offered, srpA, blockId }: Attempt): Challenge => {
  if (first === undefined || !offered.includes(first)) return 'SELECT_CHALLENGE'
  return first === 'PASSWORD_SRP' && (srpA || blockId !== undefined) ? 'PASSWORD_VERIFIER' : first
}

const firstChallenge: Rule = (attempt) => {
  const { entry, custom } = attempt
  if (entry === 'custom') {
    if (custom?.next === 'CUSTOM_CHALLENGE') return custom.next
    return custom?.next === 'PASSWORD_VERIFIER' && !hasPassword(attempt) ? custom.next : undefined
  }
  if (choosesFirst(entry)) {
    // A code that the way to a level demands after a password does not stand for one.
    const others = otherFirstProofs.filter((proof) => !attempt.demanded?.some((factor) => factor === proof))
    return hasAny(attempt, [...passwordProofs, ...others]) ? undefined : chosenChallenge(attempt)
  }
  return hasPassword(attempt) ? undefined : 'PASSWORD_VERIFIER'
}

const newPassword: Rule = (attempt) =>
  attempt.user.status === 'FORCE_CHANGE_PASSWORD' && hasPassword(attempt) ? 'NEW_PASSWORD_REQUIRED' : undefined

/** Whether the device that the client names stands for a second factor. It proves itself later, or nobody gets in. */
const isSparedByDevice = ({ pool, device }: Attempt) =>
  device !== undefined &&
  isRemembered(device) &&
  Boolean(pool.settings.deviceConfiguration?.challengeRequiredOnNewDevice)

/** What the level that is to be reached demands comes before what the pool and the user's settings ask. */
const mfaDecision = (attempt: Attempt): MfaDecision => {
  const { demanded, pool, user } = attempt
  if (!demanded) {
    if (hasAny(attempt, factorProofs) || isSparedByDevice(attempt)) return { kind: 'none' }
    return decideMfa(pool.settings, user)
  }
  if (hasAny(attempt, demanded)) return { kind: 'none' }
  const [factor, ...others] = demanded
  return factor && others.length === 0 ? { kind: 'ask', factor } : { kind: 'select', factors: demanded }
}

/** The challenge of multi-factor authentication that is due after a password. Other first factors have none. */
const mfaChallenge: Rule = (attempt) => {
  if (!hasPassword(attempt)) return undefined
  const { chosen, setUp } = attempt
  // The app is the user's by now, and this sign-in has its first code.
  if (setUp?.factor === 'SOFTWARE_TOKEN_MFA' && !attempt.proved.has('MFA_SETUP')) return 'MFA_SETUP'
  const decision = mfaDecision(attempt)
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

const trigger: Rule = ({ custom }) => (custom && custom.next === undefined ? 'DEFINE' : undefined)

/** A remembered device proves itself after a password or the triggers of a custom sign-in. */
const deviceChallenge: Rule = (attempt) => {
  const { device, proved } = attempt
  if (!device || !isRemembered(device) || !(hasPassword(attempt) || attempt.custom)) return undefined
  if (proved.has('DEVICE_PASSWORD_VERIFIER')) return undefined
  return proved.has('DEVICE_SRP_AUTH') ? 'DEVICE_PASSWORD_VERIFIER' : 'DEVICE_SRP_AUTH'
}

/** What a sign-in still owes, in the order in which it is asked. The first rule that names something wins. */
const rules: readonly Rule[] = [firstChallenge, newPassword, mfaChallenge, trigger, deviceChallenge]

/**
 * What comes next; undefined when nothing is owed and tokens are due. Raises
 * InvalidParameterException for a user who cannot get past the pool's multi-factor authentication.
 */
export const nextDue = (attempt: Attempt): Due | undefined => {
  for (const rule of rules) {
    const due = rule(attempt)
    if (due !== undefined) return due
  }
  return undefined
}

/** The second factors between which the user is to choose, as SELECT_MFA_TYPE names them. */
export const factorChoices = (attempt: Attempt): readonly MfaFactor[] => {
  const decision = mfaDecision(attempt)
  return decision.kind === 'select' ? decision.factors : []
}
