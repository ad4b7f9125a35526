/**
 * Invokes the functions that a pool's triggers name: what they are given, how often they are tried, and
 * what becomes of their errors. What a trigger's answer means is in the files beside this one.
 */
import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import { FunctionFailure } from '../../domain/function-failure.ts'
import type { LambdaConfig, Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { sdkVersion, type TriggerEvent } from '../../domain/trigger-event.ts'
import { invalidJson, readReply, type TriggerResponse } from '../../domain/trigger-reply.ts'

/** How often a function is tried that takes too long or is stopped; it may see an event more than once. */
const ATTEMPTS = 3

/** A trigger that a pool names by an ARN alone. */
type Trigger = {
  [K in keyof LambdaConfig]-?: NonNullable<LambdaConfig[K]> extends string ? K : never
}[keyof LambdaConfig]

/** One invocation of a trigger. */
export type TriggerCall = {
  readonly pool: Pool
  readonly client: Client
  /** The stored name, or one that nobody has. */
  readonly userName: string
  readonly trigger: Exclude<Trigger, 'kMSKeyID'>
  readonly source: string
  readonly request: Readonly<Record<string, unknown>>
  /** The members of the answer, which the function finds as `null`. */
  readonly response: readonly string[]
  readonly via: Via
}

const toEvent = ({ pool, client, userName, source, request, response, via }: TriggerCall): TriggerEvent => ({
  version: '1',
  region: pool.region,
  userPoolId: pool.id,
  userName,
  callerContext: { awsSdkVersion: sdkVersion(via.origin.userAgent), clientId: client.id },
  triggerSource: source,
  request: { ...request, ...(via.metadata && { clientMetadata: via.metadata }) },
  response: Object.fromEntries(response.map((name) => [name, null])),
})

const nameOf = (trigger: string) => trigger.charAt(0).toUpperCase() + trigger.slice(1)

const texts: Record<FunctionFailure['kind'], (trigger: string, text: string) => ServiceError> = {
  thrown: (trigger, text) => fault('UserLambdaValidationException', `${trigger} failed with error ${text}.`),
  output: invalidJson,
  timeout: (trigger) => unexpected(trigger, 'Socket timeout while invoking Lambda function.'),
  // Unverified: the code by which Lambda says that it is itself at fault.
  interrupted: (trigger) => unexpected(trigger, 'ServiceException.'),
  refused: (trigger, text) => unexpected(trigger, `${text}.`),
}

const unexpected = (trigger: string, cause: string) =>
  fault('UnexpectedLambdaException', `${trigger} invocation failed due to error ${cause}`)

const isRetried = ({ kind }: FunctionFailure) => kind === 'timeout' || kind === 'interrupted'

/** Asks at most ATTEMPTS times. */
const invoke = async (ctx: Context, arn: string, event: TriggerEvent): Promise<unknown> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.outbound.functions.invoke(arn, event)
    } catch (error) {
      if (!(error instanceof FunctionFailure && isRetried(error) && attempt < ATTEMPTS)) throw error
    }
  }
}

/**
 * Invokes a trigger's function and answers its `response`; undefined where the pool does not name one.
 * Not inside a transaction: it may take 15 seconds. Raises UserLambdaValidationException with the
 * function's own error, UnexpectedLambdaException where it could not be invoked in time, and
 * InvalidLambdaResponseException for an answer of another form.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const invokeTrigger = async (ctx: Context, call: TriggerCall): Promise<TriggerResponse | undefined> => {
  const arn = call.pool.settings.lambdaConfig[call.trigger]
  if (arn === undefined) return undefined
  const trigger = nameOf(call.trigger)
  try {
    return readReply(await invoke(ctx, arn, toEvent(call)))
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error
    // An error of its own is how a function refuses; all else is the operator's to mend.
    const level = error.kind === 'thrown' ? 'debug' : 'warn'
    ctx.log[level]({ trigger, function: arn, kind: error.kind, reason: error.message }, 'a trigger has failed')
    throw texts[error.kind](trigger, error.message)
  }
}
