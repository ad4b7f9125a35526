import type { Context } from '../../context.ts'
import { checkName } from '../../domain/sign-in-names.ts'
import { confirmRecovery } from '../../flows/recovery/confirm.ts'
import { requestRecovery } from '../../flows/recovery/request.ts'
import { findStep, keepStep, type ResetStep } from '../../flows/sign-in/page-step.ts'
import { forgotPasswordPage, resetPasswordPage } from '../index.ts'
import { usernameKind } from './pool-forms.ts'
import { go, lost, ownerOf, type PageRoute, type Reply, refusalText, show, type Visit } from './visit.ts'

const askPage = (visit: Visit, error?: string): Reply =>
  show(
    forgotPasswordPage(visit.frame, {
      action: visit.to('/forgotPassword'),
      error,
      usernameKind: usernameKind(visit.authorization.pool),
      username: visit.form.get('username') ?? visit.authorization.loginHint ?? '',
      links: { back: visit.to('/login') },
    }),
    error !== undefined,
  )

/** Sends the code, and leads to the page that takes it. */
const send = async (ctx: Context, visit: Visit, username: string): Promise<Reply> => {
  const { authorization, via } = visit
  const { pool, client } = authorization
  checkName(username)
  await visit.spend('UserAccountRecovery')
  const { destination } = await requestRecovery(ctx, { pool, client, username, via })
  const step = await keepStep(ctx, ownerOf(visit), { kind: 'reset', username, destination })
  return go(visit.to('/confirmforgotPassword', { step }))
}

/** The page of whoever forgot a password. */
export const forgotPassword: PageRoute = {
  show: async (_ctx, visit) => askPage(visit),
  async act(ctx, visit) {
    try {
      return await send(ctx, visit, visit.form.get('username') ?? '')
    } catch (error) {
      return askPage(visit, refusalText(visit, error))
    }
  },
}

const resetPage = (visit: Visit, { username, destination }: ResetStep, error?: string): Reply =>
  show(
    resetPasswordPage(visit.frame, {
      action: visit.to('/confirmforgotPassword', { step: visit.step ?? '' }),
      error,
      ...(destination !== undefined && { destination }),
      username,
      policy: visit.authorization.pool.settings.policies.passwordPolicy,
      links: { back: visit.to('/forgotPassword') },
    }),
    error !== undefined,
  )

const reset = async (ctx: Context, visit: Visit, { username }: ResetStep): Promise<Reply> => {
  const { authorization, form, via } = visit
  const { pool, client } = authorization
  const [code, password] = [(form.get('code') ?? '').replace(/\s/g, ''), form.get('password') ?? '']
  await visit.spend('UserAccountRecovery')
  await confirmRecovery(ctx, { pool, client, username, code, password, via })
  return go(visit.to('/login', { done: 'reset' }))
}

/** The page of a new password and the code that allows it. */
export const confirmForgotPassword: PageRoute = {
  async show(ctx, visit) {
    const step = await findStep(ctx, ownerOf(visit), 'reset', visit.step)
    return step ? resetPage(visit, step) : lost(visit)
  },
  async act(ctx, visit) {
    const step = await findStep(ctx, ownerOf(visit), 'reset', visit.step)
    if (!step) return lost(visit)
    try {
      return await reset(ctx, visit, step)
    } catch (error) {
      return resetPage(visit, step, refusalText(visit, error))
    }
  },
}
