import type { DeliveryMedium } from './delivery.ts'
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

/** The same of a text message, as the pool's own must be. Unverified. */
const SMS_PATTERN = String.raw`.*\{####\}.*`

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

/** What a function words. */
export type Worded = {
  readonly event: MessageEvent
  /** By which it goes: words for others are passed over. */
  readonly mediums: readonly DeliveryMedium[]
  /** False of an invitation without a password, whose words may do without the code. */
  readonly hasCode: boolean
}

/** An invitation names its user and the password, and any other message holds its code or the link in place of it. */
const isComplete = (message: string, { event, hasCode }: Worded, byLink: boolean) => {
  if (event === 'invite') return message.includes(USERNAME) && (message.includes(CODE) || !hasCode)
  return message.includes(CODE) || (byLink && LINK.test(message))
}

const emailOf = (message: string, worded: Worded, before: EmailTemplate): Pick<EmailTemplate, 'message' | 'byLink'> => {
  if (message.trim() === '') throw empty()
  if (message.length > MAX_EMAIL) throw tooLong(message, 'emailBody', MAX_EMAIL)
  if (!CHARACTERS.test(message) || !isComplete(message, worded, before.byLink)) {
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

const smsOf = (message: string, worded: Worded): string => {
  if (message.trim() === '') throw empty()
  if (message.length > MAX_LINE) throw tooLong(message, 'smsMessage', MAX_LINE)
  if (!isComplete(message, worded, false)) {
    throw violates(message, 'smsMessage', `Member must satisfy regular expression pattern: ${SMS_PATTERN}`)
  }
  return message
}

/**
 * What CustomMessage has answered in place of the pool's own words; what it leaves out stays these.
 * Raises InvalidParameterException for words that could not be sent, with the service's texts where they
 * are known, and InvalidLambdaResponseException for no text.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export const customWording = (response: TriggerResponse, worded: Worded, own: Wording): Wording => {
  const given = (name: string, medium: DeliveryMedium) => {
    const text = readText(response, name)
    return worded.mediums.includes(medium) ? text : undefined
  }
  const sms = given('smsMessage', 'SMS')
  const message = given('emailMessage', 'EMAIL')
  const subject = given('emailSubject', 'EMAIL')
  return {
    sms: sms === undefined ? own.sms : smsOf(sms, worded),
    email: {
      ...own.email,
      ...(message !== undefined && emailOf(message, worded, own.email)),
      ...(subject !== undefined && { subject: subjectOf(subject) }),
    },
  }
}
