import { fault } from '../../domain/errors.ts'
import { isReserved } from '../../domain/resource-server.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { holdPool } from '../../flows/hold-pool.ts'
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

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_RESOURCE_SERVERS = 25

/**
 * Makes a resource server with its scopes, which the pool's clients may have from now on. Its
 * identifier is unique in the pool, to the letter.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html
 */
export const CreateResourceServer = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
    Name: required(ResourceServerNameType),
    Scopes: ResourceServerScopeListType,
  }),
  async handle(input, ctx) {
    const { id: poolId } = await requirePool(ctx, input.UserPoolId)
    const identifier = input.Identifier
    if (isReserved(identifier)) {
      throw fault('InvalidParameterException', unverifiedTexts.resourceServerReserved(identifier))
    }
    const scopes = statedScopes(input.Scopes)
    const server = { poolId, identifier, name: input.Name, scopes, createdAt: ctx.now() }
    await ctx.store.transaction(async (tx) => {
      await holdPool(tx, { id: poolId })
      if (!(await tx.resourceServers.insert(server))) {
        throw fault('InvalidParameterException', `${identifier} already exists in user pool ${poolId}.`)
      }
      if ((await tx.resourceServers.count(poolId)) > MAX_RESOURCE_SERVERS) {
        throw fault('LimitExceededException', unverifiedTexts.resourceServerLimit)
      }
    })
    return { ResourceServer: toResourceServer(server) }
  },
})
