import type { Events, StringMap, TriggerContext, TriggerHandler, WithMetadata, WithUser } from './event.ts'

/** Words in place of the pool's own; `null` leaves these. */
export type CustomMessageTriggerResponse = {
  smsMessage: string | null
  emailMessage: string | null
  emailSubject: string | null
}
/** A message is about to be sent. The words hold the parameters where the code, the link and the name will be. */
export type CustomMessageTriggerEvent = Events<
  | 'CustomMessage_SignUp'
  | 'CustomMessage_AdminCreateUser'
  | 'CustomMessage_ResendCode'
  | 'CustomMessage_ForgotPassword'
  | 'CustomMessage_UpdateUserAttribute'
  | 'CustomMessage_VerifyUserAttribute'
  | 'CustomMessage_Authentication',
  WithUser & WithMetadata & { codeParameter: string; linkParameter: string; usernameParameter: string | null },
  CustomMessageTriggerResponse
>
/** A function of CustomMessage. */
export type CustomMessageTriggerHandler = TriggerHandler<CustomMessageTriggerEvent>

/** On what occasions functions send a code, or a temporary password. */
type CodeOccasion =
  | 'SignUp'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'AdminCreateUser'
  | 'Authentication'
/** A message's `code` is base64 of a message of the AWS Encryption SDK. */
type SenderRequest<Attributes = StringMap> = WithMetadata & {
  type: string
  code: string | null
  userAttributes: Attributes
}
/** What a notice of a sign-in that was at risk is about. */
export type AccountTakeOverAttributes = {
  EVENT_ID: string
  USER_NAME: string
  IP_ADDRESS: string
  ACCOUNT_TAKE_OVER_ACTION: 'BLOCK' | 'NO_ACTION' | 'MFA' | 'MFA_IF_CONFIGURED' | 'MFA_REQUIRED'
  ONE_CLICK_LINK_VALID: string
  ONE_CLICK_LINK_INVALID: string
  LOGIN_TIME: string
  FEEDBACK_TOKEN: string
  CITY?: string | undefined
  COUNTRY?: string | undefined
  DEVICE_NAME?: string | undefined
}
/** An e-mail is to be sent. Nobody reads what comes back. */
export type CustomEmailSenderTriggerEvent =
  | Events<`CustomEmailSender_${CodeOccasion}`, SenderRequest, object>
  | Events<'CustomEmailSender_AccountTakeOverNotification', SenderRequest<AccountTakeOverAttributes>, object>
/** A function that sends e-mails. */
export type CustomEmailSenderTriggerHandler = (
  event: CustomEmailSenderTriggerEvent,
  context: TriggerContext,
) => Promise<unknown>
/** A text message is to be sent. Nobody reads what comes back. */
export type CustomSMSSenderTriggerEvent = Events<`CustomSMSSender_${CodeOccasion}`, SenderRequest, object>
/** A function that sends text messages. */
export type CustomSMSSenderTriggerHandler = (
  event: CustomSMSSenderTriggerEvent,
  context: TriggerContext,
) => Promise<unknown>
