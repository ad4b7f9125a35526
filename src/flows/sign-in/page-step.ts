/**
 * What the pages remember between two requests of a browser. It is sealed and kept here, found by the step
 * that stands in the page's address together with the browser's own secret, so that an address alone leads nowhere.
 */
import type { Context } from '../../context.ts'
import type { Challenge, FirstChallenge } from '../../domain/sign-in.ts'

/** A sign-in that waits for an answer. */
export type ChallengeStep = {
  readonly kind: 'challenge'
  readonly username: string
  readonly challenge: Challenge
  readonly parameters: Readonly<Record<string, string>>
  readonly session: string
  readonly available: readonly FirstChallenge[]
  /** When the sign-in began. */
  readonly startedAt: number
  /** Whether the name is to be kept for the next time. */
  readonly keepsName: boolean
  /** How MFA_SETUP goes on: with an app that has this secret, or with an address. */
  readonly setUp?: { readonly factor: 'SOFTWARE_TOKEN_MFA'; readonly secret: string } | { readonly factor: 'EMAIL_OTP' }
}

/** A sign-up that waits for its code. */
export type ConfirmStep = {
  readonly kind: 'confirm'
  readonly username: string
  readonly destination: string | undefined
  /** Who has just signed up in this browser and with which password, if any: worth a sign-in once confirmed. */
  readonly signedUp?: { readonly sub: string; readonly passwordVersion: number; readonly hasPassword: boolean }
}

/** A new password that waits for its code. */
export type ResetStep = { readonly kind: 'reset'; readonly username: string; readonly destination: string | undefined }

/** What a page can come back to. */
export type PageStep = ChallengeStep | ConfirmStep | ResetStep

/** Whose step it is: at which client, and in which browser. */
export type StepOwner = { readonly poolId: string; readonly clientId: string; readonly browser: string }

type Kept = { readonly step: PageStep; readonly expiresAt: number }

const MINUTE_MS = 60 * 1000
/** An authentication that is not ended by then is cancelled; codes are good for longer. */
const LIFETIMES: Readonly<Record<PageStep['kind'], number>> = {
  challenge: 5 * MINUTE_MS,
  confirm: 60 * MINUTE_MS,
  reset: 60 * MINUTE_MS,
}

const keyOf = (ctx: Context, { poolId, clientId, browser }: StepOwner, id: string): string =>
  ctx.sealer.mac(`page-step|${poolId}`, JSON.stringify([clientId, browser, id]))

const sealContext = (poolId: string, key: string) => `page-step|${poolId}|${key}`

/** Keeps a step, and gives the id by which the page of this browser finds it. */
export const keepStep = async (ctx: Context, owner: StepOwner, step: PageStep): Promise<string> => {
  const id = ctx.random(16).toString('base64url')
  const key = keyOf(ctx, owner, id)
  const from = step.kind === 'challenge' ? step.startedAt : ctx.now()
  const expiresAt = from + LIFETIMES[step.kind]
  const kept: Kept = { step, expiresAt }
  const sealed = ctx.sealer.seal(sealContext(owner.poolId, key), JSON.stringify(kept))
  await ctx.store.transaction((tx) => tx.keptSessions.put(owner.poolId, key, sealed, expiresAt))
  return id
}

/** The step of an id, if it is one of this kind, client and browser, and has not ended. */
export const findStep = async <K extends PageStep['kind']>(
  ctx: Context,
  owner: StepOwner,
  kind: K,
  id: string | undefined,
): Promise<Extract<PageStep, { kind: K }> | undefined> => {
  if (!id) return undefined
  const key = keyOf(ctx, owner, id)
  const sealed = await ctx.store.keptSessions.find(owner.poolId, key)
  const opened = sealed === undefined ? undefined : ctx.sealer.open(sealContext(owner.poolId, key), sealed)
  const kept = opened === undefined ? undefined : (JSON.parse(opened) as Kept) // sealed by `keepStep` alone
  if (!kept || kept.expiresAt <= ctx.now() || kept.step.kind !== kind) return undefined
  return kept.step as Extract<PageStep, { kind: K }> // just compared
}
