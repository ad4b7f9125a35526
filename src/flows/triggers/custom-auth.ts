import type { Context } from '../../context.ts'
import { hidesUsers } from '../../domain/client.ts'
import {
  type CustomChallenge,
  checkCustomAuth,
  type Decision,
  eventRounds,
  MAX_ROUNDS,
  type Round,
  readChallenge,
  readDecision,
} from '../../domain/custom-auth.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import { eventAttributes } from '../../domain/trigger-event.ts'
import { readFlag, type TriggerResponse } from '../../domain/trigger-reply.ts'
import { clientMetadata, invokeTrigger, type TriggerCall } from './invoke.ts'

/**
 * A custom sign-in under way. What came with InitiateAuth as ClientMetadata never reaches these
 * triggers: then `via` has no metadata.
 */
export type CustomSignIn = Pick<Attempt, 'pool' | 'client' | 'user' | 'isKnown' | 'via'>

type Call = Pick<TriggerCall, 'trigger' | 'source' | 'request'> & {
  /** What the function may set. */
  readonly response: readonly string[]
}

const ask = async (ctx: Context, signIn: CustomSignIn, call: Call): Promise<TriggerResponse> => {
  const { pool, client, user, isKnown, via } = signIn
  checkCustomAuth(pool)
  const request = {
    userAttributes: isKnown ? eventAttributes(pool, user) : {},
    ...call.request,
    ...(hidesUsers(client) && { userNotFound: !isKnown }),
    ...clientMetadata(via),
  }
  const response = Object.fromEntries(call.response.map((name) => [name, null]))
  const answer = await invokeTrigger(ctx, {
    ...call,
    ...{ pool, clientId: client.id, userName: user.username, via, request, response },
  })
  return answer ?? new Map() // undefined only of a pool without the trigger, which was refused above
}

/**
 * Lets DefineAuthChallenge decide what comes next. Nobody gets tokens in the name of a user that does
 * not exist. Raises InvalidParameterException for a pool without the three triggers, and what
 * `invokeTrigger` raises.
 */
export const defineAuthChallenge = async (
  ctx: Context,
  signIn: CustomSignIn & { readonly history: readonly Round[] },
): Promise<Decision> => {
  const { history, isKnown } = signIn
  if (history.length > MAX_ROUNDS) return { kind: 'fail' }
  const response = await ask(ctx, signIn, {
    trigger: 'defineAuthChallenge',
    source: 'DefineAuthChallenge_Authentication',
    request: { session: eventRounds(history) },
    response: ['challengeName', 'issueTokens', 'failAuthentication'],
  })
  const decision = readDecision(response, history)
  return decision.kind === 'tokens' && !isKnown ? { kind: 'fail' } : decision
}

/** Lets CreateAuthChallenge make the challenge that was decided on. Raises as above. */
export const createAuthChallenge = async (
  ctx: Context,
  signIn: CustomSignIn & { readonly history: readonly Round[] },
): Promise<CustomChallenge> => {
  const response = await ask(ctx, signIn, {
    trigger: 'createAuthChallenge',
    source: 'CreateAuthChallenge_Authentication',
    request: { challengeName: 'CUSTOM_CHALLENGE', session: eventRounds(signIn.history) },
    response: ['publicChallengeParameters', 'privateChallengeParameters', 'challengeMetadata'],
  })
  return readChallenge(response)
}

/** Lets VerifyAuthChallengeResponse judge an answer. What it does not say is right is wrong. Raises as above. */
export const verifyAuthChallenge = async (
  ctx: Context,
  signIn: CustomSignIn & { readonly privateParameters: Readonly<Record<string, string>>; readonly answer: string },
): Promise<boolean> => {
  const response = await ask(ctx, signIn, {
    trigger: 'verifyAuthChallengeResponse',
    source: 'VerifyAuthChallengeResponse_Authentication',
    request: { privateChallengeParameters: signIn.privateParameters, challengeAnswer: signIn.answer },
    response: ['answerCorrect'],
  })
  return readFlag(response, 'answerCorrect') ?? false
}
