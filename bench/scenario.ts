/** What one scenario is, and the words in which scenarios are written. */
import type { ApiRequest, WebRequest } from './client.ts'
import type { ProductName } from './servers.ts'

/** A pool filled for measuring; everything a request can name. Plain data: it travels to the generator. */
export type Fixture = {
  poolId: string
  clientId: string
  users: number
  accessTokens: string[]
  refreshTokens: string[]
  /** Of each user's authenticator app, in base32; empty in a pool that asks for no second factor. */
  appSecrets: string[]
  /** What clients of OAuth have, where they are measured. */
  web?: Web
  /** The token of a page in the middle of all users, where that is asked for. */
  middlePage?: string | undefined
}

/** A client of browsers, the cookies of users who are signed in at the pages, and a client of machines. */
export type Web = { clientId: string; cookies: string[]; machine: { id: string; secret: string } }

/** The parsed body of an answer. */
export type Answer = Record<string, unknown>

export type Scenario = {
  title: string
  /** True: no two requests are alike, so they are built as they are sent. False: a ring, built beforehand. */
  fresh: boolean
  /** The request of one index. `tag` tells runs of a fresh scenario apart, so that no name comes twice. */
  request: (fixture: Fixture, index: number, tag: string) => ApiRequest | WebRequest
  /** Answers the challenge that comes back, in what takes two requests: they are timed and counted as one. */
  respond?: (fixture: Fixture, index: number, challenge: Answer) => ApiRequest | WebRequest
  /** Holds the last answer against what was asked, so that no empty page or challenge is ever counted as success. */
  holds: (answer: Answer) => boolean
  /** How many connections, where it is not the plan's number. */
  connections?: number
  /**
   * True: asked of the pool whose users have authenticator apps. Cenote takes a code once and half a minute goes
   * by until the next, so each user comes once a round at most, and no two rounds share a half minute.
   */
  needsApps?: boolean
  /** True: asked by clients of OAuth, of the pages and their endpoints. */
  needsWeb?: boolean
  /** The products that do not have it. */
  absentIn?: readonly ProductName[]
}

/** Of every user. */
export const password = 'Bench-passw0rd!'

/** Users that are signed in for the scenarios which need a token. */
export const signedInUsers = 200

/** The name of the user with this number. */
export const usernameOf = (index: number): string => `user-${String(index).padStart(7, '0')}`

/** Walks all users in an order that neither insertion nor an index favours (7919 is prime). */
export const anyUser = (fixture: Fixture, index: number): string => usernameOf((index * 7919) % fixture.users)

/** A request with a Signature Version 4, and one without. */
export const signed = (operation: string, input: object): ApiRequest => ({ operation, input, signed: true })
export const open = (operation: string, input: object): ApiRequest => ({ operation, input, signed: false })

/** Whether an answer ends a sign-in. */
export const hasTokens = (answer: Answer): boolean => {
  const result = answer.AuthenticationResult as Answer | undefined
  return typeof result?.AccessToken === 'string' && typeof result.IdToken === 'string'
}
