/**
 * Why a function gave no answer. `thrown`: its own error, whose text is the function's. `output`: what
 * it returned is no JSON, or too long. `timeout`: it took too long. `interrupted`: it was stopped with
 * another call that ran beside it. `refused`: it cannot be invoked, or not now; the text is the
 * error's name as AWS Lambda has it.
 */
export type FunctionFailureKind = 'thrown' | 'output' | 'timeout' | 'interrupted' | 'refused'

/** A function was invoked, and nothing came of it. */
export class FunctionFailure extends Error {
  readonly kind: FunctionFailureKind

  constructor(kind: FunctionFailureKind, text: string) {
    super(text)
    this.name = 'FunctionFailure'
    this.kind = kind
  }
}
