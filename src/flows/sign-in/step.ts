import type { Context } from '../../context.ts'
import type { Attempt, Challenge, FirstChallenge } from '../../domain/sign-in.ts'
import type { Queries } from '../../store/index.ts'
import type { NewSsoSession } from '../sso/session.ts'
import type { TokenSet } from '../tokens/issue.ts'
import type { Session } from './session.ts'

/** How a sign-in ends: with tokens, or on the pages with a session of the browser, from which tokens come. */
export type End = { kind: 'tokens'; tokens: TokenSet } | ({ kind: 'session' } & NewSsoSession)

/** What a sign-in has come to: its end, or the next challenge. A domain value; callers present it. */
export type Outcome =
  | End
  | {
      kind: 'challenge'
      challenge: Challenge
      parameters: Readonly<Record<string, string>>
      session: string | undefined
      /** What the user could begin with; of sign-ins by choice. */
      available: readonly FirstChallenge[] | undefined
    }

/** A change that a step has earned. It is made in the transaction that issues the next state. */
export type Effect = (tx: Queries) => Promise<void>

/** An attempt that a step has moved, with what to change for it. */
export type Moved = { readonly attempt: Attempt; readonly effects: readonly Effect[] }

/** An attempt in the hands of the dispatcher: with what its steps will change, and the Session that is spent on it. */
export type Progress = Moved & { readonly spends: Session | undefined }

/** What a client sends in a map, under the wire's names. */
export type Given = Readonly<Record<string, string>>

/**
 * One challenge. Neither half runs in a transaction, so both may wait for triggers and workers: what
 * they change are effects, made in the transaction that spends the Session before.
 */
export type Step = {
  /** Whether every answer uses the Session up, right or wrong, before it is looked at. */
  readonly isOneShot?: true
  /** Asks: what the client is told beside the challenge's name, and what the Session has to remember. */
  issue(ctx: Context, attempt: Attempt): Promise<Moved & { readonly parameters: Readonly<Record<string, string>> }>
  /** Takes the answer: the attempt with one more proof. */
  verify(ctx: Context, attempt: Attempt, given: Given): Promise<Moved>
}
