/** Users with all that a sign-in can go through, in two pools that ask for all of it. */
import {
  AdminCreateUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  CompleteWebAuthnRegistrationCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  type ExplicitAuthFlowsType,
  SignUpCommand,
  StartWebAuthnRegistrationCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { confirm, begin as signIn, TRACKING } from '../devices.ts'
import { makeClient, PASSWORD } from '../fixture.ts'
import { customAuthTriggers } from '../functions.ts'
import type { TestServer } from '../harness.ts'
import { allFactors, appCode, factors, makeMfaPool } from '../mfa.ts'
import { site } from '../operations/passkeys/fixture.ts'
import { makeAuthenticator, type Options } from '../webauthn.ts'
import type { Traveller } from './journeys.ts'

const DAY = 24 * 60 * 60 * 1000

/** What a client of the pools can be told to let in. */
export const ALL_FLOWS: ExplicitAuthFlowsType[] = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
]

const first = (...AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[]) => ({
  Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
})

const shared: Partial<CreateUserPoolCommandInput> = {
  AutoVerifiedAttributes: ['email'],
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
  LambdaConfig: customAuthTriggers,
}

/** Recovery that leaves e-mail to second factors. */
const byPhone: Partial<CreateUserPoolCommandInput> = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_phone_number', Priority: 1 }] },
}

const makePools = async (server: TestServer, client: { GenerateSecret?: boolean }) => {
  const flows = { ExplicitAuthFlows: ALL_FLOWS, ...client }
  const open = await makeMfaPool(
    server,
    'OPTIONAL',
    { ...allFactors, WebAuthnConfiguration: { RelyingPartyId: site.rpId } },
    { ...shared, ...TRACKING, ...first('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN') },
    flows,
  )
  const strict = await makeMfaPool(
    server,
    'ON',
    { ...factors.totp, ...factors.email },
    { ...shared, ...byPhone },
    flows,
  )
  const pools = { open, strict }
  const clientOf = async (pool: keyof typeof pools) => ({
    telling: pools[pool],
    hiding: await makeClient(open.sdk, pools[pool].poolId, { ...flows, PreventUserExistenceErrors: 'ENABLED' }),
  })
  return { sdk: open.sdk, pools, clients: { open: await clientOf('open'), strict: await clientOf('strict') } }
}

/** What travellers have or are, beside a password and verified addresses. */
export type Kind =
  | 'plain'
  | 'text messages'
  | 'e-mails'
  | 'an app'
  | 'two factors'
  | 'a device'
  | 'a passkey'
  | 'tokens'
  | 'a temporary password'
  | 'a fresh sign-up'
  | 'a phone only'
  | 'nothing'

/** Those who cannot sign in before they have set up a factor. */
const isStrict = (kind: Kind) => kind === 'a phone only' || kind === 'nothing'

const addresses = (kind: Kind, { email, phone }: Traveller): Record<string, string> => {
  const phoneOnly = { phone_number: phone, phone_number_verified: 'true' }
  if (kind === 'nothing') return {}
  return kind === 'a phone only' ? phoneOnly : { email, email_verified: 'true', ...phoneOnly }
}

const makeApp = async ({ server, sdk }: Traveller, AccessToken: string | undefined) => {
  const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  const UserCode = appCode(SecretCode, server.ctx.now())
  await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
  server.travel(30_000)
  return SecretCode
}

const makePasskey = async ({ sdk }: Traveller, AccessToken: string | undefined) => {
  const passkey = makeAuthenticator(site)
  const { CredentialCreationOptions } = await sdk.send(new StartWebAuthnRegistrationCommand({ AccessToken }))
  const Credential = passkey.create(CredentialCreationOptions as Options)
  // The SDK's type of a document knows no objects of a known shape.
  await sdk.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }))
  return passkey
}

const settings = {
  'text messages': { SMSMfaSettings: { Enabled: true, PreferredMfa: true } },
  'e-mails': { EmailMfaSettings: { Enabled: true, PreferredMfa: true } },
  'an app': { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } },
  'two factors': { SoftwareTokenMfaSettings: { Enabled: true }, SMSMfaSettings: { Enabled: true } },
} as const

const prefer = async ({ sdk, poolId, username }: Traveller, kind: Kind) => {
  const wanted = settings[kind as keyof typeof settings]
  if (!wanted) return
  await sdk.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: username, ...wanted }))
}

/** What only somebody who was signed in has. */
const equip = async (who: Traveller, kind: Kind): Promise<Partial<Traveller>> => {
  if (!['an app', 'two factors', 'a device', 'a passkey', 'tokens'].includes(kind)) return {}
  const { AuthenticationResult: tokens = {} } = await signIn(who.sdk, who.clientId, who.username)
  if (kind === 'a device') return { device: await confirm(who.sdk, tokens) }
  if (kind === 'a passkey') return { passkey: await makePasskey(who, tokens.AccessToken) }
  return kind === 'tokens' ? { tokens } : { appSecret: await makeApp(who, tokens.AccessToken) }
}

const setPassword = ({ sdk, poolId, username }: Traveller, Permanent: boolean) =>
  sdk.send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password: PASSWORD, Permanent }))

/** Signs a name up that nobody has. */
export const signUp = ({ sdk, clientId, username, email, phone }: Traveller) =>
  sdk.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: username,
      Password: PASSWORD,
      UserAttributes: Object.entries({ email, phone_number: phone }).map(([Name, Value]) => ({ Name, Value })),
    }),
  )

const signUpAndConfirm = async (who: Traveller): Promise<Traveller> => {
  const { Session } = await signUp(who)
  const ConfirmationCode = await who.server.code(who.email)
  const { clientId: ClientId, username: Username } = who
  const input = { ClientId, Username, ConfirmationCode, Session }
  return { ...who, session: (await who.sdk.send(new ConfirmSignUpCommand(input))).Session }
}

/** Gives a user a temporary password, which ends in a week. */
export const makeTemporary = (who: Traveller) => setPassword(who, false)

const create = async (who: Traveller, kind: Kind): Promise<Traveller> => {
  if (kind === 'a fresh sign-up') return signUpAndConfirm(who)
  const { sdk, poolId, username: Username } = who
  const UserAttributes = Object.entries(addresses(kind, who)).map(([Name, Value]) => ({ Name, Value }))
  await sdk.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
  )
  await setPassword(who, kind !== 'a temporary password')
  const equipped = { ...who, ...(await equip(who, kind)) }
  await prefer(equipped, kind)
  // A minute before the temporary password ends.
  if (kind === 'a temporary password') who.server.travel(7 * DAY - 60_000)
  return equipped
}

/** The client of the SDK that a traveller has; others put their own before it. */
export type Dress = (sdk: CognitoIdentityProviderClient, client: { clientId: string; secret: string }) => typeof sdk

/** Two pools, each with a client that tells who exists and one that hides it, and users of every kind for them. */
export const makeWorld = async (server: TestServer, client: { GenerateSecret?: boolean } = {}) => {
  const { sdk: plain, pools, clients } = await makePools(server, client)
  let count = 0
  const makeTraveller = (
    kind: Kind,
    through: 'telling' | 'hiding' = 'telling',
    dress: Dress = (sdk) => sdk,
  ): Promise<Traveller> => {
    const number = ++count
    const pool = isStrict(kind) ? 'strict' : 'open'
    const { poolId } = pools[pool]
    const { clientId, secret = '' } = clients[pool][through]
    const sdk = dress(plain, { clientId, secret })
    const username = `user${number}`
    const phone = `+1555${String(number).padStart(7, '0')}`
    return create({ server, sdk, poolId, clientId, username, email: `${username}@example.com`, phone }, kind)
  }
  return { sdk: plain, pools, clients, makeTraveller }
}
