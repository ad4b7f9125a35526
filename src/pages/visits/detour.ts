import type { Context } from '../../context.ts'
import { ServiceError } from '../../domain/errors.ts'
import { keepStep } from '../../flows/sign-in/page-step.ts'
import { go, ownerOf, type Reply, type Visit } from './visit.ts'

/** Leads users whose sign-in is refused because they have something else to do first to the page of that. */
export const detour = async (
  ctx: Context,
  visit: Visit,
  error: unknown,
  username: string,
): Promise<Reply | undefined> => {
  if (!(error instanceof ServiceError)) return undefined
  const owner = ownerOf(visit)
  if (error.name === 'UserNotConfirmedException') {
    const step = await keepStep(ctx, owner, { kind: 'confirm', username, destination: undefined })
    return go(visit.to('/confirm', { step }))
  }
  if (error.name === 'PasswordResetRequiredException') {
    const step = await keepStep(ctx, owner, { kind: 'reset', username, destination: undefined })
    return go(visit.to('/confirmforgotPassword', { step }))
  }
  return undefined
}
