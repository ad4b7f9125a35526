import type { Context } from '../../context.ts'
import { allowsEntry } from '../../domain/entry.ts'
import { offersPasskeys } from '../../domain/passkeys.ts'
import { continueSignUp, type SignedUpUser } from '../../flows/sign-in/continue-sign-up.ts'
import { toNext } from './next.ts'
import { go, type Reply, refusalText, type Visit } from './visit.ts'

/** Whether the pages offer a passkey to whoever has just signed up: where it will be good for a sign-in. */
const offersPasskey = ({ authorization: { pool, client }, frame }: Visit) =>
  frame.look.kind === 'managed' && offersPasskeys(pool) && allowsEntry(client, 'choice')

/** Signs in whoever has just been confirmed. A sign-in that is refused leaves the user confirmed, who may try it again. */
export const afterSignUp = async (
  ctx: Context,
  visit: Visit,
  { username, signedUp, confirmation }: { username: string; signedUp: SignedUpUser; confirmation: string | undefined },
): Promise<Reply> => {
  const { authorization, via } = visit
  const { pool, client } = authorization
  const addsPasskey = visit.addsPasskey || offersPasskey(visit)
  const progress = { username, startedAt: ctx.now(), keepsName: false }
  try {
    const outcome = await continueSignUp(ctx, { pool, client, signedUp, confirmation, via })
    return await toNext(ctx, { ...visit, addsPasskey }, outcome, progress)
  } catch (error) {
    refusalText(visit, error)
    return go(visit.to('/login', { done: 'confirmed' }))
  }
}
