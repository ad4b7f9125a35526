/** Requests by which a stranger can ask whether somebody has a name. */
import type { ApiRequest } from './client.ts'
import { type Answer, open } from './scenario.ts'
import { publicValue, timestampOf } from './srp.ts'

/** Who is asked for: a user, or somebody who has signed up and was not confirmed yet. */
export type Who = 'user' | 'fresh'

export type Row = {
  readonly who: Who
  /** The request in the name of somebody, of a client that hides who is there. */
  readonly request: (clientId: string, username: string) => ApiRequest
  /** What is measured in its place: the answer to the challenge that it brings. */
  readonly respond?: (clientId: string, username: string, challenge: Answer) => ApiRequest
}

const begin = (AuthFlow: string, more: object) => (ClientId: string, USERNAME: string) =>
  open('InitiateAuth', { ClientId, AuthFlow, AuthParameters: { USERNAME, ...more } })

const answer = (ChallengeName: string, more: object) => (ClientId: string, USERNAME: string, challenge: Answer) =>
  open('RespondToAuthChallenge', {
    ClientId,
    ChallengeName,
    Session: challenge.Session,
    ChallengeResponses: { USERNAME, ...more },
  })

/** A proof of the right form by somebody who does not know the password. */
const wrongProof = (ClientId: string, _username: string, { ChallengeParameters }: Answer) => {
  const { USER_ID_FOR_SRP, SECRET_BLOCK } = ChallengeParameters as Record<string, string>
  return open('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: USER_ID_FOR_SRP,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32, 7).toString('base64'),
      TIMESTAMP: timestampOf(new Date()),
    },
  })
}

const named = (operation: string, more: object) => (ClientId: string, Username: string) =>
  open(operation, { ClientId, Username, ...more })

const srp = begin('USER_SRP_AUTH', { SRP_A: publicValue })
const byMail = begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' })

export const rows: Readonly<Record<string, Row>> = {
  'InitiateAuth USER_PASSWORD_AUTH': {
    who: 'user',
    request: begin('USER_PASSWORD_AUTH', { PASSWORD: 'Wrong-passw0rd!' }),
  },
  'InitiateAuth USER_SRP_AUTH': { who: 'user', request: srp },
  PASSWORD_VERIFIER: { who: 'user', request: srp, respond: wrongProof },
  'InitiateAuth USER_AUTH': { who: 'user', request: begin('USER_AUTH', {}) },
  SELECT_CHALLENGE: {
    who: 'user',
    request: begin('USER_AUTH', {}),
    respond: answer('SELECT_CHALLENGE', { ANSWER: 'PASSWORD', PASSWORD: 'Wrong-passw0rd!' }),
  },
  'InitiateAuth USER_AUTH by e-mail': { who: 'user', request: byMail },
  EMAIL_OTP: { who: 'user', request: byMail, respond: answer('EMAIL_OTP', { EMAIL_OTP_CODE: '00000000' }) },
  ForgotPassword: { who: 'user', request: named('ForgotPassword', {}) },
  ConfirmForgotPassword: {
    who: 'user',
    request: named('ConfirmForgotPassword', { ConfirmationCode: '000000', Password: 'Other-passw0rd!' }),
  },
  ResendConfirmationCode: { who: 'fresh', request: named('ResendConfirmationCode', {}) },
  ConfirmSignUp: { who: 'fresh', request: named('ConfirmSignUp', { ConfirmationCode: '000000' }) },
}
