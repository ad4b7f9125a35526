import type { SignInEntry } from '../../domain/entry.ts'
import type { Attempt, FirstChallenge } from '../../domain/sign-in.ts'
import type { SecretBlock } from './secret-block.ts'

/** The SECRET_BLOCK of a password: with it, clients of the service go on without a Session. */
export type PasswordBlock = SecretBlock & {
  /** The name that was given. */
  readonly name: string
  /** Whether somebody has it; of one length either way. */
  readonly known: 0 | 1
  /** Which of the user's passwords held. */
  readonly passwordMark: string
  readonly entry: SignInEntry
  readonly first: FirstChallenge | undefined
  /** Of the device that the sign-in began on. */
  readonly deviceKey: string | undefined
  /** Whether it remembers the whole sign-in, so that no Session is needed beside it. */
  readonly standsAlone: boolean
}

/** Whether nothing has to be remembered of a sign-in but what its block does. */
export const standsAlone = ({ entry, goal }: Pick<Attempt, 'entry' | 'goal'>): boolean =>
  entry === 'srp' || (entry === 'choice' && goal === undefined)
