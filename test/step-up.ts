import {
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { addresses, CHOICE, CODES_TOO } from './choice.ts'
import { makeUser, PASSWORD, signIn } from './fixture.ts'
import type { TestServer } from './harness.ts'
import { adminRecovery, allFactors, makeMfaPool, SMS } from './mfa.ts'

/** The levels of authentication, by the names that they have where a pool gives them none. */
export const [LOA1, LOA2, LOA3, LOA4] = [1, 2, 3, 4].map((level) => `urn:cognito:loa:${level}`) as [
  string,
  string,
  string,
  string,
]

type Parameters = Record<string, string>
type Answer = Pick<InitiateAuthCommandOutput, 'AuthenticationResult' | 'ChallengeName' | 'Session'>

/** A pool whose users may have any factor, with jane, who has addresses and an app, all of it turned off. */
export const makeLevelPool = async (server: TestServer, settings: Partial<CreateUserPoolCommandInput> = {}) => {
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: CODES_TOO } }
  const pool = await makeMfaPool(
    server,
    'OPTIONAL',
    allFactors,
    { ...SMS, ...adminRecovery, Policies, ...settings },
    CHOICE,
  )
  const { sdk, poolId, clientId } = pool
  const to = addresses()
  await makeUser(sdk, poolId, 'jane', to)
  const secret = await pool.registerApp((await signIn(sdk, clientId, 'jane')).accessToken)
  const begin = (more: Parameters, USERNAME = 'jane') =>
    sdk.send(
      new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME, ...more } }),
    )
  /** Answers whatever is asked until there are tokens, and tells what was asked. */
  const finish = async (begun: Answer) => {
    const asked: string[] = []
    let answer = begun
    while (answer.ChallengeName) {
      const name = answer.ChallengeName
      asked.push(name)
      answer = await pool.respond(name, answer.Session, 'jane', await answers[name]?.())
    }
    const { AccessToken = '', IdToken = '', RefreshToken = '' } = answer.AuthenticationResult ?? {}
    return { asked, accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken }
  }
  const answers: Record<string, () => Promise<Parameters>> = {
    SELECT_CHALLENGE: async () => ({ ANSWER: 'PASSWORD', PASSWORD }),
    SELECT_MFA_TYPE: async () => ({ ANSWER: 'SMS_MFA' }),
    PASSWORD: async () => ({ PASSWORD }),
    EMAIL_OTP: async () => ({ EMAIL_OTP_CODE: await server.code(to.email) }),
    SMS_OTP: async () => ({ SMS_OTP_CODE: await server.code(to.phone_number) }),
    SMS_MFA: async () => ({ SMS_MFA_CODE: await server.code(to.phone_number) }),
    SOFTWARE_TOKEN_MFA: async () => ({ SOFTWARE_TOKEN_MFA_CODE: pool.code(secret) }),
  }
  /** Tokens of a sign-in with no level in mind. */
  const signedIn = async (more: Parameters = { PREFERRED_CHALLENGE: 'PASSWORD' }) => finish(await begin(more))
  return { ...pool, ...to, secret, begin, finish, signedIn }
}
