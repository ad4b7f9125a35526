import assert from 'node:assert/strict'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { Cluster } from '../cluster/nodes.ts'

/** How many uses there are at once. */
export const PARALLEL = 100
/** How many clients make them, since one has 50 connections; they take the servers in turn. */
const CLIENTS = 4

/** How one client uses a thing, prepared before the race begins. */
export type Prepare<T> = (sdk: CognitoIdentityProviderClient) => Promise<(racer: number) => Promise<T>>

/** The winners' answers, and how the others failed, each text once. */
export type Race<T> = {
  readonly winners: readonly { readonly racer: number; readonly answer: T }[]
  readonly failures: readonly string[]
}

/** Holds back the requests of clients, once it is closed, until as many wait as there are racers. */
const makeGate = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let [isClosed, waiting] = [false, 0]
  return {
    close() {
      isClosed = true
    },
    put(sdk: CognitoIdentityProviderClient) {
      sdk.middlewareStack.add(
        (next) => async (args) => {
          if (isClosed && ++waiting === PARALLEL) resolve()
          if (isClosed) await promise
          return next(args)
        },
        // After all that a client does with a request but sending it.
        { step: 'deserialize', priority: 'low' },
      )
      return sdk
    },
  }
}

/** Lets many use one thing at the same time. No server may fail over it. */
export const race = async <T>({ servers }: Cluster, prepare: Prepare<T>): Promise<Race<T>> => {
  const gate = makeGate()
  const clients = Array.from({ length: CLIENTS }, (_, number) => servers[number % servers.length]?.client())
  const uses: ((racer: number) => Promise<T>)[] = []
  for (const client of clients) if (client) uses.push(await prepare(gate.put(client)))
  gate.close()
  const outcomes = await Promise.allSettled(
    Array.from({ length: PARALLEL }, (_, racer) => uses[racer % uses.length]?.(racer) as Promise<T>),
  )
  for (const client of clients) client?.destroy()
  const wrong = servers.flatMap(({ log }) => log.filter((line) => line.includes('request failed')))
  assert.deepEqual(wrong, [], 'a race is no internal error')
  const texts = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [`${(outcome.reason as Error).name}: ${(outcome.reason as Error).message}`] : [],
  )
  return {
    winners: outcomes.flatMap((outcome, racer) =>
      outcome.status === 'fulfilled' ? [{ racer, answer: outcome.value }] : [],
    ),
    failures: [...new Set(texts)],
  }
}

/** Holds a race to exactly one winner, and the others to the errors that they may get; gives the winner. */
export const requireOne = <T>({ winners, failures }: Race<T>, others: readonly string[]) => {
  assert.deepEqual(
    failures.filter((text) => !others.includes(text)),
    [],
  )
  assert.equal(winners.length, 1)
  const [winner] = winners
  assert.ok(winner)
  return winner
}

/** Errors of those who come second. */
export const late = {
  session: 'NotAuthorizedException: Invalid session for the user, session can only be used once.',
  otherSession: 'NotAuthorizedException: Invalid session for the user.',
  secret: 'NotAuthorizedException: Incorrect username or password.',
  locked: 'NotAuthorizedException: Password attempts exceeded',
  code: 'CodeMismatchException: Invalid code or auth state for the user.',
  usedToken: 'ExpiredCodeException: Your software token has already been used once.',
  newToken: 'EnableSoftwareTokenMFAException: Code mismatch',
  noToken: 'EnableSoftwareTokenMFAException: No software token is waiting to be verified.',
  mismatch: 'CodeMismatchException: Invalid verification code provided, please try again.',
  expired: 'ExpiredCodeException: Invalid code provided, please request a code again.',
  registration: 'WebAuthnChallengeNotFoundException: The challenge was not found or has expired.',
  reused: 'RefreshTokenReuseException: Refresh token has been invalidated by rotation',
  revoked: 'NotAuthorizedException: Refresh Token has been revoked',
  rate: 'TooManyRequestsException: Rate exceeded',
  limit: 'LimitExceededException: Attempt limit exceeded, please try after some time.',
} as const
