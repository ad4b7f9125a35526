import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminListUserAuthEventsCommand,
  AssociateSoftwareTokenCommand,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { feedbackToken } from '../../src/flows/events/feedback.ts'
import { confirm } from '../../test/devices.ts'
import { appCode } from '../../test/mfa.ts'
import { DEV_CODE, type Made, type Step } from './prepare.ts'

const begin = async ({ sdk, clientId }: Made, USERNAME: string, PASSWORD: string) =>
  sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  )

/** Devices of which users say themselves whether they are remembered. */
export const tracking: Partial<CreateUserPoolCommandInput> = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
}

/** A sign-in of a confirmed user. */
export const signedIn =
  (username: string): Step =>
  async (made) => {
    const { AuthenticationResult } = await begin(made, username, 'OldPassword')
    const token = AuthenticationResult?.AccessToken ?? ''
    return { ACCESS_TOKEN: token, eyJra12345EXAMPLE: token }
  }

/** A sign-in of an invited user, who owes a new password. */
export const halfSignedIn =
  (username: string): Step =>
  async (made) => ({ SESSION_TOKEN: (await begin(made, username, 'password')).Session ?? '' })

/** A sign-in with a device that is confirmed. */
export const withDevice =
  (username: string): Step =>
  async (made) => {
    const { AuthenticationResult = {} } = await begin(made, username, 'OldPassword')
    const { key } = await confirm(made.sdk, AuthenticationResult)
    const token = AuthenticationResult.AccessToken ?? ''
    return { ACCESS_TOKEN: token, 'us-west-2_abcd_1234-5678': key, xxxx: key, DEVICE_KEY: key }
  }

/** Text messages as second factors. */
export const withSms: Step = async ({ sdk, poolId: UserPoolId }) => {
  const SmsMfaConfiguration = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111111111111:role/sms' } }
  await sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration }))
  return undefined
}

/** An app for codes, which the user of the last sign-in registered. */
export const withApp =
  (username: string): Step =>
  async (made) => {
    const { sdk, poolId, server } = made
    const SoftwareTokenMfaConfiguration = { Enabled: true }
    const optional = { UserPoolId: poolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration } as const
    await sdk.send(new SetUserPoolMfaConfigCommand(optional))
    const { AccessToken } = (await begin(made, username, 'OldPassword')).AuthenticationResult ?? {}
    const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    const UserCode = appCode(SecretCode, server.ctx.now())
    await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
    return undefined
  }

/** A code for a forgotten password. */
export const forgotten =
  (Username: string): Step =>
  async ({ sdk, clientId }) => {
    await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username }))
    return { CONF_CODE: DEV_CODE }
  }

/** The newest event of a user, with the token that a message about it carries. */
export const withEvent =
  (Username: string): Step =>
  async (made) => {
    const { sdk, poolId, server } = made
    await begin(made, Username, 'OldPassword')
    const user = { UserPoolId: poolId, Username }
    const { AuthEvents } = await sdk.send(new AdminListUserAuthEventsCommand(user))
    const { UserAttributes } = await sdk.send(new AdminGetUserCommand(user))
    const sub = UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
    const id = AuthEvents?.[0]?.EventId ?? ''
    const token = feedbackToken(server.ctx, { poolId, sub, id })
    return { 'c2c2cf89-c0d3-482d-aba6-99d78a5b0bfe': id, EVENT_ID: id, FEEDBACK_TOKEN: token }
  }

/** A group, and who is in it. */
export const group =
  (GroupName: string, members: readonly string[] = [], more: Partial<CreateGroupCommandInput> = {}): Step =>
  async ({ sdk, poolId: UserPoolId }) => {
    await sdk.send(new CreateGroupCommand({ UserPoolId, GroupName, ...more }))
    for (const Username of members) await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }))
    return undefined
  }

/** The prefix of the pool's own pages. */
export const domain =
  (Domain: string): Step =>
  async ({ sdk, poolId }) => {
    await sdk.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain }))
    return undefined
  }

/** Facebook as a provider, as the examples describe it. */
export const facebook: Step = async ({ sdk, poolId }) => {
  await sdk.send(
    new CreateIdentityProviderCommand({
      UserPoolId: poolId,
      ProviderName: 'Facebook',
      ProviderType: 'Facebook',
      ProviderDetails: {
        client_id: '11111',
        client_secret: '11111',
        authorize_scopes: 'myscope',
        api_version: 'v2.9',
      },
      AttributeMapping: { username: 'id' },
    }),
  )
  return undefined
}

/** The resource server of the weather. */
export const weather: Step = async ({ sdk, poolId }) => {
  await sdk.send(
    new CreateResourceServerCommand({
      UserPoolId: poolId,
      Identifier: 'weather.example.com',
      Name: 'Weather',
      Scopes: [
        { ScopeName: 'weather.update', ScopeDescription: 'Update weather forecast' },
        { ScopeName: 'weather.read', ScopeDescription: 'Read weather forecasts' },
        { ScopeName: 'weather.delete', ScopeDescription: 'Delete a weather forecast' },
      ],
    }),
  )
  return undefined
}
