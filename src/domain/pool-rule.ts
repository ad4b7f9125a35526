import type { PoolSettings } from './pool.ts'
import type { NewPoolInput, Place } from './pool-input.ts'

/** A pool as it would be, what the request states of it, and where it is. */
export type Candidate = { readonly input: NewPoolInput; readonly settings: PoolSettings; readonly place: Place }

/** What must not be, and how the service says so. */
export type PoolRule = {
  readonly text: string | ((candidate: Candidate) => string)
  readonly broken: (candidate: Candidate) => boolean
}

/** The Region and the account that an ARN names; the request's shape has checked its form. */
export const arnPlace = (arn: string): { region: string; account: string } => {
  const [, , , region = '', account = ''] = arn.split(':', 5)
  return { region, account }
}
