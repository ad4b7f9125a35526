/** Runs one function: takes the event as JSON and answers what it returned as JSON. Raises FunctionFailure. */
export type Run = (event: string, requestId: string) => Promise<string>

/** One place where functions are. */
export type Resolver = {
  /** Undefined where there is no such function. */
  find(arn: string): Run | undefined
  close(): Promise<void>
}
