import type { Context } from '../../context.ts'
import { askAgain } from '../../flows/sign-in/ask-again.ts'
import { type ChallengeStep, findStep, keepStep } from '../../flows/sign-in/page-step.ts'
import { verifyInSession } from '../../flows/sign-in/set-up-token.ts'
import { type ChallengePage, challengePages } from './challenge-pages.ts'
import { detour } from './detour.ts'
import { answerStep, beginSetUp, CHALLENGE_PAGE, toNext } from './next.ts'
import {
  codeOf,
  go,
  isOver,
  lost,
  ownerOf,
  type PageRoute,
  type Reply,
  refusalText,
  show,
  type Visit,
} from './visit.ts'

/** Chooses what to set up, and comes back to the page of that. */
const chooseSetUp = async (ctx: Context, visit: Visit, step: ChallengeStep): Promise<Reply> => {
  const begun = await beginSetUp(ctx, step.session, visit.form.get('answer'))
  return go(visit.to(CHALLENGE_PAGE, { step: await keepStep(ctx, ownerOf(visit), { ...step, ...begun }) }))
}

/** The Session that answers: with an app, the one that comes for its first code. */
const sessionFor = async (ctx: Context, { form }: Visit, { session, setUp }: ChallengeStep): Promise<string> => {
  if (setUp?.factor !== 'SOFTWARE_TOKEN_MFA') return session
  return verifyInSession(ctx, session, { code: codeOf(form), friendlyName: form.get('deviceName') })
}

const answerPage = async (ctx: Context, visit: Visit, step: ChallengeStep, page: ChallengePage): Promise<Reply> => {
  const isChoice = step.challenge === 'MFA_SETUP' && !step.setUp
  await visit.spend('UserAuthentication')
  if (isChoice) return chooseSetUp(ctx, visit, step)
  const session = await sessionFor(ctx, visit, step)
  const given = step.setUp?.factor === 'SOFTWARE_TOKEN_MFA' ? {} : page.given(visit.form, step)
  return toNext(ctx, visit, await answerStep(ctx, visit, { ...step, session }, given), step)
}

const sendAgain = (ctx: Context, visit: Visit, step: ChallengeStep) => {
  const { authorization, via } = visit
  const { pool, client } = authorization
  const { challenge, session, username } = step
  return askAgain(ctx, { pool, client, challenge, session, via }, username)
}

/** Does something with the step of a visit; what is refused is told on the page that it is of. */
const onStep = async (
  ctx: Context,
  visit: Visit,
  act: (step: ChallengeStep, page: ChallengePage) => Promise<Reply>,
): Promise<Reply> => {
  const step = await findStep(ctx, ownerOf(visit), 'challenge', visit.step)
  const page = step && challengePages[step.challenge]
  if (!page) return lost(visit)
  try {
    return await act(step, page)
  } catch (error) {
    if (isOver(error)) return lost(visit)
    const elsewhere = await detour(ctx, visit, error, step.username)
    if (elsewhere) return elsewhere
    return show(page.page(visit, step, { error: refusalText(visit, error) }), true)
  }
}

/** The page of whatever challenge a sign-in waits for. */
export const challenge: PageRoute = {
  async show(ctx, visit) {
    const step = await findStep(ctx, ownerOf(visit), 'challenge', visit.step)
    const page = step && challengePages[step.challenge]
    return page ? show(page.page(visit, step, {})) : lost(visit)
  },
  act: (ctx, visit) => onStep(ctx, visit, (step, page) => answerPage(ctx, visit, step, page)),
}

/** Sends the code of a challenge again. */
export const resendChallenge: PageRoute = {
  act: (ctx, visit) =>
    onStep(ctx, visit, async (step) => {
      await visit.spend('UserAuthentication')
      return toNext(ctx, visit, await sendAgain(ctx, visit, step), { ...step, done: 'resent' })
    }),
}
