/**
 * What a failed delivery says of the future. `refused`: this message will never be taken. `later`:
 * this message may be taken in a while. `down`: the way itself does not work, for no message.
 */
export type FailureKind = 'refused' | 'later' | 'down'

/** A message was not handed over. Its text goes to the log and holds nothing of the message. */
export class DeliveryFailure extends Error {
  readonly kind: FailureKind

  constructor(kind: FailureKind, reason: string) {
    super(reason)
    this.name = 'DeliveryFailure'
    this.kind = kind
  }
}
