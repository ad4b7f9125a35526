import { assertWritable, writableAttributes } from '../../domain/attributes.ts'
import { updateAttributes } from '../../flows/users/update-attributes.ts'
import { toWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType, TokenModelType } from '../../wire/shapes/auth.ts'
import { AttributeListType } from '../../wire/shapes/user.ts'
import { fromAttributeList } from '../attribute-list.ts'
import { operation } from '../operation.ts'
import { plainViaOf } from '../via.ts'

/**
 * Changes attributes of the token's user, as far as the client may write them; a blank value removes
 * one. A new address is unverified, and gets a code where the pool verifies it by itself; the old one
 * stays until that comes back where the pool requires verification before an update.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
 */
export const UpdateUserAttributes = operation({
  auth: 'token',
  quota: 'UserUpdate',
  input: structure({
    UserAttributes: required(AttributeListType),
    AccessToken: required(TokenModelType),
    ClientMetadata: ClientMetadataType,
  }),
  async handle({ UserAttributes, ClientMetadata }, ctx) {
    const { pool, client, user } = ctx.caller
    const changes = fromAttributeList(UserAttributes)
    assertWritable(writableAttributes(pool.schema, client.settings.writeAttributes), changes.keys())
    const via = plainViaOf(ctx, ClientMetadata)
    const deliveries = await updateAttributes(ctx, { pool, client, user, changes, vouches: false, via })
    return { CodeDeliveryDetailsList: toWire(deliveries) }
  },
})
