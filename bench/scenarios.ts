/** What is asked of a server: one table, read by the plan (titles, checks) and by the generator (requests). */
import type { ApiRequest } from './client.ts'
import { largeLookups } from './lookups.ts'
import { anyUser, type Fixture, hasTokens, open, password, type Scenario, signed, usernameOf } from './scenario.ts'
import { signIns } from './sign-ins.ts'
import { webScenarios } from './web-scenarios.ts'

/** Users in the one group: a first page and no more, the same in a small pool and in a large one. */
export const groupMembers = 60
export const groupName = 'bench'

const emailOf = (username: string): string => `${username}@bench.example`

const anyOf = (values: string[], index: number): string => values[index % values.length] ?? ''

const emailAttribute = (username: string) => ({ Name: 'email', Value: emailOf(username) })
const listUsers = (fixture: Fixture, filter: object): ApiRequest =>
  signed('ListUsers', { UserPoolId: fixture.poolId, ...filter })

const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

/** The measured ones, in the order they are run: those that make the pool grow come last. */
export const scenarios = {
  adminGetUser: {
    title: 'AdminGetUser',
    fresh: false,
    request: (fixture, index) =>
      signed('AdminGetUser', { UserPoolId: fixture.poolId, Username: anyUser(fixture, index) }),
    holds: (answer) => typeof answer.Username === 'string',
  },
  getUser: {
    title: 'GetUser (access token)',
    fresh: false,
    request: (fixture, index) => open('GetUser', { AccessToken: anyOf(fixture.accessTokens, index) }),
    holds: (answer) => typeof answer.Username === 'string',
  },
  listUsers: {
    title: 'ListUsers, first page',
    fresh: false,
    request: (fixture) => listUsers(fixture, {}),
    holds: (answer) => length(answer.Users) >= 60,
  },
  listUsersExact: {
    title: 'ListUsers, email = "..."',
    fresh: false,
    request: (fixture, index) => listUsers(fixture, { Filter: `email = "${emailOf(anyUser(fixture, index))}"` }),
    holds: (answer) => length(answer.Users) === 1,
  },
  listUsersPrefix: {
    title: 'ListUsers, email ^= (10 found)',
    fresh: false,
    request: (fixture, index) => listUsers(fixture, { Filter: `email ^= "${anyUser(fixture, index).slice(0, -1)}"` }),
    holds: (answer) => length(answer.Users) === 10,
  },
  listUsersInGroup: {
    title: `ListUsersInGroup (${groupMembers})`,
    fresh: false,
    request: (fixture) => signed('ListUsersInGroup', { UserPoolId: fixture.poolId, GroupName: groupName }),
    holds: (answer) => length(answer.Users) === groupMembers,
  },
  refresh: {
    title: 'refresh',
    fresh: false,
    request: (fixture, index) =>
      open('InitiateAuth', {
        ClientId: fixture.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: anyOf(fixture.refreshTokens, index) },
      }),
    holds: hasTokens,
  },
  ...signIns,
  ...webScenarios,
  signUp: {
    title: 'sign-up',
    fresh: true,
    request: (fixture, index, tag) => {
      const username = `new-${tag}-${index}`
      const attributes = { UserAttributes: [emailAttribute(username)] }
      return open('SignUp', { ClientId: fixture.clientId, Username: username, Password: password, ...attributes })
    },
    holds: (answer) => typeof answer.UserSub === 'string',
  },
} satisfies Record<string, Scenario>

/** Those that fill a pool; each index is one user, so they are run by count and never repeated. */
const seeding = {
  createUser: {
    title: 'AdminCreateUser',
    fresh: true,
    request: (fixture, index) => {
      const username = usernameOf(index)
      const attributes = { UserAttributes: [emailAttribute(username)], MessageAction: 'SUPPRESS' }
      return signed('AdminCreateUser', { UserPoolId: fixture.poolId, Username: username, ...attributes })
    },
    holds: (answer) => answer.User !== undefined,
  },
  setPassword: {
    title: 'AdminSetUserPassword',
    fresh: true,
    request: (fixture, index) => {
      const user = { UserPoolId: fixture.poolId, Username: usernameOf(index) }
      return signed('AdminSetUserPassword', { ...user, Password: password, Permanent: true })
    },
    holds: () => true,
  },
  joinGroup: {
    title: 'AdminAddUserToGroup',
    fresh: true,
    request: (fixture, index) => {
      const user = { UserPoolId: fixture.poolId, Username: anyUser(fixture, index) }
      return signed('AdminAddUserToGroup', { ...user, GroupName: groupName })
    },
    holds: () => true,
  },
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios
export type SeedingName = keyof typeof seeding
/** What is asked of a small and a large pool, besides. */
export type LookupName = keyof typeof largeLookups

/** Finds a scenario of any table; the name is what crosses the process border, functions cannot. */
export const scenarioOf = (name: ScenarioName | SeedingName | LookupName): Scenario =>
  ({ ...scenarios, ...seeding, ...largeLookups })[name]
