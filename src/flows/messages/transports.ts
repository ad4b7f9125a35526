import type { Context } from '../../context.ts'
import { DeliveryFailure, type FailureKind } from '../../domain/delivery-failure.ts'
import { FunctionFailure } from '../../domain/function-failure.ts'
import type { OutgoingMessage, Transport } from '../../outbound/index.ts'

/** The transport of a medium, while there is one. */
export const transportOf = (
  { outbound }: Pick<Context, 'outbound'>,
  medium: OutgoingMessage['medium'],
): Transport | undefined => (medium === 'EMAIL' ? outbound.email : outbound.sms)

/** What a function's failure means for its message. Another call may succeed, unless nobody may make it. */
const kinds: Record<FunctionFailure['kind'], FailureKind> = {
  thrown: 'later',
  output: 'later',
  interrupted: 'later',
  timeout: 'down',
  refused: 'down',
}

/** Hands messages to functions that deliver them: each the event of its trigger, with the code encrypted for it. */
const sendByFunction = async (
  { outbound }: Pick<Context, 'outbound'>,
  { sender, code = '', poolId }: OutgoingMessage,
): Promise<void> => {
  if (!sender || !outbound.codes) throw new DeliveryFailure('down', 'codes cannot be encrypted')
  const { event, keyArn } = sender
  const encrypted = await outbound.codes.encrypt(code, { poolId, keyArn })
  const request = { ...event.request, code: encrypted }
  await outbound.functions.notify(sender.function, { ...event, request }).catch((error: unknown) => {
    if (!(error instanceof FunctionFailure)) throw error
    // Its own words may hold anything.
    throw new DeliveryFailure(kinds[error.kind], `function ${error.kind === 'refused' ? error.message : error.kind}`)
  })
}

/** Takes what goes nowhere. */
const nowhere: Transport = { send: async () => {} }

/** What delivers a message: its function, or the transport of its medium; undefined without either. */
export const deliveryOf = (ctx: Pick<Context, 'outbound'>, message: OutgoingMessage): Transport | undefined => {
  if (message.isDecoy) return nowhere
  return message.sender ? { send: (dispatch) => sendByFunction(ctx, dispatch) } : transportOf(ctx, message.medium)
}

/** Names the way that a message takes: what is in trouble on one is none on another. */
export const routeOf = (ctx: Pick<Context, 'outbound'>, message: OutgoingMessage): string => {
  const { sender, medium, isDecoy } = message
  if (isDecoy) return 'nowhere'
  if (sender) return `function ${sender.function}`
  const part = transportOf(ctx, medium)?.partOf?.(message)
  return part ? `${medium} ${part}` : medium
}
