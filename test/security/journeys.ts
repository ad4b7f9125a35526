/** Sign-ins of every kind, step by step through the official SDK: what begins one, and a right answer to whatever it asks. */
import { randomBytes } from 'node:crypto'
import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  type AuthFlowType,
  type ChallengeNameType,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { powerOfG } from '../../src/compute/power.ts'
import { claimOf, type KeptDevice } from '../devices.ts'
import { PASSWORD } from '../fixture.ts'
import type { TestServer } from '../harness.ts'
import { appCode } from '../mfa.ts'
import type { Authenticator } from '../webauthn.ts'

type Parameters = Record<string, string>

/** Who signs in, where, and what they have to do it with. */
export type Traveller = {
  readonly server: TestServer
  readonly sdk: CognitoIdentityProviderClient
  readonly poolId: string
  readonly clientId: string
  readonly username: string
  readonly email: string
  readonly phone: string
  /** Of an app that is registered. */
  readonly appSecret?: string
  readonly device?: KeptDevice
  readonly passkey?: Authenticator
  /** Of an earlier sign-in. */
  readonly tokens?: AuthenticationResultType
  /** Of a sign-up that was confirmed. */
  readonly session?: string | undefined
}

/** How a sign-in begins. What `choice` names is the answer if it asks for one. */
export type Start = {
  readonly flow: AuthFlowType
  readonly parameters?: (who: Traveller) => Parameters
  readonly choice?: string
}

/** An answer of the server: of any operation that a sign-in goes through. */
export type Answer = {
  readonly ChallengeName?: string | undefined
  readonly ChallengeParameters?: Parameters | undefined
  readonly Session?: string | undefined
  readonly AuthenticationResult?: AuthenticationResultType | undefined
}

const a = randomBytes(32)
/** The client's public value of every proof by SRP. */
export const SRP_A = powerOfG(a).toString('hex')

const isAdmin = ({ flow }: Start) => flow.startsWith('ADMIN_')

/** Begins a sign-in. */
export const begin = (who: Traveller, start: Start): Promise<Answer> => {
  const { sdk, poolId, clientId, username, session } = who
  const AuthParameters = { USERNAME: username, ...start.parameters?.(who) }
  const input = { ClientId: clientId, AuthFlow: start.flow, AuthParameters, Session: session }
  return isAdmin(start)
    ? sdk.send(new AdminInitiateAuthCommand({ UserPoolId: poolId, ...input }))
    : sdk.send(new InitiateAuthCommand(input))
}

/** The responses to a challenge that are right, as far as they are known before it is answered. */
type Responses = (who: Traveller, told: Parameters, start: Start) => Promise<Parameters> | Parameters

/** The code that was sent; of one that was not sent, any. */
const sentTo = ({ server }: Traveller, to: string) => server.code(to).catch(() => '00000000')

const passwordClaim: Responses = ({ poolId }, told) => {
  const identity = { groupKey: poolId.slice(poolId.indexOf('_') + 1), key: told.USER_ID_FOR_SRP ?? '' }
  const { DEVICE_KEY, ...claim } = claimOf({ ...identity, secret: PASSWORD, salt: Buffer.alloc(0) }, a, told)
  return claim
}

const deviceOf = ({ device }: Traveller): KeptDevice => {
  if (!device) throw new Error('A traveller without a device was asked for it')
  return device
}

const passkeyAnswer: Responses = ({ passkey }, told) => ({
  CREDENTIAL: JSON.stringify(passkey?.get(JSON.parse(told.CREDENTIAL_REQUEST_OPTIONS ?? '')) ?? {}),
})

const responses: Record<string, Responses> = {
  PASSWORD: () => ({ PASSWORD }),
  PASSWORD_SRP: () => ({ SRP_A }),
  PASSWORD_VERIFIER: passwordClaim,
  SELECT_CHALLENGE: (_who, _told, { choice = '' }) => ({ ANSWER: choice, PASSWORD, SRP_A }),
  NEW_PASSWORD_REQUIRED: () => ({ NEW_PASSWORD: `${PASSWORD}-new` }),
  SELECT_MFA_TYPE: (_who, _told, { choice = '' }) => ({ ANSWER: choice }),
  SMS_MFA: async (who) => ({ SMS_MFA_CODE: await sentTo(who, who.phone) }),
  SMS_OTP: async (who) => ({ SMS_OTP_CODE: await sentTo(who, who.phone) }),
  EMAIL_OTP: async (who) => ({ EMAIL_OTP_CODE: await sentTo(who, who.email) }),
  SOFTWARE_TOKEN_MFA: ({ server, appSecret = '' }) => ({
    SOFTWARE_TOKEN_MFA_CODE: appCode(appSecret, server.ctx.now()),
  }),
  CUSTOM_CHALLENGE: () => ({ ANSWER: 'right' }),
  DEVICE_SRP_AUTH: (who) => ({ DEVICE_KEY: deviceOf(who).key, SRP_A }),
  DEVICE_PASSWORD_VERIFIER: (who, told) => claimOf(deviceOf(who), a, told),
  WEB_AUTHN: passkeyAnswer,
  // The two steps in between have given the Session that answers it.
  VerifySoftwareToken: () => ({}),
  'MFA_SETUP by e-mail': ({ email }) => ({ EMAIL: email }),
}

/** The next step of a setting up, which other operations do. Each names itself as a challenge. */
const setUp: Record<string, (who: Traveller, asked: Answer) => Promise<Answer>> = {
  async MFA_SETUP({ sdk }, { Session }) {
    const answer = await sdk.send(new AssociateSoftwareTokenCommand({ Session }))
    const ChallengeParameters = { secret: answer.SecretCode ?? '' }
    return { ChallengeName: 'AssociateSoftwareToken', Session: answer.Session, ChallengeParameters }
  },
  async AssociateSoftwareToken({ sdk, server }, { Session, ChallengeParameters = {} }) {
    const UserCode = appCode(ChallengeParameters.secret ?? '', server.ctx.now())
    const answer = await sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode }))
    return { ChallengeName: 'VerifySoftwareToken', Session: answer.Session }
  },
}

/** Makes the right answer to what was asked, to be sent later. */
export const prepare = async (who: Traveller, start: Start, asked: Answer): Promise<() => Promise<Answer>> => {
  const { ChallengeName: name = '', ChallengeParameters: told = {}, Session } = asked
  const byOther = start.choice === 'EMAIL_OTP' ? undefined : setUp[name]
  if (byOther) return () => byOther(who, asked)
  const challenge = name === 'MFA_SETUP' ? 'MFA_SETUP by e-mail' : name
  const given = await responses[challenge]?.(who, told, start)
  if (!given) throw new Error(`Nobody knows an answer to ${challenge}`)
  const { sdk, poolId, clientId, username } = who
  const input = {
    ClientId: clientId,
    ChallengeName: (name === 'VerifySoftwareToken' ? 'MFA_SETUP' : name) as ChallengeNameType,
    // As clients do: the name that the server told, as soon as it has told one.
    ChallengeResponses: { USERNAME: told.USER_ID_FOR_SRP ?? told.USERNAME ?? username, ...given },
    Session,
  }
  return () =>
    isAdmin(start)
      ? sdk.send(new AdminRespondToAuthChallengeCommand({ UserPoolId: poolId, ...input }))
      : sdk.send(new RespondToAuthChallengeCommand(input))
}

/** Goes on until a challenge is asked. */
export const until = async (who: Traveller, start: Start, challenge: string): Promise<Answer> => {
  let asked = await begin(who, start)
  while (asked.ChallengeName !== challenge) {
    if (asked.AuthenticationResult) throw new Error(`Tokens came before ${challenge}`)
    asked = await (await prepare(who, start, asked))()
  }
  return asked
}

/** An error as a journey names it. */
export const toldAs = (error: unknown): string => {
  const { name, message } = error as Error
  return `${name}: ${message}`
}

/** Goes on from a step to the end, which it names after all that was asked on the way: `tokens`, or the error. */
export const journey = async (who: Traveller, start: Start, first: () => Promise<Answer>): Promise<string> => {
  const asked: string[] = []
  try {
    for (let step = first; ; ) {
      const answer = await step()
      if (answer.AuthenticationResult) return [...asked, 'tokens'].join(' > ')
      asked.push(answer.ChallengeName ?? 'nothing')
      step = await prepare(who, start, answer)
    }
  } catch (error) {
    return [...asked, toldAs(error)].join(' > ')
  }
}
