import type { Context } from '../../context.ts'
import type { Attempt, Challenge } from '../../domain/sign-in.ts'
import type { Queries } from '../../store/index.ts'
import type { TokenSet } from '../tokens/issue.ts'
import type { Session } from './session.ts'

/** What a sign-in has come to: tokens, or the next challenge. A domain value; callers present it. */
export type Outcome =
  | { kind: 'tokens'; tokens: TokenSet }
  | { kind: 'challenge'; challenge: Challenge; parameters: Record<string, string>; session: string | undefined }

/** A change that a step has earned. It is made in the transaction that issues the next state. */
export type Effect = (tx: Queries) => Promise<void>

/** An attempt in the hands of the dispatcher: with what its steps will change, and the Session that is spent on it. */
export type Progress = {
  readonly attempt: Attempt
  readonly effects: readonly Effect[]
  readonly spends: Session | undefined
}

/** One challenge: `issue` asks, `verify` gives the attempt with one more proof, and what to change for it. */
export type Step = {
  /** What the client is told beside the challenge's name. Runs in the transaction that issues the challenge. */
  issue(ctx: Context, tx: Queries, attempt: Attempt): Promise<Record<string, string>>
  verify(
    ctx: Context,
    attempt: Attempt,
    responses: Readonly<Record<string, string>>,
  ): Promise<{ attempt: Attempt; effects: Effect[] }>
}
