import { addCustomAttributes } from '../../domain/attribute-definitions.ts'
import { editPool } from '../../flows/save-settings.ts'
import { fromWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { CustomAttributesListType } from '../../wire/shapes/pool-schema.ts'
import { refuseDuringImport } from '../imports/refuse-during-import.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * Adds custom attributes to the schema of a user pool, where they stay: they can be neither changed
 * nor removed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html
 */
export const AddCustomAttributes = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    CustomAttributes: required(CustomAttributesListType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    await refuseDuringImport(ctx.store, pool)
    const added = fromWire(input.CustomAttributes)
    await editPool(ctx, pool, (current) => ({ ...current, schema: addCustomAttributes(current.schema, added) }))
    return {}
  },
})
