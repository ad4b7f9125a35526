import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type UserPoolTierType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { TestServer } from '../../harness.ts'
import { createProvider } from '../providers/fixture.ts'

/** A pool that requires `email`, has `custom:team` and the developer's `level`, and knows the provider `Acme`. Its id. */
export const createPool = async (server: TestServer, UserPoolTier?: UserPoolTierType): Promise<string> => {
  const command = new CreateUserPoolCommand({
    PoolName: 'pool',
    UserPoolTier,
    Schema: [
      { Name: 'email', Required: true },
      { Name: 'team', AttributeDataType: 'String' },
      { Name: 'level', AttributeDataType: 'Number', DeveloperOnlyAttribute: true },
    ],
  })
  const poolId = (await server.client().send(command)).UserPool?.Id ?? ''
  await createProvider(server.client(), poolId)
  return poolId
}

/** A client of the pool. */
export const createClient = async (
  server: TestServer,
  UserPoolId: string,
  change: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const command = new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'client', ...change })
  return (await server.client().send(command)).UserPoolClient ?? {}
}
