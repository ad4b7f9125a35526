import { defined } from '../../domain/defined.ts'
import { fault } from '../../domain/errors.ts'
import { checkCss } from '../../domain/ui-css.ts'
import { ALL_CLIENTS, checkLogo, type UiCustomization } from '../../domain/ui-customization.ts'
import { required, structure } from '../../wire/schema.ts'
import { CSSType, ImageFileType } from '../../wire/shapes/branding.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toUiCustomization } from './present.ts'

const NO_DOMAIN = 'A domain must be associated with this user pool.'

/**
 * Sets style and logo of the classic pages, for one client or for all that have none of their own. The
 * two are set together: what a request leaves out is gone, and with neither there is nothing set.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUICustomization.html
 */
export const SetUICustomization = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
    CSS: CSSType,
    ImageFile: ImageFileType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = input.ClientId ?? ALL_CLIENTS
    if (scope !== ALL_CLIENTS) await requireClient(ctx, pool, scope)
    if (pool.prefixDomain === undefined && pool.customDomain === undefined) {
      throw fault('InvalidParameterException', NO_DOMAIN)
    }
    const css = input.CSS || undefined
    const image = input.ImageFile?.length ? input.ImageFile : undefined
    checkLogo(defined({ css, image }))
    if (css !== undefined) await checkCss(css)
    if (css === undefined && image === undefined) {
      await ctx.store.transaction((tx) => tx.uiCustomizations.remove(pool.id, scope))
      return { UICustomization: { UserPoolId: pool.id, ClientId: scope } }
    }
    const now = ctx.now()
    const stated: UiCustomization = {
      poolId: pool.id,
      scope,
      ...defined({ css, image }),
      createdAt: now,
      updatedAt: now,
    }
    const createdAt = await ctx.store.transaction((tx) => tx.uiCustomizations.put(stated))
    return { UICustomization: toUiCustomization({ ...stated, createdAt }, ctx.settings) }
  },
})
