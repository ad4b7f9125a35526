import { fault } from '../../domain/errors.ts'
import { LOCAL_PROVIDER, SUBJECT } from '../../domain/identity-provider.ts'
import { unverifiedProviderTexts } from '../../domain/identity-provider-texts.ts'
import { forbidPassword, unlinkIdentity } from '../../flows/federation/links.ts'
import { required, structure } from '../../wire/schema.ts'
import { StringType } from '../../wire/shapes/common.ts'
import { ProviderUserIdentifierType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { statedAttribute, statedIdentity } from './identity.ts'

/**
 * Ends one way to sign in: a link, after which the identity is a stranger at its next sign-in; the own
 * identity of a user of a provider, who is left without a way in; or the password of a user of the pool.
 * A provider that was deleted may still be named, as its links are there.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html
 */
export const AdminDisableProviderForUser = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(StringType),
    User: required(ProviderUserIdentifierType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const { provider, userId } = statedIdentity(input.User, 'User')
    const attribute = statedAttribute(input.User, 'User')
    if (provider !== LOCAL_PROVIDER) {
      await unlinkIdentity(ctx, pool, { poolId: pool.id, provider, attribute, userId })
      return {}
    }
    if (attribute !== SUBJECT) {
      throw fault('InvalidParameterException', unverifiedProviderTexts.linkAttribute(attribute))
    }
    await forbidPassword(ctx, pool, await requireUser(ctx, pool, userId))
    return {}
  },
})
