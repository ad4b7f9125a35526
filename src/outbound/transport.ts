import type { TriggerEvent } from '../domain/trigger-event.ts'

/** A function that delivers a message in place of a transport, and what it is given. */
export type SenderCall = {
  /** Its ARN. */
  readonly function: string
  /** The key of its pool by which codes are encrypted. */
  readonly keyArn: string
  /** The event, in which the encrypted code is missing yet. */
  readonly event: TriggerEvent
}

/** A message to one person. */
export type OutgoingMessage = {
  readonly poolId: string
  /** The user whom it concerns. */
  readonly username: string
  readonly medium: 'EMAIL' | 'SMS'
  /** One e-mail address, or a phone number. */
  readonly to: string
  readonly subject?: string
  /** HTML in an e-mail, text in a text message; empty where a function makes its own. */
  readonly body: string
  /** What an e-mail says without HTML; made from the body if absent. */
  readonly text?: string
  readonly code?: string
  readonly link?: string
  /** `address` or `Name <address>`; the program's own sender if absent. */
  readonly from?: string
  readonly replyTo?: string
  /** Where a function delivers it. */
  readonly sender?: SenderCall
  /** Whether it goes nowhere: it stands for one that nobody is sent. */
  readonly isDecoy?: true
  /** The configuration set of Amazon SES, where e-mail leaves by it. */
  readonly configurationSet?: string
  /** The ARN of the identity of Amazon SES as which the pool sends. */
  readonly sourceArn?: string
  /** The Region of Amazon SNS, where text messages leave by it. */
  readonly snsRegion?: string
  /** When the message has no use any more, in epoch milliseconds. */
  readonly expiresAt?: number
}

/** A message as it is handed over: the same `id` at each try, so that a receiver can tell a second copy. */
export type Dispatch = OutgoingMessage & { readonly id: string; readonly sentAt: number }

/** A way out of the process. */
export type Transport = {
  /** Resolves once the message is taken, and raises DeliveryFailure; one or the other within 30 seconds. */
  send(message: Dispatch): Promise<void>
  /** Names the part of the way that a message takes, where parts of it fail by themselves; empty for all others. */
  partOf?(message: OutgoingMessage): string
  /** Ends connections that are kept, by force: whoever closes has waited for what is on its way. */
  close?(): void
}
