import { makePool } from '../fixture.ts'
import { type TestServer, waitUntilDelivered } from '../harness.ts'
import { makeReplicated } from '../operations/replicas/fixture.ts'
import type { SmtpTestServer } from '../outbound/smtp.ts'
import { type Calls, makeCalls } from './calls.ts'
import type { Members } from './constraints.ts'
import { arnOf, makePlace, type Place } from './place.ts'
import { rows } from './rows.ts'
import { moodyTriggers } from './rules/functions.ts'

/** A pool of which no more is known than its name. */
type Stranger = { readonly poolId: string; readonly arn: string }

/** What all requests are about. */
export type World = {
  readonly calls: Calls
  /** The pool of all good requests. */
  readonly here: Place
  /** Another one, with as much in it. */
  readonly there: Place
  /** And one that asks a function at every turn. */
  readonly moody: Place
  /** A pool that has a replica in another Region. */
  readonly replicatedId: string
  /** A pool of another Region. */
  readonly far: Stranger
  /** A pool that was deleted. */
  readonly gone: Stranger
  /** A good request of each operation. */
  readonly inputs: Readonly<Record<string, Members>>
  /** Does something that nobody signs as it would have been done so many hours ago. */
  readonly ago: <T>(hours: number, work: () => Promise<T>) => Promise<T>
}

const HOUR_MS = 60 * 60 * 1000

const stranger = ({ poolId }: { poolId: string }): Stranger => ({ poolId, arn: arnOf(poolId) })

/** Makes the world, and all good requests about it. */
export const makeWorld = async (server: TestServer, mail: SmtpTestServer): Promise<World> => {
  const calls = await makeCalls(server)
  const here = await makePlace(calls, mail, 'here')
  const there = await makePlace(calls, mail, 'there')
  const moody = await makePlace(calls, mail, 'moody', { LambdaConfig: moodyTriggers })
  const { poolId: replicatedId } = await makeReplicated(calls.sdk)
  const gone = stranger(await makePool(calls.sdk))
  await calls.call('DeleteUserPool', { UserPoolId: gone.poolId })
  const inputs: Record<string, Members> = {}
  for (const [operation, row] of Object.entries(rows)) inputs[operation] = await row(here, calls)
  const ago: World['ago'] = async (hours, work) => {
    server.travel(-hours * HOUR_MS)
    try {
      return await work()
    } finally {
      // What is not delivered by then would be too old for it.
      await waitUntilDelivered(calls.ctx)
      server.travel(hours * HOUR_MS)
    }
  }
  const far = stranger(await makePool(calls.elsewhere))
  return { calls, here, there, moody, replicatedId, far, gone, inputs, ago }
}
