/** Identity providers. */
import { integer, list, map, oneOf, string } from '../schema.ts'
import { StringType } from './common.ts'

export const ProviderNameType = string({ min: 1, max: 32, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+` })

export const ProviderNameTypeV2 = string({
  min: 1,
  max: 32,
  pattern: String.raw`[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+`,
})

export const IdentityProviderTypeType = oneOf([
  'SAML',
  'Facebook',
  'Google',
  'LoginWithAmazon',
  'SignInWithApple',
  'OIDC',
])

export const ProviderDetailsType = map(StringType, StringType)
export const AttributeMappingKeyType = string({ min: 1, max: 32 })
export const AttributeMappingType = map(AttributeMappingKeyType, StringType)
export const IdpIdentifierType = string({ min: 1, max: 40, pattern: String.raw`[\w\s+=.@-]+` })
export const IdpIdentifiersListType = list(IdpIdentifierType, { min: 0, max: 50 })
export const ListProvidersLimitType = integer({ min: 0, max: 60 })
