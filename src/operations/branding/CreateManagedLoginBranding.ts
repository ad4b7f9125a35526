import { type Branding, MAX_BRANDINGS } from '../../domain/branding.ts'
import { fault } from '../../domain/errors.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { uuid } from '../../flows/tokens/issue.ts'
import { boolean, document, required, structure } from '../../wire/schema.ts'
import { AssetListType } from '../../wire/shapes/branding.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toManagedLoginBranding } from './present.ts'
import { MAX_BRANDING_REQUEST, statedLook } from './stated.ts'

/**
 * Gives a client's managed login a look: the server's own, or settings and images over it. A client has
 * at most one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html
 */
export const CreateManagedLoginBranding = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  maxRequest: MAX_BRANDING_REQUEST,
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    UseCognitoProvidedValues: boolean,
    Settings: document,
    Assets: AssetListType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    const { settings = {}, assets = [] } = await statedLook(input)
    const now = ctx.now()
    const branding: Branding = {
      poolId: pool.id,
      id: uuid(ctx),
      clientId: client.id,
      usesProvidedValues: input.UseCognitoProvidedValues ?? false,
      settings,
      createdAt: now,
      updatedAt: now,
    }
    await ctx.store.transaction(async (tx) => {
      await holdPool(tx, pool)
      if (!(await tx.brandings.insert(branding))) {
        throw fault('ManagedLoginBrandingExistsException', unverifiedBrandingTexts.brandingExists)
      }
      if ((await tx.brandings.count(pool.id)) > MAX_BRANDINGS) {
        throw fault('LimitExceededException', unverifiedBrandingTexts.brandingLimit)
      }
      await tx.brandings.putAssets(branding, assets)
    })
    return { ManagedLoginBranding: toManagedLoginBranding(branding, assets) }
  },
})
