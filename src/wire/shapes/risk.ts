/** Threat protection: what is watched, what is done about it, and feedback on events. */
import { boolean, list, oneOf, required, string, structure } from '../schema.ts'
import { ArnType, StringType } from './common.ts'

export const EventFilterType = oneOf(['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP'])
export const EventFiltersType = list(EventFilterType)
export const CompromisedCredentialsEventActionType = oneOf(['BLOCK', 'NO_ACTION'])

export const CompromisedCredentialsActionsType = structure({
  EventAction: required(CompromisedCredentialsEventActionType),
})

export const CompromisedCredentialsRiskConfigurationType = structure({
  EventFilter: EventFiltersType,
  Actions: required(CompromisedCredentialsActionsType),
})

export const EmailNotificationSubjectType = string({
  min: 1,
  max: 140,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+`,
})

export const EmailNotificationBodyType = string({
  min: 6,
  max: 20_000,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]+`,
})

export const NotifyEmailType = structure({
  Subject: required(EmailNotificationSubjectType),
  HtmlBody: EmailNotificationBodyType,
  TextBody: EmailNotificationBodyType,
})

export const NotifyConfigurationType = structure({
  From: StringType,
  ReplyTo: StringType,
  SourceArn: required(ArnType),
  BlockEmail: NotifyEmailType,
  NoActionEmail: NotifyEmailType,
  MfaEmail: NotifyEmailType,
})

export const AccountTakeoverEventActionType = oneOf(['BLOCK', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'NO_ACTION'])

export const AccountTakeoverActionType = structure({
  Notify: required(boolean),
  EventAction: required(AccountTakeoverEventActionType),
})

export const AccountTakeoverActionsType = structure({
  LowAction: AccountTakeoverActionType,
  MediumAction: AccountTakeoverActionType,
  HighAction: AccountTakeoverActionType,
})

export const AccountTakeoverRiskConfigurationType = structure({
  NotifyConfiguration: NotifyConfigurationType,
  Actions: required(AccountTakeoverActionsType),
})

export const BlockedIPRangeListType = list(StringType, { max: 200 })
export const SkippedIPRangeListType = list(StringType, { max: 200 })

export const RiskExceptionConfigurationType = structure({
  BlockedIPRangeList: BlockedIPRangeListType,
  SkippedIPRangeList: SkippedIPRangeListType,
})

export const EventIdType = string({ min: 1, max: 50, pattern: String.raw`[\w+-]+` })
export const FeedbackValueType = oneOf(['Valid', 'Invalid'])
