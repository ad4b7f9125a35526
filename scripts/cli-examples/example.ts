import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { TestServer } from '../../test/harness.ts'

/** What the documentation calls a thing, and what it is called here: `us-west-2_aaaaaaaaa` is the pool that was made. */
export type Names = Readonly<Record<string, string>>

/** Where an example is run: the server, and a client of it for the example's Region. */
export type Stage = { readonly server: TestServer; readonly sdk: CognitoIdentityProviderClient }

/** Makes what an example presupposes, each example its own. */
export type Preparation = (stage: Stage) => Promise<Names>

/** Places in an answer, as `User.Attributes.sub`, with a reason each. */
type Places = Readonly<Record<string, string>>

/** One example of the CLI's documentation. */
export type Example = {
  readonly command: string
  /** What follows the command, word by word as it is documented. */
  readonly line: string
  /** For a documented line that no shell and no service takes: the line that was meant, and why. */
  readonly mended?: { readonly line: string; readonly why: string }
  readonly prepare: Preparation
  /** The documented answer. Without it and without `shows`, nothing must be printed. */
  readonly output?: unknown
  /** The members of an answer that the documentation leaves out. */
  readonly shows?: readonly string[]
  /** Members that the service has had since the page was written, or leaves out in the page. */
  readonly newer?: readonly string[]
  /** Documented members that are absent, each with its reason. */
  readonly absent?: Places
  /** Documented values that are others here, each with its reason; only their type is compared. */
  readonly differs?: Places
  /** Another Region than that of the documentation, for an example that shows all there is in one. */
  readonly region?: string
  /**
   * What Cenote refuses by name so far, in these words, and the line without it, which works. The run fails
   * once it is not refused any more.
   */
  readonly gap?: { readonly words: string; readonly line: string }
}
