/** Look-ups whose cost could grow with the pool, and that Cenote alone is asked for in a small and a large one. */
import { call, type Endpoint } from './client.ts'
import { anyUser, type Fixture, type Scenario, signed, usernameOf } from './scenario.ts'

const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

const page = ({ poolId }: Fixture, token: string | undefined) =>
  signed('ListUsers', { UserPoolId: poolId, ...(token !== undefined && { PaginationToken: token }) })

/** Beside those that are compared with the peer. */
export const largeLookups = {
  listUsersDeep: {
    title: 'ListUsers, a page in the middle',
    fresh: false,
    request: (fixture) => page(fixture, fixture.middlePage),
    holds: (answer) => length(answer.Users) === 60,
  },
  listGroupsForUser: {
    title: 'AdminListGroupsForUser',
    fresh: false,
    request: (fixture, index) =>
      signed('AdminListGroupsForUser', { UserPoolId: fixture.poolId, Username: anyUser(fixture, index) }),
    holds: (answer) => Array.isArray(answer.Groups),
  },
} satisfies Record<string, Scenario>

/** Turns pages until half of the users have been seen, and gives the token of the next one. */
export async function findMiddlePage(endpoint: Endpoint, fixture: Fixture): Promise<string | undefined> {
  let token: string | undefined
  for (let seen = 0; seen < fixture.users / 2; seen += 60) {
    const answer = await call(endpoint, page(fixture, token))
    if (typeof answer.PaginationToken !== 'string') throw new Error(`no page after ${usernameOf(seen)}`)
    token = answer.PaginationToken
  }
  return token
}
