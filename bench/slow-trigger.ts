/** What sign-ins of one pool lose while the function of another pool takes seconds over each of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { call, type Endpoint, region } from './client.ts'
import { member } from './fixture.ts'
import type { Generator } from './load.ts'
import type { Plan } from './plan.ts'
import type { SlowTrigger } from './report.ts'
import { measure, type Subject, say } from './rounds.ts'
import { open, password, signed } from './scenario.ts'

/** Sign-ins that wait at a time. */
const waiting = 50
/** From one to the next: as many people do not come at once, and all at once is another question. */
const apart = 80
/** A round is longer than the function, so that what it holds up ends and begins again meanwhile. */
const least = { warm: 5_000, duration: 8_000 }

const slow = `arn:aws:lambda:${region}:000000000000:function:slow`

/** A pool with one user and the slow function, and the request by which the user signs in. */
async function prepare(endpoint: Endpoint) {
  const api = (operation: string, input: object) => call(endpoint, signed(operation, input))
  const pool = await api('CreateUserPool', { PoolName: 'slow', LambdaConfig: { PreAuthentication: slow } })
  const UserPoolId = member(pool, 'UserPool', 'Id')
  const flows = { ClientName: 'slow', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }
  const ClientId = member(await api('CreateUserPoolClient', { UserPoolId, ...flows }), 'UserPoolClient', 'ClientId')
  const user = { UserPoolId, Username: 'slow' }
  await api('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' })
  await api('AdminSetUserPassword', { ...user, Password: password, Permanent: true })
  const AuthParameters = { USERNAME: 'slow', PASSWORD: password }
  return open('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
}

/** Signs in time and again until it is stopped, and answers how often that was. Raises for a sign-in that fails. */
function signInSlowly(endpoint: Endpoint, request: ReturnType<typeof open>) {
  let stopped = false
  const lane = async (index: number) => {
    await sleep(index * apart)
    let times = 0
    for (; !stopped; times++) await call(endpoint, request)
    return times
  }
  const lanes = Promise.all(Array.from({ length: waiting }, (_, index) => lane(index)))
  return async () => {
    stopped = true
    return (await lanes).reduce((sum, times) => sum + times, 0)
  }
}

/** Rounds of sign-ins by password at the pool of the subject, alone and beside the other pool, in turns. */
export async function measureSlowTrigger(generator: Generator, plan: Plan, subject: Subject): Promise<SlowTrigger> {
  const { server } = subject
  const request = await prepare(server.endpoint)
  await call(server.endpoint, request) // the function is loaded now
  let heldUp = 0
  const beside = () => {
    const stop = signInSlowly(server.endpoint, request)
    return async () => {
      heldUp += await stop()
    }
  }
  const { warm, duration } = plan
  const longer = { ...plan, warm: Math.max(warm, least.warm), duration: Math.max(duration, least.duration) }
  const [quiet, busy] = await measure(generator, longer, 'passwordSignIn', [subject, { ...subject, beside }])
  if (!quiet || !busy) throw new Error('nothing was measured beside the slow function')
  say(`beside a slow function: p99 ${quiet.p99.toFixed(1)} ms, then ${busy.p99.toFixed(1)} ms`)
  return { heldUp, quiet, busy }
}
