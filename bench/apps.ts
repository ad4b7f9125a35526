/** Fills a pool whose users sign in with an authenticator app. */
import { codeOf, codeStep } from './authenticator.ts'
import { call, type Endpoint } from './client.ts'
import { createPool, member, seed } from './fixture.ts'
import type { Generator } from './load.ts'
import { type Fixture, open, signed } from './scenario.ts'
import { scenarios } from './scenarios.ts'

/** How many users are registered at a time. */
const lanes = 8

const setMfa = (endpoint: Endpoint, { poolId }: Fixture, MfaConfiguration: string) => {
  const input = { UserPoolId: poolId, MfaConfiguration, SoftwareTokenMfaConfiguration: { Enabled: true } }
  return call(endpoint, signed('SetUserPoolMfaConfig', input))
}

/** Gives one user an app, as the user would, and answers its secret. The code of this half minute is spent by it. */
async function register(endpoint: Endpoint, fixture: Fixture, index: number): Promise<string> {
  const tokens = await call(endpoint, scenarios.totpSignIn.request(fixture, index))
  const AccessToken = member(tokens, 'AuthenticationResult', 'AccessToken')
  const secret = member(await call(endpoint, open('AssociateSoftwareToken', { AccessToken })), 'SecretCode')
  const UserCode = codeOf(secret, codeStep())
  await call(endpoint, open('VerifySoftwareToken', { AccessToken, UserCode }))
  return secret
}

/** A pool that demands a second factor of its users, each of whom has an app. */
export async function prepareApps(generator: Generator, endpoint: Endpoint, users: number): Promise<Fixture> {
  const fixture = { ...(await createPool(endpoint, 'apps')), users }
  await setMfa(endpoint, fixture, 'OPTIONAL')
  await seed(generator, endpoint, fixture, 'createUser', { first: 0, count: users })
  await seed(generator, endpoint, fixture, 'setPassword', { first: 0, count: users })
  let next = 0
  const lane = async () => {
    while (next < users) {
      const index = next++
      fixture.appSecrets[index] = await register(endpoint, fixture, index)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  await setMfa(endpoint, fixture, 'ON')
  return fixture
}
