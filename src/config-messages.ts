import { readAwsPlace } from './aws-settings.ts'
import { isPlainUrl, PLAIN_URL } from './domain/host.ts'

/** A service of AWS, or a server that speaks as it does. */
export type AwsWay = {
  /** `aws`, or the URL of an endpoint. */
  readonly place: string
  /** The Region of all messages, whatever their pools say. */
  readonly region: string | undefined
  /** The Region of messages for which neither the settings nor their pool name one. */
  readonly defaultRegion: string
}

/** A server to which messages are posted. */
export type Webhook = { readonly url: string; readonly secret: string }

/** From whom text messages come: a phone number, a name, or a messaging service of Twilio. */
export type SmsSender = { readonly kind: 'number' | 'name' | 'service'; readonly value: string }

/** How e-mail leaves the program. */
export type EmailWay =
  | { readonly kind: 'smtp'; readonly url: string }
  | ({ readonly kind: 'ses' } & AwsWay)
  | ({ readonly kind: 'webhook' } & Webhook)

/** How text messages leave the program. */
export type SmsWay =
  | ({ readonly kind: 'webhook' } & Webhook)
  | ({ readonly kind: 'twilio'; readonly sender: SmsSender } & Webhook)
  | ({ readonly kind: 'sns'; readonly sender: SmsSender | undefined } & AwsWay)

type Setting =
  | 'CENOTE_SMTP_URL'
  | `CENOTE_${'SES' | 'SNS'}${'' | '_REGION'}`
  | `CENOTE_${'EMAIL' | 'SMS'}_WEBHOOK_${'URL' | 'SECRET'}`
  | 'CENOTE_SMS_WEBHOOK_FORMAT'
  | 'CENOTE_SMS_SENDER'

/** The settings of messages, each of its own form, and a place for the mistakes that they make together. */
type Reading = {
  readonly given: { readonly [name in Setting]?: string }
  readonly defaultRegion: string
  readonly mistakes: string[]
}

const readAws = (service: 'SES' | 'SNS', { given, defaultRegion, mistakes }: Reading): AwsWay => {
  const setting = `CENOTE_${service}` as const
  const place = readAwsPlace(setting, given[setting], mistakes) ?? 'aws'
  return { place, region: given[`${setting}_REGION`], defaultRegion }
}

/** What is missing is a mistake, with which the program does not start: an empty text takes its place. */
const needed = (name: Setting, { given, mistakes }: Reading, having: string): string => {
  if (given[name] === undefined) mistakes.push(`${name}: is needed with ${having}`)
  return given[name] ?? ''
}

const readWebhook = (medium: 'EMAIL' | 'SMS', reading: Reading): Webhook => {
  const setting = `CENOTE_${medium}_WEBHOOK_URL` as const
  const url = reading.given[setting] ?? ''
  if (!isPlainUrl(url)) reading.mistakes.push(`${setting}: must be ${PLAIN_URL}`)
  return { url, secret: needed(`CENOTE_${medium}_WEBHOOK_SECRET`, reading, setting) }
}

const readSender = (value: string): SmsSender => {
  if (/^MG[0-9a-fA-F]{32}$/.test(value)) return { kind: 'service', value }
  return { kind: /^\+?\d+$/.test(value) ? 'number' : 'name', value }
}

const readSmsWebhook = (reading: Reading): SmsWay => {
  const webhook = readWebhook('SMS', reading)
  if (reading.given.CENOTE_SMS_WEBHOOK_FORMAT !== 'twilio') return { kind: 'webhook', ...webhook }
  if (webhook.secret && !/^[^:]+:.+$/.test(webhook.secret)) {
    reading.mistakes.push('CENOTE_SMS_WEBHOOK_SECRET: must be <account sid>:<auth token> for Twilio')
  }
  const sender = readSender(needed('CENOTE_SMS_SENDER', reading, 'CENOTE_SMS_WEBHOOK_FORMAT=twilio'))
  return { kind: 'twilio', ...webhook, sender }
}

const readSns = (reading: Reading): SmsWay => {
  const { CENOTE_SMS_SENDER: text } = reading.given
  const sender = text === undefined ? undefined : readSender(text)
  if (sender?.kind === 'service') reading.mistakes.push('CENOTE_SMS_SENDER: must be a number or a name for CENOTE_SNS')
  return { kind: 'sns', ...readAws('SNS', reading), sender }
}

/** The ways of a medium, by the settings that choose them. */
type Ways<W> = readonly (readonly [Setting, (reading: Reading) => W])[]

const emailWays: Ways<EmailWay> = [
  ['CENOTE_SMTP_URL', ({ given }) => ({ kind: 'smtp', url: given.CENOTE_SMTP_URL ?? '' })],
  ['CENOTE_SES', (reading) => ({ kind: 'ses', ...readAws('SES', reading) })],
  ['CENOTE_EMAIL_WEBHOOK_URL', (reading) => ({ kind: 'webhook', ...readWebhook('EMAIL', reading) })],
]
const smsWays: Ways<SmsWay> = [
  ['CENOTE_SMS_WEBHOOK_URL', readSmsWebhook],
  ['CENOTE_SNS', readSns],
]

/** The one way that is set. Two would leave open which of them a message takes. */
const readOnly = <W>(ways: Ways<W>, reading: Reading): W | undefined => {
  const [first, ...others] = ways.filter(([name]) => reading.given[name] !== undefined)
  for (const [name] of others) reading.mistakes.push(`${name}: cannot be set together with ${first?.[0]}`)
  return first?.[1](reading)
}

/** Reads how messages leave; undefined for a medium of which nothing is set. Adds what is wrong to the mistakes. */
export const readMessageWays = (reading: Reading): { email: EmailWay | undefined; sms: SmsWay | undefined } => ({
  email: readOnly(emailWays, reading),
  sms: readOnly(smsWays, reading),
})
