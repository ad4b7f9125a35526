import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import {
  AdminGetUserCommand,
  CreateGroupCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../fixture.ts'
import type { TestServer } from '../harness.ts'

/** The group that everybody joins. */
export const EVERYONE = 'everyone'
/** A Region of which nothing but a list has pools, and one that has none. */
export const FAR = 'eu-west-3'
export const EMPTY = 'eu-west-2'

/** A pool with Jane, of whom lists tell, and Mary, who has nothing. */
export type Place = {
  readonly poolId: string
  readonly clientId: string
  readonly sub: string
  readonly accessToken: string
  readonly otherToken: string
}

const settings: Partial<CreateUserPoolCommandInput> = {
  UserPoolTier: 'PLUS',
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
}

/** Makes a pool that keeps everything of which there are lists. */
export const makePlace = async (server: TestServer): Promise<Place> => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, settings)
  const tracking = { UserSessionTracking: 'ENABLED' as const, TokenSession: { MaxPerUser: 20 } }
  await sdk.send(new SetUserPoolSessionConfigurationCommand({ UserPoolId: poolId, ...tracking }))
  for (const GroupName of [EVERYONE, 'nobody']) {
    await sdk.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName }))
  }
  for (const name of ['jane', 'mary']) await makeUser(sdk, poolId, name)
  const jane = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const { accessToken: otherToken } = await signIn(sdk, clientId, 'mary')
  const sub = jane.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
  return { poolId, clientId, sub, accessToken, otherToken }
}
