import { fault, type ServiceError } from './errors.ts'
import type { EmailTemplate, MessageEvent, Wording } from './message-template.ts'
import { readText, type TriggerResponse } from './trigger-reply.ts'
import { unverifiedTexts } from './unverified-texts.ts'

const CODE = '{####}'
const USERNAME = '{username}'
/** A link's text ends at the next brace at the latest, as when it is filled in. */
const LINK = /\{##[^{]*?##\}/

/** What stands in the event for what the function may not know: the code, the link, and the name of whom it invites. */
export const messageParameters = (event: MessageEvent) => ({
  codeParameter: CODE,
  linkParameter: '{##Click Here##}',
  usernameParameter: event === 'invite' ? USERNAME : null,
})

/** What an e-mail must be like, in the words in which the service refuses it. */
const BODY_PATTERN = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`
/** Tabs and line ends are blanks; other control characters and unassigned ones are none of these. */
const CHARACTERS = /^[\p{L}\p{M}\p{S}\p{N}\p{P}\s]*$/u

const MAX_EMAIL = 20_000
const MAX_LINE = 140

const violates = (value: string, path: string, constraint: string): ServiceError =>
  fault(
    'InvalidParameterException',
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`,
  )

const tooLong = (value: string, path: string, max: number) =>
  violates(value, path, `Member must have length less than or equal to ${max}`)

const empty = () => fault('InvalidParameterException', 'The message is empty.')

/** An invitation names its user and the password, and any other message holds its code or the link in place of it. */
const isComplete = (message: string, event: MessageEvent, byLink: boolean) => {
  if (event === 'invite') return message.includes(CODE) && message.includes(USERNAME)
  return message.includes(CODE) || (byLink && LINK.test(message))
}

const emailOf = (
  message: string,
  event: MessageEvent,
  before: EmailTemplate,
): Pick<EmailTemplate, 'message' | 'byLink'> => {
  if (message.trim() === '') throw empty()
  if (message.length > MAX_EMAIL) throw tooLong(message, 'emailBody', MAX_EMAIL)
  if (!CHARACTERS.test(message) || !isComplete(message, event, before.byLink)) {
    throw violates(message, 'emailBody', `Member must satisfy regular expression pattern: ${BODY_PATTERN}`)
  }
  return { message, byLink: before.byLink && !message.includes(CODE) }
}

const subjectOf = (subject: string): string => {
  if (subject.length > MAX_LINE) throw tooLong(subject, 'emailSubject', MAX_LINE)
  if (subject.trim() === '' || /[\r\n]/.test(subject) || !CHARACTERS.test(subject)) {
    throw fault('InvalidParameterException', unverifiedTexts.emailHeader('emailSubject'))
  }
  return subject
}

const smsOf = (message: string): string => {
  if (message.trim() === '') throw empty()
  if (message.length > MAX_LINE) throw tooLong(message, 'smsMessage', MAX_LINE)
  return message
}

/**
 * What CustomMessage has answered in place of the pool's own words; what it leaves out stays these.
 * Raises InvalidParameterException for words that could not be sent, with the service's texts where they
 * are known, and InvalidLambdaResponseException for no text.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export const customWording = (response: TriggerResponse, event: MessageEvent, own: Wording): Wording => {
  const sms = readText(response, 'smsMessage')
  const message = readText(response, 'emailMessage')
  const subject = readText(response, 'emailSubject')
  return {
    sms: sms === undefined ? own.sms : smsOf(sms),
    email: {
      ...own.email,
      ...(message !== undefined && emailOf(message, event, own.email)),
      ...(subject !== undefined && { subject: subjectOf(subject) }),
    },
  }
}
