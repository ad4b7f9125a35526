import { checkAcrMapping, checkIdentifiers, checkMapping, withSubject } from '../../domain/identity-provider-rules.ts'
import { settleDetails } from '../../flows/federation/details.ts'
import { saveProvider } from '../../flows/federation/save-provider.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { ProviderDetailsType, ProviderNameType } from '../../wire/shapes/identity-provider.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { requireProvider } from './find.ts'
import { optionalMembers } from './members.ts'
import { toIdentityProvider } from './present.ts'

/**
 * Replaces the details, the mappings and the identifiers of an identity provider, each whole where the
 * request has it; what it leaves out stays (unverified). Metadata and endpoints are read again with the
 * details. The name and the type never change.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateIdentityProvider.html
 */
export const UpdateIdentityProvider = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameType),
    ProviderDetails: ProviderDetailsType,
    ...optionalMembers,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const before = await requireProvider(ctx, pool, input.ProviderName)
    const mapping = input.AttributeMapping
    checkMapping(pool.schema, mapping ?? {})
    checkAcrMapping(before.type, input.AcrMapping)
    checkIdentifiers(input.IdpIdentifiers ?? [])
    const settled = input.ProviderDetails && (await settleDetails(ctx, before, input.ProviderDetails, before))
    const provider = await saveProvider(ctx, before, {
      ...before,
      ...settled,
      attributeMapping: mapping ? withSubject(before.type, mapping) : before.attributeMapping,
      identifiers: input.IdpIdentifiers ?? before.identifiers,
      acrMapping: input.AcrMapping ?? before.acrMapping,
    })
    return { IdentityProvider: toIdentityProvider(ctx, provider) }
  },
})
