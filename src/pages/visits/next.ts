import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import { answer } from '../../flows/sign-in/answer.ts'
import { type ChallengeStep, keepStep } from '../../flows/sign-in/page-step.ts'
import { associateInSession } from '../../flows/sign-in/set-up-token.ts'
import type { Outcome } from '../../flows/sign-in/step.ts'
import type { Factor } from '../choose-factor.ts'
import { go, ownerOf, type Reply, type Visit } from './visit.ts'

/** What of a sign-in goes from one step to the next. */
export type Progress = Pick<ChallengeStep, 'username' | 'startedAt' | 'keepsName'> & {
  /** What the next page is to tell of. */
  readonly done?: string
}

type Asked = Extract<Outcome, { kind: 'challenge' }>

/** The page of a challenge; all of them have one address. */
export const CHALLENGE_PAGE = '/challenge'
/** Where its code is sent again. */
export const RESEND_CHALLENGE = '/challenge/resend'

/** Answers a challenge that waits, under the name that the sign-in began with. */
export const answerStep = (
  ctx: Context,
  { authorization, via }: Visit,
  { challenge, session, username }: Pick<ChallengeStep, 'challenge' | 'session' | 'username'>,
  given: Readonly<Record<string, string>>,
): Promise<Outcome> => {
  const { pool, client } = authorization
  return answer(ctx, { pool, client, challenge, session, given: { USERNAME: username, ...given }, via, isOwn: true })
}

/** The factors that a user can set up on the pages. */
export const setUpChoices = ({ parameters }: Pick<Asked, 'parameters'>): readonly Factor[] => {
  const listed = JSON.parse(parameters.MFAS_CAN_SETUP ?? '[]') as readonly Factor[] // written by the challenge
  // A phone is an administrator's to set.
  return listed.filter((factor) => factor !== 'SMS_MFA')
}

/** How a user begins to set up a factor. The secret of an app is made at once, and shown on its page. */
export const beginSetUp = async (ctx: Context, session: string, factor: string | undefined) => {
  if (factor === 'EMAIL_OTP') return { session, setUp: { factor } } as const
  const { secret, session: next } = await associateInSession(ctx, session)
  return { session: next, setUp: { factor: 'SOFTWARE_TOKEN_MFA', secret } } as const
}

/** A choice that is none is made for the user. */
const isPlainChoice = ({ challenge, available = [] }: Asked) =>
  challenge === 'SELECT_CHALLENGE' && available.length === 1

const ask = async (ctx: Context, visit: Visit, asked: Asked, progress: Progress): Promise<Reply> => {
  const { challenge, parameters, session, available = [] } = asked
  if (session === undefined) throw fault('NotAuthorizedException')
  if (isPlainChoice(asked)) {
    const step = { challenge, session, username: progress.username }
    return toNext(ctx, visit, await answerStep(ctx, visit, step, { ANSWER: available[0] ?? '' }), progress)
  }
  const choices = challenge === 'MFA_SETUP' ? setUpChoices(asked) : []
  // A page without any choice would lead nowhere.
  if (challenge === 'MFA_SETUP' && choices.length === 0)
    throw fault('InvalidParameterException', 'The pages set up no factor of this pool.')
  const setUp = choices.length === 1 ? await beginSetUp(ctx, session, choices[0]) : undefined
  const { username, startedAt, keepsName } = progress
  const kept = { kind: 'challenge', username, startedAt, keepsName, challenge, parameters, session, available } as const
  const step: ChallengeStep = { ...kept, ...setUp }
  const add = visit.addsPasskey ? 'passkey' : undefined
  const { done } = progress
  return go(visit.to(CHALLENGE_PAGE, { step: await keepStep(ctx, ownerOf(visit), step), add, done }))
}

/** Leads on from what a sign-in has come to: to the page of its next challenge, or to the client. */
export const toNext = async (ctx: Context, visit: Visit, outcome: Outcome, progress: Progress): Promise<Reply> => {
  if (outcome.kind === 'challenge') return ask(ctx, visit, outcome, progress)
  // A sign-in on the pages ends with a session alone.
  if (outcome.kind === 'tokens') throw fault('NotAuthorizedException')
  const { cookie, session } = outcome
  return {
    kind: 'signed-in',
    opened: { cookie, session },
    keepName: progress.keepsName ? progress.username : undefined,
    next: visit.addsPasskey ? 'passkey' : 'grant',
  }
}
