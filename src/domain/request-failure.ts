/**
 * Why a request to another server came to nothing: the place may not be asked, nobody answered in
 * time, or the answer was too long or could not be read.
 */
export type RequestFailureKind = 'refused' | 'down' | 'timeout' | 'too-large'

/** A request to another server that came to nothing. The message names neither URL nor address. */
export class RequestFailure extends Error {
  readonly kind: RequestFailureKind

  constructor(kind: RequestFailureKind, reason: string) {
    super(reason)
    this.kind = kind
  }
}
