/** Fills a pool through the API, with the same calls for every product, until the scenarios can be asked of it. */
import { call, type Endpoint } from './client.ts'
import type { Generator, Outcome } from './load.ts'
import { type Fixture, signedInUsers } from './scenario.ts'
import { groupMembers, groupName, type SeedingName, scenarios } from './scenarios.ts'

/** Longer than any seeding should take; a job that is cut short by it raises. */
const seedingLimit = 900_000

type Range = { first: number; count: number; connections?: number; limit?: number }

const api = (endpoint: Endpoint, operation: string, input: object) => call(endpoint, { operation, input, signed: true })

/** A member of an answer that must be there, or the bench has misunderstood the product. */
export function member(answer: Record<string, unknown>, ...path: string[]): string {
  const value = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], answer)
  if (typeof value !== 'string') throw new Error(`no ${path.join('.')} in ${JSON.stringify(answer)}`)
  return value
}

/**
 * A new pool with one client and one group, and no users yet. It verifies no attributes by itself: a sign-up then
 * measures the account and not how each product hands a message on.
 */
export async function createPool(endpoint: Endpoint, name: string): Promise<Fixture> {
  const pool = await api(endpoint, 'CreateUserPool', { PoolName: name })
  const poolId = member(pool, 'UserPool', 'Id')
  const client = await api(endpoint, 'CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: name,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  })
  await api(endpoint, 'CreateGroup', { UserPoolId: poolId, GroupName: groupName })
  const clientId = member(client, 'UserPoolClient', 'ClientId')
  return { poolId, clientId, users: 0, accessTokens: [], refreshTokens: [], appSecrets: [] }
}

/** One seeding call for each index of the range. Raises on any error: a half-filled pool measures nothing. */
export async function seed(
  generator: Generator,
  endpoint: Endpoint,
  fixture: Fixture,
  scenario: SeedingName,
  range: Range,
): Promise<Outcome> {
  const { first, count, connections = 16, limit = seedingLimit } = range
  const job = { scenario, endpoint, fixture, connections, warm: 0, duration: limit, count, first, tag: '' }
  const outcome = await generator.run(job)
  if (outcome.errors > 0) throw new Error(`${scenario}: ${outcome.errors} errors, first: ${outcome.firstError}`)
  if (range.limit === undefined && outcome.answers < count) throw new Error(`${scenario} took over ${limit} ms`)
  return outcome
}

/** Puts the group's members in, one after another: the peer loses some of them when they come side by side. */
export async function fillGroup(generator: Generator, endpoint: Endpoint, fixture: Fixture): Promise<void> {
  await seed(generator, endpoint, fixture, 'joinGroup', { first: 0, count: groupMembers, connections: 1 })
}

/** A pool whose users have passwords, a full group and, for some users, tokens: all that the scenarios need. */
export async function prepareFixture(generator: Generator, endpoint: Endpoint, users: number): Promise<Fixture> {
  const fixture = { ...(await createPool(endpoint, 'bench')), users }
  await seed(generator, endpoint, fixture, 'createUser', { first: 0, count: users })
  await seed(generator, endpoint, fixture, 'setPassword', { first: 0, count: users })
  await fillGroup(generator, endpoint, fixture)
  for (let index = 0; index < Math.min(users, signedInUsers); index++) {
    const answer = await call(endpoint, scenarios.passwordSignIn.request(fixture, index, ''))
    fixture.accessTokens.push(member(answer, 'AuthenticationResult', 'AccessToken'))
    fixture.refreshTokens.push(member(answer, 'AuthenticationResult', 'RefreshToken'))
  }
  return fixture
}
