import type { Context } from '../../context.ts'
import { confirmsByLink } from '../../domain/message-template.ts'
import { type ConfirmStep, findStep, keepStep } from '../../flows/sign-in/page-step.ts'
import { confirmSignUp } from '../../flows/sign-up/confirm.ts'
import { resendSignUpCode } from '../../flows/sign-up/resend.ts'
import { confirmPage } from '../index.ts'
import { text } from '../text.ts'
import { afterSignUp } from './after-sign-up.ts'
import { codeOf, go, lost, ownerOf, type PageRoute, type Reply, refusalText, show, type Visit } from './visit.ts'

/** Whether the message has a link in place of a code: an e-mail may, where the pool says so. */
const isByLink = ({ authorization: { pool } }: Visit, { destination }: ConfirmStep) =>
  confirmsByLink(pool.settings) && !destination?.startsWith('+')

const page = (visit: Visit, step: ConfirmStep, error?: string): Reply => {
  const { username, destination } = step
  const byLink = isByLink(visit, step)
  const resent = byLink ? 'linkSent' : 'codeResent'
  return show(
    confirmPage(visit.frame, {
      action: visit.to('/confirm', { step: visit.step ?? '' }),
      error,
      byLink,
      ...(visit.done === 'resent' && error === undefined && { notice: text(visit.frame.language, resent) }),
      ...(destination !== undefined && { destination }),
      username,
      links: { resend: visit.to('/resendcode', { step: visit.step ?? '' }), back: visit.to('/login') },
    }),
    error !== undefined,
  )
}

const act = async (ctx: Context, visit: Visit, step: ConfirmStep): Promise<Reply> => {
  const { authorization, form, via } = visit
  const { pool, client } = authorization
  const { username, signedUp } = step
  const code = codeOf(form)
  await visit.spend('UserCreation')
  const confirmed = { pool, client, username, code, forceAlias: false, session: undefined, via }
  const confirmation = await confirmSignUp(ctx, confirmed)
  if (!signedUp) return go(visit.to('/login', { done: 'confirmed' }))
  return afterSignUp(ctx, visit, { username, signedUp, confirmation })
}

/** The page of a sign-up's code. */
export const confirm: PageRoute = {
  async show(ctx, visit) {
    const step = await findStep(ctx, ownerOf(visit), 'confirm', visit.step)
    return step ? page(visit, step) : lost(visit)
  },
  async act(ctx, visit) {
    const step = await findStep(ctx, ownerOf(visit), 'confirm', visit.step)
    if (!step) return lost(visit)
    try {
      return await act(ctx, visit, step)
    } catch (error) {
      return page(visit, step, refusalText(visit, error))
    }
  },
}

/** Sends the code of a sign-up again. */
export const resend: PageRoute = {
  // Whoever asks for the page that told of a refusal, by a link on it or by its address.
  show: async (_ctx, visit) => go(visit.to('/confirm', { step: visit.step ?? '' })),
  async act(ctx, visit) {
    const { authorization, via } = visit
    const { pool, client } = authorization
    const step = await findStep(ctx, ownerOf(visit), 'confirm', visit.step)
    if (!step) return lost(visit)
    try {
      await visit.spend('UserCreation')
      const { destination } = await resendSignUpCode(ctx, { pool, client, username: step.username, via })
      const kept = await keepStep(ctx, ownerOf(visit), { ...step, destination })
      return go(visit.to('/confirm', { step: kept, done: 'resent' }))
    } catch (error) {
      return page(visit, step, refusalText(visit, error))
    }
  },
}
