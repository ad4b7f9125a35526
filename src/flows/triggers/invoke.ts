/**
 * Invokes the functions that a pool's triggers name: what they are given, how often they are tried, and
 * what becomes of their errors. What a trigger's answer means is in the files beside this one.
 */
import type { Context } from '../../context.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import { FunctionFailure } from '../../domain/function-failure.ts'
import type { LambdaConfig, Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { sdkVersion, type TriggerEvent } from '../../domain/trigger-event.ts'
import { invalidJson, readReply, type TriggerResponse } from '../../domain/trigger-reply.ts'
import type { BaseTriggerEvent, Given } from '../../triggers/event.ts'

/** How often a function is tried that takes too long or is stopped; it may see an event more than once. */
const ATTEMPTS = 3

/** A trigger by its name among the pool's settings. */
export type TriggerName = Exclude<keyof LambdaConfig, 'kMSKeyID' | 'preTokenGeneration' | 'inboundFederation'>

/** The function that a pool has for a trigger. */
export const functionOf = ({ settings }: Pick<Pool, 'settings'>, trigger: TriggerName): string | undefined => {
  const configured = settings.lambdaConfig[trigger]
  return typeof configured === 'object' ? configured.lambdaArn : configured
}

/** For whom and why a function is invoked. */
export type TriggerOccasion = {
  readonly pool: Pool
  /** The app client's id, or what stands for none. */
  readonly clientId: string | null
  /** The stored name, or one that nobody has. */
  readonly userName: string
  readonly source: string
  readonly via: Pick<Via, 'origin'>
}

/** An event of any form. */
type AnyEvent = BaseTriggerEvent<string, Record<string, unknown>, Record<string, unknown>>

/** One invocation of a trigger, by the types that functions in TypeScript have of its event. */
export type TriggerCall<Event extends BaseTriggerEvent<string> = AnyEvent> = TriggerOccasion & {
  readonly trigger: TriggerName
  readonly version?: string
  readonly source: Event['triggerSource']
  readonly request: Partial<Given<Event['request']>>
  /** The members of the answer, as the function finds them. */
  readonly response: Given<Event['response']>
}

/** What all events begin with. */
export const envelopeOf = ({ pool, clientId, userName, source, via }: TriggerOccasion, version = '1') => ({
  version,
  region: pool.region,
  userPoolId: pool.id,
  userName,
  callerContext: { awsSdkVersion: sdkVersion(via.origin.userAgent), clientId },
  triggerSource: source,
})

const toEvent = <Event extends BaseTriggerEvent<string>>(call: TriggerCall<Event>): TriggerEvent => ({
  ...envelopeOf(call, call.version),
  request: { ...call.request },
  response: { ...call.response },
})

/** `clientMetadata` of a request, which is absent where the caller sent none. */
export const clientMetadata = ({ metadata }: Pick<Via, 'metadata'>) => metadata && { clientMetadata: metadata }

const nameOf = (trigger: TriggerName) => {
  if (trigger === 'preTokenGenerationConfig') return 'PreTokenGeneration'
  return trigger.charAt(0).toUpperCase() + trigger.slice(1)
}

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
export const invokeTrigger = async <Event extends BaseTriggerEvent<string> = AnyEvent>(
  ctx: Context,
  call: TriggerCall<Event>,
): Promise<TriggerResponse | undefined> => {
  const arn = functionOf(call.pool, call.trigger)
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
