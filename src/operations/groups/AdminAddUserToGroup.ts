import { fault } from '../../domain/errors.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType } from '../../wire/shapes/group.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requireGroup, requirePool, requireUser } from '../require.ts'

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_GROUPS = 100
/** Unverified. */
const TOO_MANY = `A user cannot be a member of more than ${MAX_GROUPS} groups.`

/**
 * Makes a user a member of a group; one who is already stays one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html
 */
export const AdminAddUserToGroup = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    GroupName: required(GroupNameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const group = await requireGroup(ctx, pool, input.GroupName)
    await ctx.store.transaction(async (tx) => {
      // Held, so that no other request adds the user to a group between this one's adding and counting.
      if (!(await tx.users.hold(pool.id, user.sub))) throw fault('UserNotFoundException')
      const added = await tx.groups.addMember(pool.id, group.name, user.sub, ctx.now())
      const over = added && (await tx.groups.countOfUser(pool.id, user.sub)) > MAX_GROUPS
      if (over) throw fault('LimitExceededException', TOO_MANY)
    })
    return {}
  },
})
