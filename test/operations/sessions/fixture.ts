import {
  type CognitoIdentityProviderClient,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  SetUserPoolClientSessionConfigurationCommand,
  type SetUserPoolClientSessionConfigurationCommandInput,
  SetUserPoolSessionConfigurationCommand,
  type SetUserPoolSessionConfigurationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'

/** Calls the four operations, and answers without what the SDK adds. */
export const sessionCalls = (sdk: CognitoIdentityProviderClient) => ({
  async getPool(UserPoolId: string) {
    const { $metadata, ...answer } = await sdk.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }))
    return answer
  },
  /** Turns tracking on for 20 sessions, unless changed. */
  async setPool(UserPoolId: string, change: Partial<SetUserPoolSessionConfigurationCommandInput> = {}) {
    const input = { UserPoolId, UserSessionTracking: 'ENABLED' as const, TokenSession: { MaxPerUser: 20 }, ...change }
    const { $metadata, ...answer } = await sdk.send(new SetUserPoolSessionConfigurationCommand(input))
    return answer
  },
  async getClient(UserPoolId: string, ClientId: string) {
    const command = new GetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId })
    const { $metadata, ...answer } = await sdk.send(command)
    return answer
  },
  /** Sets half a day, unless changed. */
  async setClient(
    UserPoolId: string,
    ClientId: string,
    change: Partial<SetUserPoolClientSessionConfigurationCommandInput> = {},
  ) {
    const input = { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 720 }, ...change }
    const { $metadata, ...answer } = await sdk.send(new SetUserPoolClientSessionConfigurationCommand(input))
    return answer
  },
})

/** What an operation on sessions answers to a pool that is none. */
export const NO_POOL = ['ResourceNotFoundException', 'User pool us-east-1_nosuchone does not exist.'] as const

/** What a Lite pool answers to all that is about sessions. */
export const LITE = [
  'FeatureUnavailableInTierException',
  'The following features need to be disabled for the LITE pricing tier configured: Session Management',
] as const
