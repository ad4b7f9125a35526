import { fault } from '../../domain/errors.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { required, structure } from '../../wire/schema.ts'
import { ArnType, DescriptionType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType, PrecedenceType } from '../../wire/shapes/group.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toGroupType } from './present.ts'
import { refuseForeignRole } from './role-arn.ts'

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_GROUPS = 10_000
/** Unverified. */
const TOO_MANY = `A user pool cannot have more than ${MAX_GROUPS} groups.`

/**
 * Makes a group. Names are unique ignoring case.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
export const CreateGroup = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
    Description: DescriptionType,
    RoleArn: ArnType,
    Precedence: PrecedenceType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    refuseForeignRole(ctx, input.RoleArn)
    const now = ctx.now()
    const group = {
      poolId: pool.id,
      name: input.GroupName,
      description: input.Description,
      roleArn: input.RoleArn,
      precedence: input.Precedence,
      createdAt: now,
      updatedAt: now,
    }
    await ctx.store.transaction(async (tx) => {
      await holdPool(tx, pool)
      if (!(await tx.groups.insert(group))) throw fault('GroupExistsException')
      if ((await tx.groups.count(pool.id)) > MAX_GROUPS) throw fault('LimitExceededException', TOO_MANY)
    })
    return { Group: toGroupType(group) }
  },
})
