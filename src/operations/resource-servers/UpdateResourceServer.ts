import { fault } from '../../domain/errors.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import {
  ResourceServerIdentifierType,
  ResourceServerNameType,
  ResourceServerScopeListType,
} from '../../wire/shapes/resource-server.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toResourceServer } from './present.ts'
import { statedScopes } from './scopes.ts'

/**
 * Replaces the name and all scopes of a resource server: a request without scopes leaves none. Clients
 * keep the names of scopes that are gone; no token has them until they are defined again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateResourceServer.html
 */
export const UpdateResourceServer = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
    Name: required(ResourceServerNameType),
    Scopes: ResourceServerScopeListType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scopes = statedScopes(input.Scopes)
    const server = { poolId: pool.id, identifier: input.Identifier, name: input.Name, scopes }
    const updated = await ctx.store.transaction((tx) => tx.resourceServers.update(server))
    if (!updated) throw fault('ResourceNotFoundException', unverifiedTexts.resourceServer(input.Identifier))
    return { ResourceServer: toResourceServer(server) }
  },
})
