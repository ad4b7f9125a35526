import { ALL_CLIENTS } from '../../domain/ui-customization.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toUiCustomization } from './present.ts'

/**
 * Answers style and logo of the classic pages: of a client its own, else those for all clients; an
 * empty object where nothing is set.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUICustomization.html
 */
export const GetUICustomization = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = input.ClientId ?? ALL_CLIENTS
    if (scope !== ALL_CLIENTS) await requireClient(ctx, pool, scope)
    const found =
      (await ctx.store.uiCustomizations.find(pool.id, scope)) ??
      (await ctx.store.uiCustomizations.find(pool.id, ALL_CLIENTS))
    return { UICustomization: found ? toUiCustomization(found, ctx.settings) : {} }
  },
})
