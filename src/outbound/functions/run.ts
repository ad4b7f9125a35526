/** One call of a function. */
export type Invocation = {
  /** As the pool names the function. */
  readonly arn: string
  /** JSON. */
  readonly event: string
  readonly requestId: string
  /** Whether somebody uses the answer. Without it, a function is done with an event that it has taken. */
  readonly isAwaited: boolean
}

/**
 * Runs one function and answers what it returned, as JSON text, or any text where nobody uses it.
 * Raises FunctionFailure.
 */
export type Run = (invocation: Invocation) => Promise<string>
