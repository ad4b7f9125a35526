import type { Context } from '../../context.ts'
import type { Branding, BrandingAsset, JsonObject } from '../../domain/branding.ts'
import { changedSettings } from '../../domain/branding-settings.ts'
import { fault } from '../../domain/errors.ts'
import { concurrent } from '../../flows/save-settings.ts'
import { boolean, document, structure } from '../../wire/schema.ts'
import { AssetListType, ManagedLoginBrandingIdType } from '../../wire/shapes/branding.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toManagedLoginBranding } from './present.ts'
import { requireBranding } from './require.ts'
import { MAX_BRANDING_REQUEST, statedLook } from './stated.ts'

/** The API's model has these optional, and nothing can be done without them. */
const stated = (value: string | undefined, path: string): string => {
  if (value !== undefined) return value
  throw fault(
    'InvalidParameterException',
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  )
}

type Change = { provided: boolean | undefined; settings?: JsonObject; assets?: BrandingAsset[]; now: number }

/** The branding as it will be. What is set of it ends where all is the server's own. */
const changed = (before: Branding, { provided, settings, assets, now }: Change): Branding => {
  const isCustom = settings !== undefined || assets !== undefined
  const usesProvidedValues = provided ?? (before.usesProvidedValues && !isCustom)
  return {
    ...before,
    usesProvidedValues,
    settings: usesProvidedValues ? {} : changedSettings(before.settings, settings ?? {}),
    updatedAt: Math.max(now, before.updatedAt + 1),
  }
}

const save = (ctx: Context, before: Branding, after: Branding, assets: readonly BrandingAsset[] | undefined) =>
  ctx.store.transaction(async (tx) => {
    if (!(await tx.brandings.replace(before, after))) throw concurrent()
    if (after.usesProvidedValues) await tx.brandings.putAssets(after, [])
    else if (assets) await tx.brandings.putAssets(after, assets)
  })

/**
 * Changes a look: settings that a request states take the place of their like and leave all others, and
 * images the place of all images; one without bytes is the image of its ResourceId that is there. With
 * UseCognitoProvidedValues all of it goes back to the server's own.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateManagedLoginBranding.html
 */
export const UpdateManagedLoginBranding = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  maxRequest: MAX_BRANDING_REQUEST,
  input: structure({
    UserPoolId: UserPoolIdType,
    ManagedLoginBrandingId: ManagedLoginBrandingIdType,
    UseCognitoProvidedValues: boolean,
    Settings: document,
    Assets: AssetListType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, stated(input.UserPoolId, 'userPoolId'))
    const before = await requireBranding(ctx, pool, stated(input.ManagedLoginBrandingId, 'managedLoginBrandingId'))
    const existing = await ctx.store.brandings.assets(before)
    const look = await statedLook(input, existing)
    const after = changed(before, { provided: input.UseCognitoProvidedValues, ...look, now: ctx.now() })
    await save(ctx, before, after, look.assets)
    return { ManagedLoginBranding: toManagedLoginBranding(after, look.assets ?? existing) }
  },
})
