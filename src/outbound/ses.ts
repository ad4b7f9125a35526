import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import type { FailureKind } from '../domain/delivery-failure.ts'
import { parseMailbox } from '../domain/mailbox.ts'
import { type AwsMessageOptions, openAwsMessages } from './aws-messages.ts'
import { AUTOMATIC, asciiAddress, asciiMailbox, requireSender, toLetter } from './letter.ts'
import type { Dispatch, Transport } from './transport.ts'

/** Errors that are not about the whole way. A pool may name what is not there yet, or not verified. */
const kinds: ReadonlyMap<string, FailureKind> = new Map([
  ['MessageRejected', 'refused'],
  ['BadRequestException', 'refused'],
  ['NotFoundException', 'later'],
  ['MailFromDomainNotVerifiedException', 'later'],
])

/** `arn:<partition>:ses:<Region>:<account>:identity/<address or domain>`. */
const readIdentity = (arn: string | undefined) => {
  const [, , , region, , resource = ''] = arn?.split(':') ?? []
  const address = resource.replace(/^identity\//, '')
  return { region: region || undefined, address: parseMailbox(address) ? address : undefined }
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })

/** A pool that sends as an identity sends from its address, unless it says otherwise. */
const toEmail = (message: Dispatch, sender: string): SendEmailCommandInput => {
  const { sourceArn, configurationSet } = message
  const { from, to, replyTo, subject, html, text } = toLetter(message, readIdentity(sourceArn).address ?? sender)
  return {
    FromEmailAddress: asciiMailbox(from),
    ...(sourceArn !== undefined && { FromEmailAddressIdentityArn: sourceArn }),
    Destination: { ToAddresses: [asciiAddress(to)] },
    ...(replyTo && { ReplyToAddresses: [asciiMailbox(replyTo)] }),
    ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Html: utf8(html), Text: utf8(text) },
        Headers: [{ Name: AUTOMATIC.name, Value: AUTOMATIC.value }],
      },
    },
  }
}

/** Which SES, and the sender of messages that name none. */
export type SesOptions = AwsMessageOptions & { readonly from: string }

/**
 * Opens a way to Amazon SES. A pool that sends as an identity of its own does so in the Region of that
 * identity. Raises Error for a sender that cannot work.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const openSes = ({ from, ...options }: SesOptions): Transport => {
  requireSender(from)
  const service = { name: 'SES', kindOf: (name: string) => kinds.get(name) }
  const messages = openAwsMessages(service, options, (config) => new SESv2Client(config))
  return {
    async send(message) {
      const command = new SendEmailCommand(toEmail(message, from))
      const { region } = readIdentity(message.sourceArn)
      await messages.send(region, (client, abortSignal) => client.send(command, { abortSignal }))
    },
    partOf: ({ sourceArn = '' }) => sourceArn,
    close: messages.close,
  }
}
