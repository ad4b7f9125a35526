import type { Case, Refusal } from './case.ts'
import type { Members } from './constraints.ts'
import type { World } from './world.ts'

/** A change to the good request of an operation, after which it is refused; what it needs is done before. */
export type Change = readonly [
  operation: string,
  what: string,
  change: (world: World) => Members | Promise<Members>,
  refusal: (world: World) => Refusal,
]

/** The good request, changed. */
export const changedCase = async ([operation, , change, refusal]: Change, world: World): Promise<Case> => ({
  body: { ...world.inputs[operation], ...(await change(world)) },
  refusal: refusal(world),
})

/** An InvalidParameterException. */
export const invalid = (message: string): Refusal => ['InvalidParameterException', message]
/** A NotAuthorizedException, whatever the world is like. */
export const notAuthorized = (message: string) => (): Refusal => ['NotAuthorizedException', message]
/** What a Session that is not of the sign-in comes to. */
export const noSession = notAuthorized('Invalid session for the user.')
/** Of the form of a Session. */
export const NO_SESSION = 'x'.repeat(24)
