import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { SmsSender } from '../config.ts'
import { type AwsMessageOptions, type AwsMessageService, openAwsMessages } from './aws-messages.ts'
import type { Transport } from './transport.ts'

/** Errors about one message: a number that is none, or whose owner wants no messages. */
const refusals = new Set([
  'InvalidParameterException',
  'InvalidParameterValueException',
  'ValidationException',
  'OptedOutException',
])

const service: AwsMessageService = {
  name: 'SNS',
  /** A parameter that every message has is not this one's fault. */
  kindOf: (name, message) =>
    refusals.has(name) && !/SenderID|OriginationNumber/.test(message) ? 'refused' : undefined,
}

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue })

const attributesOf = (sender: SmsSender | undefined) => ({
  'AWS.SNS.SMS.SMSType': text('Transactional'),
  ...(sender?.kind === 'number' && { 'AWS.MM.SMS.OriginationNumber': text(sender.value) }),
  ...(sender?.kind === 'name' && { 'AWS.SNS.SMS.SenderID': text(sender.value) }),
})

/** Which SNS, and from whom messages come. */
export type SnsOptions = AwsMessageOptions & { readonly sender: SmsSender | undefined }

/**
 * Opens a way to Amazon SNS, in the Region that the pool of a message names.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const openSns = ({ sender, ...options }: SnsOptions): Transport => {
  const messages = openAwsMessages(service, options, (config) => new SNSClient(config))
  const MessageAttributes = attributesOf(sender)
  return {
    async send({ to, body, snsRegion }) {
      const command = new PublishCommand({ PhoneNumber: to, Message: body, MessageAttributes })
      await messages.send(snsRegion, (client, abortSignal) => client.send(command, { abortSignal }))
    },
    partOf: ({ snsRegion = '' }) => (options.region === undefined ? snsRegion : ''),
    close: messages.close,
  }
}
