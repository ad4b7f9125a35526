import { fault } from './errors.ts'
import type { Pool } from './pool.ts'
import { readFlag, readText, readTexts, type TriggerResponse, unrecognizable } from './trigger-reply.ts'

/** One challenge of a custom sign-in and how it went, as its triggers see it. */
export type Round = {
  readonly challengeName: string
  readonly challengeResult: boolean
  readonly challengeMetadata?: string | undefined
}

/** What the trigger that defines a custom sign-in has decided. */
export type Decision =
  | { readonly kind: 'tokens' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'challenge'; readonly name: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' }

/** A challenge that a function has made. */
export type CustomChallenge = {
  /** What the client is told. */
  readonly publicParameters: Readonly<Record<string, string>>
  /** What the answer is verified by. */
  readonly privateParameters: Readonly<Record<string, string>>
  readonly metadata: string | undefined
}

/** How long a custom sign-in may get: its rounds are part of its state. Unverified; the service says no number. */
export const MAX_ROUNDS = 100
/** How much a challenge may hold, in characters. Unverified, as above. */
const MAX_CHALLENGE_LENGTH = 64 * 1024

const triggers = ['defineAuthChallenge', 'createAuthChallenge', 'verifyAuthChallengeResponse'] as const

/** Raises InvalidParameterException for a pool that lacks one of the three triggers of a custom sign-in. */
export const checkCustomAuth = ({ settings: { lambdaConfig } }: Pick<Pool, 'settings'>): void => {
  if (triggers.some((trigger) => !lambdaConfig[trigger])) {
    throw fault('InvalidParameterException', 'Custom auth lambda trigger is not configured for the user pool.')
  }
}

/** The session as the triggers see it. */
export const eventRounds = (history: readonly Round[]) =>
  history.map(({ challengeName, challengeResult, challengeMetadata = null }) => ({
    challengeName,
    challengeResult,
    challengeMetadata,
  }))

/**
 * Reads what DefineAuthChallenge answered. Whoever fails and succeeds at once fails, and a success
 * needs no further challenge. A password comes first or not at all; second factors and new passwords
 * are asked by the service itself. Raises InvalidLambdaResponseException for anything else.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
 */
export const readDecision = (response: TriggerResponse, history: readonly Round[]): Decision => {
  const fails = readFlag(response, 'failAuthentication')
  const succeeds = readFlag(response, 'issueTokens')
  const name = readText(response, 'challengeName')
  if (fails) return { kind: 'fail' }
  if (succeeds) return { kind: 'tokens' }
  if (name === 'CUSTOM_CHALLENGE') return { kind: 'challenge', name }
  if (name === 'PASSWORD_VERIFIER' && history.at(-1)?.challengeName === 'SRP_A') return { kind: 'challenge', name }
  throw unrecognizable()
}

/** Reads what CreateAuthChallenge answered. Raises InvalidLambdaResponseException. */
export const readChallenge = (response: TriggerResponse): CustomChallenge => {
  const challenge = {
    publicParameters: readTexts(response, 'publicChallengeParameters'),
    privateParameters: readTexts(response, 'privateChallengeParameters'),
    metadata: readText(response, 'challengeMetadata'),
  }
  if (JSON.stringify(challenge).length > MAX_CHALLENGE_LENGTH) throw unrecognizable()
  return challenge
}
