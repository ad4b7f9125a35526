/** The ways to sign in that are measured. */
import { codeOf, codeStep } from './authenticator.ts'
import type { ApiRequest } from './client.ts'
import {
  anyUser,
  type Fixture,
  hasTokens,
  open,
  password,
  type Scenario,
  signedInUsers,
  usernameOf,
} from './scenario.ts'
import { type Challenge, prove, publicValue, timestampOf } from './srp.ts'

const initiate = (fixture: Fixture, AuthFlow: string, AuthParameters: object): ApiRequest =>
  open('InitiateAuth', { ClientId: fixture.clientId, AuthFlow, AuthParameters })

const withPassword = (fixture: Fixture, username: string): ApiRequest =>
  initiate(fixture, 'USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password })

const respondTo = (fixture: Fixture, ChallengeName: string, ChallengeResponses: object, Session?: unknown) =>
  open('RespondToAuthChallenge', { ClientId: fixture.clientId, ChallengeName, ChallengeResponses, Session })

const passwordSignIn: Scenario = {
  title: 'password sign-in',
  fresh: false,
  request: (fixture, index) => withPassword(fixture, anyUser(fixture, index)),
  holds: hasTokens,
}

export const signIns = {
  passwordSignIn,
  signIn64: { ...passwordSignIn, title: 'password sign-in, 64 connections', connections: 64 },
  srpSignIn: {
    title: 'SRP sign-in',
    fresh: false,
    // Few users: the client has worked out k g^x of each before the warm-up is over.
    request: (fixture, index) =>
      initiate(fixture, 'USER_SRP_AUTH', {
        USERNAME: usernameOf(index % Math.min(signedInUsers, fixture.users)),
        SRP_A: publicValue,
      }),
    respond: (fixture, _index, { ChallengeParameters }) => {
      const challenge = ChallengeParameters as Challenge
      const timestamp = timestampOf(new Date())
      const knowledge = { poolName: fixture.poolId.slice(fixture.poolId.indexOf('_') + 1), password }
      return respondTo(fixture, 'PASSWORD_VERIFIER', {
        USERNAME: challenge.USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: prove(knowledge, challenge, timestamp),
        TIMESTAMP: timestamp,
      })
    },
    holds: hasTokens,
    absentIn: ['peer'],
  },
  totpSignIn: {
    title: 'password and TOTP sign-in',
    fresh: true,
    needsApps: true,
    request: (fixture, index) => withPassword(fixture, usernameOf(index % fixture.users)),
    respond: (fixture, index, { Session }) => {
      // The next half minute's code, which servers take too: the app gave this one's when it was registered.
      const user = index % fixture.users
      const code = codeOf(fixture.appSecrets[user] ?? '', codeStep() + 1)
      const responses = { USERNAME: usernameOf(user), SOFTWARE_TOKEN_MFA_CODE: code }
      return respondTo(fixture, 'SOFTWARE_TOKEN_MFA', responses, Session)
    },
    holds: hasTokens,
  },
} satisfies Record<string, Scenario>
