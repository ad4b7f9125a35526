/** What the tests of OAuth clients share. */
import { CreateResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../fixture.ts'
import type { TestServer } from '../harness.ts'
import type { Site } from '../oauth/site.ts'

/** The tag of a pool that follows the standards where the service does not. */
export const STRICT = { 'cenote:oidc': 'strict' }

/** A pool with a resource server `orders`, and a client of machines that may use it. */
export const makeMachineClient = async (server: TestServer): Promise<Site> => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
  await sdk.send(new CreateResourceServerCommand({ UserPoolId: poolId, Identifier: 'orders', Name: 'orders', Scopes }))
  const { clientId, secret } = await makeClient(sdk, poolId, {
    ExplicitAuthFlows: [],
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read', 'orders/write'],
  })
  return { sdk, poolId, clientId, secret }
}
