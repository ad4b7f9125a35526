import { required, structure } from '../../wire/schema.ts'
import { PaginationKeyType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { decodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { type ShownReplica, toReplica } from './present.ts'

/**
 * The Regions under whose names a pool answers: its own, and the second one if there is one. They fit on
 * one page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolReplicas.html
 */
export const ListUserPoolReplicas = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    NextToken: PaginationKeyType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    decodePageToken(ctx, ['ListUserPoolReplicas', pool.id], input.NextToken) // there is none to be had
    const replica = await ctx.store.poolReplicas.find(pool.id)
    const shown: ShownReplica[] = [
      { region: pool.region, role: 'PRIMARY', status: 'ACTIVE' },
      ...(replica ? [{ ...replica, role: 'SECONDARY' as const }] : []),
    ]
    return { UserPoolReplicas: shown.map((one) => toReplica(pool, one, ctx.settings.accountId)) }
  },
})
