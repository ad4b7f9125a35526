import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import { defineAuthChallenge } from '../triggers/custom-auth.ts'

/** Lets the trigger of a custom sign-in decide what comes next. Raises NotAuthorizedException where it ends it. */
export const define = async (ctx: Context, attempt: Attempt): Promise<Attempt> => {
  const history = attempt.custom?.history ?? []
  const decision = await defineAuthChallenge(ctx, { ...attempt, history })
  if (decision.kind === 'fail') throw fault('NotAuthorizedException')
  return { ...attempt, custom: { history, next: decision.kind === 'tokens' ? 'tokens' : decision.name } }
}
