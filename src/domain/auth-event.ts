import type { Attempt, Challenge, Origin, Proof, Via } from './sign-in.ts'
import { deviceName } from './user-agent.ts'

/** What a user did, as its record is called. */
export type EventType = 'SignIn' | 'SignUp' | 'ForgotPassword' | 'PasswordChange' | 'ResendCode'
/** How it went; `InProgress` waits for a challenge or a code. */
export type EventResponse = 'Pass' | 'Fail' | 'InProgress'

/** A challenge that was answered in the course of it. */
export type EventChallenge = { readonly name: 'Password' | 'Mfa'; readonly response: 'Success' | 'Failure' }

/** Where it came from. What no one knows of, such as the city, is nothing that is kept. */
export type EventContext = {
  readonly ipAddress: string
  readonly deviceName: string
  readonly timezone: string | undefined
}

/** What was thought of it. Until there is an assessment, every event is as here. */
export type EventRisk = {
  readonly decision: 'NoRisk' | 'AccountTakeover' | 'Block'
  readonly level: 'Low' | 'Medium' | 'High' | undefined
  readonly compromised: boolean
}

/** What the user or an administrator said of it later. */
export type EventFeedback = {
  readonly value: 'Valid' | 'Invalid'
  readonly provider: 'Admin' | 'User'
  readonly at: number
}

/** Something that a user did, as a pool that watches its users keeps it. */
export type AuthEvent = {
  readonly poolId: string
  readonly id: string
  readonly sub: string
  readonly clientId: string
  readonly type: EventType
  readonly response: EventResponse
  readonly challenges: readonly EventChallenge[]
  readonly context: EventContext
  readonly risk: EventRisk
  readonly createdAt: number
  readonly feedback: EventFeedback | undefined
}

/** The risk of what was not assessed. */
export const noRisk: EventRisk = { decision: 'NoRisk', level: undefined, compromised: false }

const passwords: readonly Challenge[] = ['PASSWORD', 'PASSWORD_VERIFIER']
const factors: readonly Challenge[] = ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA']

/** Events know passwords and second factors. A code or a passkey in place of a password has no name there. */
const nameOf = (challenge: Challenge, hadPassword: boolean): EventChallenge['name'] | undefined => {
  if (passwords.includes(challenge)) return 'Password'
  return factors.includes(challenge) && hadPassword ? 'Mfa' : undefined
}

/** What was proved in a sign-in, in its order, and what failed if something did, as its event tells of it. */
export const eventChallenges = (
  { proved }: Pick<Attempt, 'proved'>,
  failed?: Challenge | undefined,
): EventChallenge[] => {
  const hadPassword = [...proved].some((proof) => passwords.includes(proof))
  const entry = (challenge: Proof, response: EventChallenge['response']) => {
    const name = nameOf(challenge, hadPassword)
    return name === undefined ? [] : [{ name, response }]
  }
  const successes = [...proved].flatMap((proof) => entry(proof, 'Success'))
  return failed === undefined ? successes : [...successes, ...entry(failed, 'Failure')]
}

/** An administrator's server may name any text for an address. */
const MAX_ADDRESS = 64

/** Where an event came from: what the client was trusted to tell of it, and the connection for the rest. */
export const eventContext = ({ origin, told }: Pick<Via, 'told'> & { readonly origin: Origin }): EventContext => ({
  ipAddress: (told?.ipAddress ?? origin.ipAddress).slice(0, MAX_ADDRESS),
  deviceName: deviceName(told?.userAgent ?? origin.userAgent),
  timezone: told?.timezone,
})
