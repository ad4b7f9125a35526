import type { Context } from '../../context.ts'
import { checkCustomAuth } from '../../domain/custom-auth.ts'
import type { SignInEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Attempt, FirstChallenge } from '../../domain/sign-in.ts'
import { PASSWORD } from './challenges/PASSWORD.ts'
import { chooseFirst } from './choose.ts'
import { requireParameter } from './parameters.ts'
import { requirePublicValue } from './secret-block.ts'
import type { Given, Moved } from './step.ts'
import { checkStepUp, type EarlierOnPages, withGoal, withWish } from './step-up.ts'

const preferences: readonly FirstChallenge[] = ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']

/** The choice that comes with the request, unless it is not open to the user, who then chooses again. */
const choose = async (ctx: Context, attempt: Attempt, given: Given): Promise<Moved> => {
  const preferred = preferences.find((name) => name === given.PREFERRED_CHALLENGE)
  if (!preferred || !attempt.offered.includes(preferred)) return { attempt, effects: [] }
  return chooseFirst(ctx, attempt, preferred, given)
}

/** The triggers have the first turn, and a password that is to come first has begun before it. */
const startCustom = (attempt: Attempt, given: Given): Moved => {
  if (given.CHALLENGE_NAME !== 'SRP_A') return { attempt: { ...attempt, custom: { history: [] } }, effects: [] }
  const custom = { history: [{ challengeName: 'SRP_A', challengeResult: true }] }
  return { attempt: { ...attempt, custom, srpA: requirePublicValue(given) }, effects: [] }
}

/** A way to begin: what is checked before any look at users, and the first move. */
export type Way = {
  check(request: { readonly pool: Pool; readonly given: Given }): void
  move(
    ctx: Context,
    attempt: Attempt,
    request: { readonly given: Given; readonly earlier?: EarlierOnPages | undefined },
  ): Promise<Moved>
}

const withPassword: Way = {
  check: ({ given }) => requireParameter(given, 'PASSWORD'),
  move: (ctx, attempt, { given }) => PASSWORD.verify(ctx, attempt, given),
}

const withChoice: Way = {
  check({ pool, given }) {
    checkStepUp(pool, given)
    const preferred = given.PREFERRED_CHALLENGE
    if (preferred && !preferences.some((name) => name === preferred)) {
      // Unverified.
      throw fault('InvalidParameterException', `PREFERRED_CHALLENGE ${preferred} is not a first factor.`)
    }
  },
  move: async (ctx, attempt, { given }) => choose(ctx, await withGoal(ctx, attempt, given), given),
}

/** How each kind of sign-in begins. */
export const ways: Record<SignInEntry, Way> = {
  password: withPassword,
  'admin-password': withPassword,
  srp: {
    check: ({ given }) => requirePublicValue(given),
    move: async (_ctx, attempt, { given }) => ({
      attempt: { ...attempt, srpA: requirePublicValue(given) },
      effects: [],
    }),
  },
  choice: withChoice,
  pages: {
    // A form with a password in it is one of names and passwords.
    check({ given }) {
      if (given.PREFERRED_CHALLENGE === 'PASSWORD') requireParameter(given, 'PASSWORD')
    },
    move: (ctx, attempt, { given, earlier }) =>
      choose(ctx, withWish(attempt, given.TARGET_ACR_VALUES ?? '', earlier), given),
  },
  custom: {
    check({ pool, given }) {
      checkCustomAuth(pool)
      if (given.CHALLENGE_NAME === 'SRP_A') requirePublicValue(given)
    },
    move: async (_ctx, attempt, { given }) => startCustom(attempt, given),
  },
}
