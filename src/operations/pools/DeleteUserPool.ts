import { fault } from '../../domain/errors.ts'
import { unverifiedRiskTexts } from '../../domain/unverified-risk-texts.ts'
import { untilUndisturbed } from '../../flows/save-settings.ts'
import type { Queries } from '../../store/index.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { refuseDuringImport } from '../imports/refuse-during-import.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

const PROTECTED =
  'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.'
const HAS_DOMAIN = 'User pool cannot be deleted. It has a domain configured that should be deleted first.'

/**
 * Deletes a user pool with everything in it: clients, users, groups, keys, messages that were not
 * delivered yet. A pool under deletion protection stays, and one with a domain or a replica.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
 */
export const DeleteUserPool = operation({
  auth: 'iam',
  quota: 'UserPoolUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const { id } = await requirePool(ctx, input.UserPoolId)
    const remove = async (tx: Queries): Promise<true | undefined> => {
      const pool = await tx.pools.find(id)
      if (!pool) return true
      if (pool.settings.deletionProtection === 'ACTIVE') throw fault('InvalidParameterException', PROTECTED)
      if (pool.prefixDomain ?? pool.customDomain) throw fault('InvalidParameterException', HAS_DOMAIN)
      await refuseDuringImport(tx, pool)
      // Takes the row, so that nobody turns protection on between the look at it and the deletion, or adds a replica.
      if (!(await tx.pools.replace(pool, pool))) return undefined
      if (await tx.poolReplicas.find(id)) throw fault('InvalidParameterException', unverifiedRiskTexts.replicaLeft)
      await tx.pools.remove(id)
      return true
    }
    await untilUndisturbed(() => ctx.store.transaction(remove))
    return {}
  },
})
