import { fault } from '../../domain/errors.ts'
import { LOCAL_PROVIDER, SUBJECT } from '../../domain/identity-provider.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { linkIdentity } from '../../flows/federation/links.ts'
import { required, structure } from '../../wire/schema.ts'
import { StringType } from '../../wire/shapes/common.ts'
import { ProviderUserIdentifierType } from '../../wire/shapes/user.ts'
import { type OperationContext, operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { requireProvider } from './find.ts'
import { statedAttribute, statedIdentity } from './identity.ts'

const LOCAL_SOURCE =
  'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser'

type Stated = ReturnType<typeof statedIdentity>

const requireDestination = async (
  ctx: OperationContext<'iam'>,
  pool: Pool,
  { provider, userId }: Stated,
): Promise<User> => {
  if (provider === LOCAL_PROVIDER) return requireUser(ctx, pool, userId)
  const identity = await ctx.store.linkedIdentities.find({ poolId: pool.id, provider, attribute: SUBJECT, userId })
  const user = identity?.isPrimary ? await ctx.store.users.find(pool.id, identity.sub) : undefined
  if (!user) throw fault('UserNotFoundException')
  return user
}

/**
 * Lets an identity at a provider, which has not signed in yet, sign in as a user who is there: one of the
 * pool's own, by user name, or one of a provider, by subject.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
 */
export const AdminLinkProviderForUser = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(StringType),
    DestinationUser: required(ProviderUserIdentifierType),
    SourceUser: required(ProviderUserIdentifierType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const destination = statedIdentity(input.DestinationUser, 'DestinationUser')
    const source = statedIdentity(input.SourceUser, 'SourceUser')
    if (source.provider === LOCAL_PROVIDER) throw fault('InvalidParameterException', LOCAL_SOURCE)
    const attribute = statedAttribute(input.SourceUser, 'SourceUser')
    const provider = await requireProvider(ctx, pool, source.provider)
    const user = await requireDestination(ctx, pool, destination)
    await linkIdentity(ctx, { pool, user, provider, attribute, userId: source.userId })
    return {}
  },
})
