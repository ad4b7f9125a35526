import type { Calls } from '../calls.ts'
import type { Members } from '../constraints.ts'
import type { Place } from '../place.ts'

/** Gives a good request of an operation, and makes before what the request would use up. */
export type Row = (at: Place, calls: Calls) => Members | Promise<Members>

/** Good requests by operation. */
export type Rows = Readonly<Record<string, Row>>

/** A pool alone. */
export const ofPool: Row = ({ poolId }) => ({ UserPoolId: poolId })

/** A client of the pool. */
export const ofClient: Row = ({ poolId, clientId }) => ({ UserPoolId: poolId, ClientId: clientId })

/** Jane, whom nothing changes that matters. */
export const ofJane: Row = ({ poolId, jane }) => ({ UserPoolId: poolId, Username: jane.username })

/** Somebody of the request's own. */
export const ofSomebody: Row = async ({ poolId, make }) => ({ UserPoolId: poolId, Username: await make.user() })

/** Jane's token. */
export const byJane: Row = ({ jane }) => ({ AccessToken: jane.accessToken })

/** The token of somebody of the request's own. */
export const bySomebody: Row = async ({ make }) => ({ AccessToken: (await make.signedIn()).accessToken })

/** A request with more in it. */
export const and =
  (row: Row, more: Row | Members): Row =>
  async (at, calls) => ({ ...(await row(at, calls)), ...(typeof more === 'function' ? await more(at, calls) : more) })
