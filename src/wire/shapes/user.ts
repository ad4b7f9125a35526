/** Users and their attributes. */
import { list, oneOf, required, string, structure } from '../schema.ts'
import { StringType } from './common.ts'
import { ProviderNameType } from './identity-provider.ts'

export const UsernameType = string({
  min: 1,
  max: 128,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
  sensitive: true,
})

export const PasswordType = string({ max: 256, pattern: String.raw`[\S]+`, sensitive: true })
export const ConfirmationCodeType = string({ min: 1, max: 2048, pattern: String.raw`[\S]+` })
export const AttributeNameType = string({ min: 1, max: 32, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+` })
export const AttributeValueType = string({ max: 2048, sensitive: true })

export const AttributeType = structure({
  Name: required(AttributeNameType),
  Value: AttributeValueType,
})

export const AttributeListType = list(AttributeType)
export const AttributeNameListType = list(AttributeNameType)
export const SearchedAttributeNamesListType = list(AttributeNameType)
export const UserFilterType = string({ max: 256 })
export const MessageActionType = oneOf(['RESEND', 'SUPPRESS'])
export const DeliveryMediumType = oneOf(['SMS', 'EMAIL'])
export const DeliveryMediumListType = list(DeliveryMediumType)

export const ProviderUserIdentifierType = structure({
  ProviderName: ProviderNameType,
  ProviderAttributeName: StringType,
  ProviderAttributeValue: StringType,
})

export const MFAOptionType = structure({
  DeliveryMedium: DeliveryMediumType,
  AttributeName: AttributeNameType,
})

export const MFAOptionListType = list(MFAOptionType)
