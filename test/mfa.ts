import { createHmac } from 'node:crypto'
import {
  AssociateSoftwareTokenCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from './fixture.ts'
import type { TestServer } from './harness.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows (RFC 6238), written apart from the server's own. */
export const appCode = (secretCode: string, now: number): string => {
  const bits = [...secretCode].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const message = Buffer.alloc(8)
  message.writeUInt32BE(Math.floor(now / 30_000), 4)
  const hash = createHmac('sha1', key).update(message).digest()
  const at = (hash[19] ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Who would send text messages. */
export const SMS = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } }

/** Recovery that leaves both addresses to second factors. */
export const adminRecovery: Partial<CreateUserPoolCommandInput> = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
}

type Factors = Partial<SetUserPoolMfaConfigCommandInput>

/** All factors that a pool can have. */
export const factors = {
  sms: { SmsMfaConfiguration: SMS },
  totp: { SoftwareTokenMfaConfiguration: { Enabled: true } },
  email: { EmailMfaConfiguration: {} },
} satisfies Record<string, Factors>

/** Every factor at once. */
export const allFactors: Factors = { ...factors.sms, ...factors.totp, ...factors.email }

/** A pool with multi-factor authentication, and what its tests do over and over. */
export const makeMfaPool = async (
  server: TestServer,
  MfaConfiguration: 'ON' | 'OPTIONAL' | 'OFF',
  offered: Factors = allFactors,
  pool: Partial<CreateUserPoolCommandInput> = adminRecovery,
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(
    sdk,
    {
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
      },
      ...pool,
    },
    client,
  )
  const { poolId, clientId } = made
  const configure = (mode: 'ON' | 'OPTIONAL' | 'OFF', how: Factors = offered) =>
    sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId: poolId, MfaConfiguration: mode, ...how }))
  if (MfaConfiguration !== 'OFF') await configure(MfaConfiguration)

  const begin = (username: string, password = PASSWORD): Promise<InitiateAuthCommandOutput> =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    )
  const respond = (
    name: string,
    Session: string | undefined,
    username: string,
    responses: Record<string, string> = {},
  ) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: name as 'SMS_MFA',
        Session,
        ChallengeResponses: { USERNAME: username, ...responses },
      }),
    )
  const code = (secret: string) => appCode(secret, server.ctx.now())
  /** Registers an app for the holder of an access token, half a minute ago, so that its code of now is good. */
  const registerApp = async (AccessToken: string, FriendlyDeviceName?: string) => {
    const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    const UserCode = code(SecretCode)
    await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName }))
    server.travel(30_000)
    return SecretCode
  }
  /** A user of an OPTIONAL pool with an app that is turned on; gives its secret. */
  const withApp = async (username: string, attributes: Record<string, string> = {}) => {
    await makeUser(sdk, poolId, username, attributes)
    const { accessToken } = await signIn(sdk, clientId, username)
    const secret = await registerApp(accessToken)
    await sdk.send(
      new SetUserMFAPreferenceCommand({
        AccessToken: accessToken,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    )
    return { accessToken, secret }
  }
  return { ...made, sdk, configure, begin, respond, code, registerApp, withApp }
}

/** A code that is not `code`. */
export const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
