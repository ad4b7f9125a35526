import { fault } from '../../domain/errors.ts'
import { type Pool, poolArn } from '../../domain/pool.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { OperationContext } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * The user pool with this ARN: the only resource that has tags. Raises InvalidParameterException for
 * an ARN of something else, or of another account or Region.
 */
export const requireTagged = async (ctx: OperationContext<'iam'>, arn: string): Promise<Pool> => {
  const id = arn.slice(arn.lastIndexOf('/') + 1)
  const { region } = ctx.caller
  if (arn !== poolArn({ id, region }, ctx.settings.accountId)) {
    throw fault('InvalidParameterException', unverifiedTexts.resourceArn)
  }
  return requirePool(ctx, id)
}
