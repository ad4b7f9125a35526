import type { EmailWay, SmsWay } from '../config.ts'
import { requirePackage } from './aws.ts'
import type { Transport } from './transport.ts'

/** What the environment says besides: whether it has credentials of AWS. */
type Environment = { readonly awsCredentials: boolean }

/**
 * Opens the way of e-mail, from `from` unless a message says otherwise. Each is loaded where it is
 * used: the mail client alone is a quarter of an idle server's memory. Raises Error for settings that
 * cannot work.
 */
export const openEmailWay = async (
  way: EmailWay,
  { from, awsCredentials }: Environment & { readonly from: string },
): Promise<Transport> => {
  if (way.kind === 'smtp') return (await import('./email.ts')).openEmail({ ...way, from })
  if (way.kind === 'webhook') return (await import('./email-webhook.ts')).openEmailWebhook({ ...way, from })
  requirePackage('CENOTE_SES', '@aws-sdk/client-sesv2')
  return (await import('./ses.ts')).openSes({ ...way, from, hasCredentials: awsCredentials })
}

/** Opens the way of text messages, likewise. */
export const openSmsWay = async (way: SmsWay, { awsCredentials }: Environment): Promise<Transport> => {
  if (way.kind === 'webhook') return (await import('./sms.ts')).openSms(way)
  if (way.kind === 'twilio') return (await import('./twilio.ts')).openTwilio(way)
  requirePackage('CENOTE_SNS', '@aws-sdk/client-sns')
  return (await import('./sns.ts')).openSns({ ...way, hasCredentials: awsCredentials })
}
