import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListUserSessionsCommand, type ListUserSessionsCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeTracked, NO_PAGE, NO_TRACKING, type Refusal, sessionCalls } from './fixture.ts'

const server = useServer()

const CHROME =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36'

test('lists the sessions of the user in every client, the newest first, and knows its own', async () => {
  const { sdk, poolId, enter, listOf } = await makeTracked(server)
  const { clientId: other } = await makeClient(sdk, poolId)
  const first = await enter()
  const second = await enter('jane', other)
  await enter('mary')
  const seen = (await listOf(first.accessToken)).map(({ SessionId, ClientId, IsCurrentSession }) => ({
    SessionId,
    ClientId,
    IsCurrentSession,
  }))
  const clientId = claimsOf(first.accessToken).client_id
  assert.deepEqual(seen, [
    { SessionId: second.id, ClientId: other, IsCurrentSession: false },
    { SessionId: first.id, ClientId: clientId, IsCurrentSession: true },
  ])
})

test('shows what is known of a session, and of its last refresh', async () => {
  const { clientId, listOf, refresh } = await makeTracked(server)
  const signedInAt = Date.now()
  const body = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'jane', PASSWORD } }
  const { AuthenticationResult } = (await (
    await server.post('InitiateAuth', body, { 'user-agent': CHROME })
  ).json()) as { AuthenticationResult: { AccessToken: string; RefreshToken: string } }
  const [session = {}, ...others] = await listOf(AuthenticationResult.AccessToken)
  assert.deepEqual(others, [])
  const { SessionId, CreateDate, LastActiveDate, ...rest } = session
  assert.match(SessionId ?? '', /^tkn[0-9a-z]{25}$/)
  assert.ok(CreateDate && CreateDate.getTime() >= signedInAt)
  assert.deepEqual(LastActiveDate, CreateDate)
  assert.deepEqual(rest, {
    SessionType: 'TOKEN',
    ClientId: clientId,
    DeviceType: 'Chrome 125 / macOS 15.0',
    LastIPAddress: '127.0.0.1',
    LastLocation: { Country: 'unknown' },
    IsCurrentSession: true,
  })
  server.travel(60_000)
  await refresh(AuthenticationResult.RefreshToken)
  const [{ LastActiveDate: active, DeviceType, ...refreshed } = {}] = await listOf(AuthenticationResult.AccessToken)
  assert.ok(active && active.getTime() >= (CreateDate?.getTime() ?? 0) + 60_000)
  assert.match(DeviceType ?? '', /^aws-sdk-js 3/)
  const { DeviceType: _, ...same } = rest
  assert.deepEqual(refreshed, { SessionId, CreateDate, ...same })
})

test('of sign-ins from before the pool tracked sessions there are none', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const early = await signIn(sdk, clientId, 'jane')
  await sessionCalls(sdk).setPool(poolId)
  const list = async (AccessToken: string) => (await sdk.send(new ListUserSessionsCommand({ AccessToken }))).Sessions
  assert.deepEqual(await list(early.accessToken), [])
  await signIn(sdk, clientId, 'jane')
  const [only, ...others] = (await list(early.accessToken)) ?? []
  assert.equal(only?.IsCurrentSession, false)
  assert.deepEqual(others, [])
})

test('a client whose tokens cannot be revoked has sessions that can', async () => {
  const { enter, idsOf, listOf } = await makeTracked(server, 20, { EnableTokenRevocation: false })
  const { accessToken, id } = await enter()
  assert.ok(claimsOf(accessToken).origin_jti)
  assert.deepEqual(await idsOf(), [id])
  assert.deepEqual(
    (await listOf(accessToken)).map(({ IsCurrentSession }) => IsCurrentSession),
    [true],
  )
})

test('refusals', async (t) => {
  const { sdk, poolId, setPool, enter } = await makeTracked(server)
  const { accessToken } = await enter()
  const list = (change: Partial<ListUserSessionsCommandInput> = {}) =>
    sdk.send(new ListUserSessionsCommand({ AccessToken: accessToken, ...change }))
  const untracked = await makePool(sdk, { UserPoolTier: 'LITE' })
  await makeUser(sdk, untracked.poolId, 'jane')
  const lite = await signIn(sdk, untracked.clientId, 'jane')
  const rows: Refusal<ListUserSessionsCommandInput>[] = [
    ['a page token that is none', { NextToken: 'abc' }, ...NO_PAGE],
    [
      'a page token with a space',
      { NextToken: 'a b' },
      'InvalidParameterException',
      String.raw`1 validation error detected: Value 'a b' at 'nextToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`,
    ],
    ['a pool that cannot track', { AccessToken: lite.accessToken }, ...NO_TRACKING],
    [
      'no access token',
      { AccessToken: 'a.b.c' },
      'NotAuthorizedException',
      'Could not verify signature for Access Token',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list(change), serviceError(error, message)))
  }
  await t.test('a pool that tracks no more', async () => {
    await setPool(poolId, { UserSessionTracking: 'DISABLED' })
    await assert.rejects(list(), serviceError(...NO_TRACKING))
  })
})
