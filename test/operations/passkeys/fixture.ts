import {
  CompleteWebAuthnRegistrationCommand,
  type CreateUserPoolClientCommandInput,
  ListWebAuthnCredentialsCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  StartWebAuthnRegistrationCommand,
  type WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import type { TestServer } from '../../harness.ts'
import { type Authenticator, type Knobs, makeAuthenticator, type Options } from '../../webauthn.ts'

/** Where the pages of the tests are. */
export const site = { rpId: 'example.com', origin: 'https://app.example.com' }

/** What the options of a registration hold. */
export type CreationOptions = Options & {
  user: { id: string; name: string; displayName: string }
  excludeCredentials: { id: string; type: string }[]
}

/** A pool whose users may have passkeys, and what its tests do over and over. */
export const makePasskeyPool = async (
  server: TestServer,
  passkeys: WebAuthnConfigurationType = { RelyingPartyId: site.rpId },
  more: Partial<SetUserPoolMfaConfigCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(
    sdk,
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'], ...client },
  )
  const configure = (WebAuthnConfiguration: WebAuthnConfigurationType | undefined, rest = more) =>
    sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId: made.poolId, WebAuthnConfiguration, ...rest }))
  await configure(passkeys)

  const start = async (AccessToken: string) => {
    const { CredentialCreationOptions } = await sdk.send(new StartWebAuthnRegistrationCommand({ AccessToken }))
    return CredentialCreationOptions as CreationOptions
  }
  const complete = (AccessToken: string, Credential: object) =>
    // The SDK's type of a document knows no objects of a known shape.
    sdk.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }))
  const list = async (AccessToken: string) =>
    (await sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials ?? []
  /** Registers a passkey for the holder of a token. */
  const register = async (
    AccessToken: string,
    authenticator: Authenticator = makeAuthenticator(site),
    knobs: Knobs = {},
  ) => {
    await complete(AccessToken, authenticator.create(await start(AccessToken), knobs))
    return authenticator
  }
  /** A new user, signed in. */
  const signedIn = async (username: string, attributes: Record<string, string> = {}) => {
    await makeUser(sdk, made.poolId, username, attributes)
    return (await signIn(sdk, made.clientId, username)).accessToken
  }
  return { sdk, ...made, configure, start, complete, list, register, signedIn }
}
