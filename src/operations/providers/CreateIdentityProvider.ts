import {
  checkAcrMapping,
  checkIdentifiers,
  checkMapping,
  checkName,
  withSubject,
} from '../../domain/identity-provider-rules.ts'
import { settleDetails } from '../../flows/federation/details.ts'
import { addProvider } from '../../flows/federation/save-provider.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import {
  IdentityProviderTypeType,
  ProviderDetailsType,
  ProviderNameTypeV2,
} from '../../wire/shapes/identity-provider.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { optionalMembers } from './members.ts'
import { toIdentityProvider } from './present.ts'

/**
 * Makes an identity provider of a pool, whose clients may name it from now on. Metadata at a URL and the
 * endpoints of an OpenID issuer are read now, and a provider that does not answer is refused.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
export const CreateIdentityProvider = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameTypeV2),
    ProviderType: required(IdentityProviderTypeType),
    ProviderDetails: required(ProviderDetailsType),
    ...optionalMembers,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const named = { poolId: pool.id, name: input.ProviderName, type: input.ProviderType }
    const { AttributeMapping: mapping = {}, IdpIdentifiers: identifiers = [], AcrMapping: acrMapping } = input
    checkName(named.name, named.type)
    checkMapping(pool.schema, mapping)
    checkAcrMapping(named.type, acrMapping)
    checkIdentifiers(identifiers)
    const settled = await settleDetails(ctx, named, input.ProviderDetails)
    const now = ctx.now()
    const attributeMapping = withSubject(named.type, mapping)
    const provider = { ...named, ...settled, attributeMapping, identifiers, acrMapping, createdAt: now, updatedAt: now }
    await addProvider(ctx, provider)
    return { IdentityProvider: toIdentityProvider(ctx, provider) }
  },
})
