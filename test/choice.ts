import {
  AdminCreateUserCommand,
  type AuthFactorType,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from './fixture.ts'
import type { TestServer } from './harness.ts'
import { allFactors } from './mfa.ts'

/** The factors that begin a sign-in without a passkey. */
export const CODES_TOO: AuthFactorType[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']

/** What lets a client's users choose. */
export const CHOICE: Partial<CreateUserPoolClientCommandInput> = {
  ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
}

type Parameters = Record<string, string>

/** A pool whose users choose how to sign in, and what its tests do over and over. */
export const makeChoicePool = async (
  server: TestServer,
  AllowedFirstAuthFactors: AuthFactorType[] = CODES_TOO,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(
    sdk,
    {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      ...pool,
    },
    { ...CHOICE, ...client },
  )
  const { poolId, clientId } = made
  const configureMfa = (MfaConfiguration: 'ON' | 'OPTIONAL' | 'OFF') =>
    sdk.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: poolId,
        MfaConfiguration,
        ...(MfaConfiguration !== 'OFF' && allFactors),
      }),
    )
  const begin = (USERNAME: string, more: Parameters = {}, ClientId = clientId) =>
    sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME, ...more } }))
  /** Begins with a first factor. */
  const prefer = (username: string, PREFERRED_CHALLENGE: string, more: Parameters = {}) =>
    begin(username, { PREFERRED_CHALLENGE, ...more })
  const respond = (
    name: string,
    Session: string | undefined,
    username: string,
    responses: Parameters = {},
    ClientId = clientId,
  ) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: name as 'PASSWORD', // Names of no challenge are tried as well.
        Session,
        ChallengeResponses: { USERNAME: username, ...responses },
      }),
    )
  /** A user without a password, who has these addresses. */
  const makeBare = (Username: string, attributes: Parameters) =>
    sdk.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        MessageAction: 'SUPPRESS',
      }),
    )
  const otherClient = () => makeClient(sdk, poolId, { ...CHOICE, ...client })
  return { ...made, sdk, configureMfa, begin, prefer, respond, makeBare, otherClient }
}

let count = 0
/** Addresses that no other test of the file writes to. */
export const addresses = () => {
  count += 1
  return { email: `jane${count}@example.com`, phone_number: `+1555${1_000_000 + count}` }
}
