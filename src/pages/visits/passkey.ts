import type { Context } from '../../context.ts'
import { completeRegistration, startRegistration } from '../../flows/passkeys/registration.ts'
import { addPasskeyPage } from '../index.ts'
import { go, type PageRoute, type Reply, refusalText, show, type Visit } from './visit.ts'

const MINUTE_MS = 60 * 1000
/** For how long after a sign-in its user may make a passkey without another one (OWASP ASVS 5.0, 7.5.1). */
const FRESH_MS = 5 * MINUTE_MS

/**
 * Where people go on without a passkey, or with a new one: with their session, they get back to the client.
 * They have just signed in, as a client wants that asks for a new sign-in, and must not do so twice.
 */
const onward = (visit: Visit) =>
  visit.to('/oauth2/authorize', {
    add: undefined,
    ...(visit.authorization.prompt.has('login') && { prompt: undefined }),
  })

/** Who has signed in just now. */
const freshUser = (ctx: Context, { standing }: Visit) =>
  standing && ctx.now() - standing.session.authTime <= FRESH_MS ? standing.user : undefined

const page = async (ctx: Context, visit: Visit, error?: string): Promise<Reply> => {
  const { authorization, frame } = visit
  const { pool, client } = authorization
  const user = freshUser(ctx, visit)
  if (!user) return go(visit.to('/login', { add: 'passkey' }))
  const options = JSON.stringify(await startRegistration(ctx, { pool, client, user }))
  const action = visit.to('/passkeys/add')
  return show(
    addPasskeyPage(frame, { action, options, skip: onward(visit), ...(error !== undefined && { error }) }),
    error !== undefined,
  )
}

const readJson = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined // what is no JSON is no credential
  }
}

const act = async (ctx: Context, visit: Visit): Promise<Reply> => {
  const { authorization, form } = visit
  const { pool, client } = authorization
  const user = freshUser(ctx, visit)
  if (!user) return go(visit.to('/login', { add: 'passkey' }))
  await visit.spend('UserUpdate')
  await completeRegistration(ctx, { pool, client, user }, readJson(form.get('credential')))
  return go(onward(visit))
}

/** The page that offers a passkey to whoever has just signed in. */
export const addPasskey: PageRoute = {
  async show(ctx, visit) {
    // Classic pages know no passkeys.
    if (visit.frame.look.kind === 'classic') return go(onward(visit))
    try {
      return await page(ctx, visit)
    } catch (error) {
      // A pool without passkeys, or a user who has enough of them, goes on without.
      refusalText(visit, error)
      return go(onward(visit))
    }
  },
  async act(ctx, visit) {
    try {
      return await act(ctx, visit)
    } catch (error) {
      return page(ctx, visit, refusalText(visit, error))
    }
  },
}
