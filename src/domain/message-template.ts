import type { PoolSettings } from './pool.ts'

/** What a user is written about. `authentication` is a code that signs in or is a second factor. */
export type MessageEvent =
  | 'sign_up'
  | 'resend_code'
  | 'forgot_password'
  | 'verify_attribute'
  | 'update_attribute'
  | 'invite'
  | 'authentication'

/** The part of a pool's settings that holds its own texts. */
export type MessageSettings = Partial<
  Pick<
    PoolSettings,
    'verificationMessageTemplate' | 'adminCreateUserConfig' | 'smsAuthenticationMessage' | 'emailMfaConfiguration'
  >
> & {
  /** The older place of the template's `smsMessage`, which wins. */
  readonly smsVerificationMessage?: string
}

/** The texts of a pool that has none of its own. Those by link and of authentication are unverified. */
export const defaultTexts = {
  verificationMessage: 'Your verification code is {####}. ',
  verificationSubject: 'Your verification code',
  linkMessage: 'Please click the link below to verify your email address. {##Verify Email##} ',
  linkSubject: 'Your verification link',
  inviteMessage: 'Your username is {username} and temporary password is {####}. ',
  inviteSubject: 'Your temporary password',
  authenticationMessage: 'Your authentication code is {####}. ',
  authenticationSubject: 'Your authentication code',
} as const

/** An e-mail before its placeholders are filled. `byLink` asks for a link in place of a code. */
export type EmailTemplate = { readonly subject: string; readonly message: string; readonly byLink: boolean }

/** What a message says, by whichever medium, before its placeholders are filled. */
export type Wording = { readonly sms: string; readonly email: EmailTemplate }

/** The text message of `event`. */
export const smsTemplate = (settings: MessageSettings, event: MessageEvent): string => {
  switch (event) {
    case 'invite':
      return settings.adminCreateUserConfig?.inviteMessageTemplate?.sMSMessage ?? defaultTexts.inviteMessage
    case 'authentication':
      return settings.smsAuthenticationMessage ?? defaultTexts.authenticationMessage
    default: {
      const message = settings.verificationMessageTemplate?.smsMessage ?? settings.smsVerificationMessage
      return message ?? defaultTexts.verificationMessage
    }
  }
}

const inviteEmail = ({ adminCreateUserConfig }: MessageSettings): EmailTemplate => ({
  subject: adminCreateUserConfig?.inviteMessageTemplate?.emailSubject ?? defaultTexts.inviteSubject,
  message: adminCreateUserConfig?.inviteMessageTemplate?.emailMessage ?? defaultTexts.inviteMessage,
  byLink: false,
})

const authenticationEmail = ({ emailMfaConfiguration }: MessageSettings): EmailTemplate => ({
  subject: emailMfaConfiguration?.subject ?? defaultTexts.authenticationSubject,
  message: emailMfaConfiguration?.message ?? defaultTexts.authenticationMessage,
  byLink: false,
})

const codeEmail = (settings: MessageSettings): EmailTemplate => {
  const { emailSubject, emailMessage } = settings.verificationMessageTemplate ?? {}
  return {
    subject: emailSubject ?? defaultTexts.verificationSubject,
    message: emailMessage ?? defaultTexts.verificationMessage,
    byLink: false,
  }
}

/** Whether e-mails that confirm a sign-up have a link in place of a code, unless a function writes them. */
export const confirmsByLink = ({ verificationMessageTemplate: template }: MessageSettings): boolean =>
  template?.defaultEmailOption === 'CONFIRM_WITH_LINK'

/** Only a sign-up is confirmed by link; whatever else is verified takes a code even in such a pool. */
const signUpEmail = (settings: MessageSettings): EmailTemplate => {
  if (!confirmsByLink(settings)) return codeEmail(settings)
  const { emailSubjectByLink, emailMessageByLink } = settings.verificationMessageTemplate ?? {}
  return {
    subject: emailSubjectByLink ?? defaultTexts.linkSubject,
    message: emailMessageByLink ?? defaultTexts.linkMessage,
    byLink: true,
  }
}

const emails: Readonly<Record<MessageEvent, (settings: MessageSettings) => EmailTemplate>> = {
  sign_up: signUpEmail,
  resend_code: signUpEmail,
  forgot_password: codeEmail,
  verify_attribute: codeEmail,
  update_attribute: codeEmail,
  invite: inviteEmail,
  authentication: authenticationEmail,
}

/**
 * The e-mail of `event`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
 */
export const emailTemplate = (settings: MessageSettings, event: MessageEvent): EmailTemplate => emails[event](settings)

/** The pool's own words for `event`. */
export const poolWording = (settings: MessageSettings, event: MessageEvent): Wording => ({
  sms: smsTemplate(settings, event),
  email: emailTemplate(settings, event),
})

/** What triggers call an event, after the name of the trigger. */
export const eventSource = {
  sign_up: 'SignUp',
  resend_code: 'ResendCode',
  forgot_password: 'ForgotPassword',
  verify_attribute: 'VerifyUserAttribute',
  update_attribute: 'UpdateUserAttribute',
  invite: 'AdminCreateUser',
  authentication: 'Authentication',
} as const satisfies Record<MessageEvent, string>
