/** How a pool sends e-mail and SMS, and what it writes in them. */
import { boolean, integer, oneOf, required, string, structure } from '../schema.ts'
import { ArnType, StringType } from './common.ts'

export const EmailAddressType = string({
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+@[\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
})

export const EmailSendingAccountType = oneOf(['COGNITO_DEFAULT', 'DEVELOPER'])
export const SESConfigurationSet = string({ min: 1, max: 64, pattern: '^[a-zA-Z0-9_-]+$' })

export const EmailConfigurationType = structure({
  SourceArn: ArnType,
  ReplyToEmailAddress: EmailAddressType,
  EmailSendingAccount: EmailSendingAccountType,
  From: StringType,
  ConfigurationSet: SESConfigurationSet,
})

export const RegionCodeType = string({ min: 5, max: 32 })

export const OptionalArnType = string({
  min: 0,
  max: 2048,
  pattern: String.raw`(arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?)?`,
})

export const EumsSmsConfigurationType = structure({
  CallerArn: required(ArnType),
  ExternalId: StringType,
  OriginationIdentity: StringType,
  ConfigurationSetName: StringType,
  InEntityId: StringType,
  InTemplateId: StringType,
  Region: RegionCodeType,
})

export const SmsConfigurationType = structure({
  SnsCallerArn: OptionalArnType,
  ExternalId: StringType,
  SnsRegion: RegionCodeType,
  EumsSms: EumsSmsConfigurationType,
})

export const SmsVerificationMessageType = string({ min: 6, max: 140, pattern: String.raw`.*\{####\}.*` })

export const EmailVerificationMessageType = string({
  min: 6,
  max: 20_000,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`,
})

export const EmailVerificationSubjectType = string({
  min: 1,
  max: 140,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+`,
})

export const EmailVerificationMessageByLinkType = string({
  min: 6,
  max: 20_000,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{##[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*##\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`,
})

export const EmailVerificationSubjectByLinkType = string({
  min: 1,
  max: 140,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+`,
})

export const DefaultEmailOptionType = oneOf(['CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE'])

export const VerificationMessageTemplateType = structure({
  SmsMessage: SmsVerificationMessageType,
  EmailMessage: EmailVerificationMessageType,
  EmailSubject: EmailVerificationSubjectType,
  EmailMessageByLink: EmailVerificationMessageByLinkType,
  EmailSubjectByLink: EmailVerificationSubjectByLinkType,
  DefaultEmailOption: DefaultEmailOptionType,
})

export const SmsInviteMessageType = string({ min: 6, max: 140, pattern: '(?s).*' })

export const EmailInviteMessageType = string({
  min: 6,
  max: 20_000,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`,
})

export const MessageTemplateType = structure({
  SMSMessage: SmsInviteMessageType,
  EmailMessage: EmailInviteMessageType,
  EmailSubject: EmailVerificationSubjectType,
})

export const AdminCreateUserUnusedAccountValidityDaysType = integer({ min: 0, max: 365 })

export const AdminCreateUserConfigType = structure({
  AllowAdminCreateUserOnly: boolean,
  UnusedAccountValidityDays: AdminCreateUserUnusedAccountValidityDaysType,
  InviteMessageTemplate: MessageTemplateType,
})
