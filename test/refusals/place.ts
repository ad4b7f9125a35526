import type { CreateUserPoolCommandInput, ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool } from '../fixture.ts'
import { newPrefix } from '../operations/domains/fixture.ts'
import { ROLE } from '../operations/imports/fixture.ts'
import { site } from '../operations/passkeys/fixture.ts'
import { accepted } from '../operations/providers/fixture.ts'
import type { SmtpTestServer } from '../outbound/smtp.ts'
import type { Calls } from './calls.ts'
import { addressOf, type Make, makers, textAt } from './make.ts'

/** What policies and tags call a pool. */
export const arnOf = (poolId: string): string =>
  `arn:aws:cognito-idp:${poolId.split('_')[0]}:000000000000:userpool/${poolId}`

/** A pool that keeps all that a pool can keep. */
const settings: Partial<CreateUserPoolCommandInput> = {
  UserPoolTier: 'PLUS',
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
  AutoVerifiedAttributes: ['email'],
  AliasAttributes: ['email', 'preferred_username'],
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 8,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      PasswordHistorySize: 3,
    },
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
  },
}

/** Apps as a second factor for those who want it, and passkeys. */
export const factors = {
  MfaConfiguration: 'OPTIONAL',
  SoftwareTokenMfaConfiguration: { Enabled: true },
  WebAuthnConfiguration: { RelyingPartyId: site.rpId },
}

/** Sessions are tracked. */
export const tracking = { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 100 } }

/** What terms need besides a client. */
export const terms = {
  TermsName: 'terms-of-use',
  TermsSource: 'LINK',
  Enforcement: 'NONE',
  Links: { 'cognito:default': 'https://example.com' },
}

/** What a provider is made of but its names. */
export const provider = { ProviderType: 'OIDC', ProviderDetails: accepted.OIDC }

/** What an import job is made of but its pool. */
export const importJob = { JobName: 'job', CloudWatchLogsRoleArn: ROLE }

/** A scope of a resource server. */
export const scope = { ScopeName: 'read', ScopeDescription: 'May read.' }

/** Whom an identity of a provider is linked to, and which. */
export const link = (provider: string, subject: string, username: string) => ({
  DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
  SourceUser: { ProviderName: provider, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: subject },
})

/** A client of its own kind, with two secrets, which gets tokens for itself. */
const makeMachine = async ({ call }: Calls, make: Make, UserPoolId: string, resourceServer: string) => {
  const { clientId: ClientId, secret = '' } = await make.client({
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType], // documented, though the SDK does not know it
    AllowedOAuthScopes: [`${resourceServer}/read`],
  })
  const added = await call('AddUserPoolClientSecret', { UserPoolId, ClientId })
  const token = await call('GetClientToken', { ClientId, Secret: secret })
  return {
    clientId: ClientId,
    secret,
    secretId: textAt(added, 'ClientSecretDescriptor', 'ClientSecretId'),
    token: textAt(token, 'ClientAuthenticationResult', 'AccessToken'),
  }
}

/** Somebody with a device, a passkey, a session, an identity at a provider, and a story. */
const makePerson = async ({ call }: Calls, make: Make, UserPoolId: string, providerName: string) => {
  const person = await make.device()
  const { username: Username, accessToken: AccessToken } = person
  await call('CompleteWebAuthnRegistration', { AccessToken, Credential: await make.passkey(AccessToken) })
  await call('AdminLinkProviderForUser', { UserPoolId, ...link(providerName, `subject-of-${Username}`, Username) })
  const { username, session } = await make.newcomer()
  return {
    ...person,
    address: addressOf(Username),
    sub: textAt(claimsOf(AccessToken), 'sub'),
    subject: `subject-of-${Username}`,
    sessionId: textAt(await call('ListUserSessions', { AccessToken }), 'Sessions', 0, 'SessionId'),
    eventId: textAt(await call('AdminListUserAuthEvents', { UserPoolId, Username }), 'AuthEvents', 0, 'EventId'),
    credentialId: textAt(await call('ListWebAuthnCredentials', { AccessToken }), 'Credentials', 0, 'CredentialId'),
    newcomer: username,
    session,
  }
}

/**
 * Makes a pool with something of every kind that an operation can name. The names are those of the place,
 * so that each of them is nobody's in another.
 */
export const makePlace = async (
  calls: Calls,
  mail: SmtpTestServer,
  name: string,
  more: Partial<CreateUserPoolCommandInput> = {},
) => {
  const { sdk, call } = calls
  const { poolId: UserPoolId, clientId } = await makePool(sdk, { ...settings, ...more }, { AuthSessionValidity: 15 })
  const make = makers(calls, mail, { poolId: UserPoolId, clientId, name })
  await call('SetUserPoolMfaConfig', { UserPoolId, ...factors })
  await call('SetUserPoolSessionConfiguration', { UserPoolId, ...tracking })
  const names = {
    group: `group-${name}`,
    provider: `provider-${name}`,
    identifier: `identifier-${name}`,
    resourceServer: `server-${name}`,
    domain: newPrefix(),
  }
  await call('CreateUserPoolDomain', { UserPoolId, Domain: names.domain })
  await call('CreateGroup', { UserPoolId, GroupName: names.group })
  const identified = { ...provider, IdpIdentifiers: [names.identifier] }
  await call('CreateIdentityProvider', { UserPoolId, ProviderName: names.provider, ...identified })
  await call('CreateResourceServer', { UserPoolId, Identifier: names.resourceServer, Name: name, Scopes: [scope] })
  const job = await call('CreateUserImportJob', { UserPoolId, ...importJob })
  const ofClient = { UserPoolId, ClientId: clientId }
  const branding = await call('CreateManagedLoginBranding', { ...ofClient, UseCognitoProvidedValues: true })
  return {
    ...names,
    make,
    poolId: UserPoolId,
    clientId,
    arn: arnOf(UserPoolId),
    jobId: textAt(job, 'UserImportJob', 'JobId'),
    brandingId: textAt(branding, 'ManagedLoginBranding', 'ManagedLoginBrandingId'),
    termsId: textAt(await call('CreateTerms', { ...ofClient, ...terms }), 'Terms', 'TermsId'),
    machine: await makeMachine(calls, make, UserPoolId, names.resourceServer),
    jane: await makePerson(calls, make, UserPoolId, names.provider),
    mary: await makePerson(calls, make, UserPoolId, names.provider),
  }
}

/** A pool with something of every kind. */
export type Place = Awaited<ReturnType<typeof makePlace>>
