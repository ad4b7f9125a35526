/** Sessions from their sign-in to their end: how many there may be, and what ends them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  ConfirmForgotPasswordCommand,
  DeleteUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { makeTracked, NO_SESSION } from '../operations/sessions/fixture.ts'

const server = useServer()
const DAY_MS = 24 * 60 * 60 * 1000

test('at the limit a sign-in ends the session that was used least lately, with its tokens', async () => {
  const { enter, idsOf, refresh, assertEnded, assertAlive } = await makeTracked(server, 3)
  const [first, second, third] = [await enter(), await enter(), await enter()]
  server.travel(1000)
  await refresh(first.refreshToken)
  const mary = await enter('mary')
  const fourth = await enter()
  assert.deepEqual(await idsOf(), [fourth.id, third.id, first.id])
  await assertEnded(second)
  for (const one of [first, third, fourth, mary]) await assertAlive(one)
})

test('the limit counts over all clients, and not what has ended', async () => {
  const { sdk, poolId, clientId, enter, idsOf } = await makeTracked(server, 2)
  const { clientId: other } = await makeClient(sdk, poolId)
  const [first, second] = [await enter(), await enter('jane', other)]
  await sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: first.refreshToken }))
  const third = await enter()
  assert.deepEqual(await idsOf(), [third.id, second.id])
  const fourth = await enter('jane', other)
  assert.deepEqual(await idsOf(), [fourth.id, third.id])
})

test('a limit of one leaves the last sign-in', async () => {
  const { enter, idsOf, assertEnded, assertAlive } = await makeTracked(server, 1)
  const [first, second] = [await enter(), await enter()]
  assert.deepEqual(await idsOf(), [second.id])
  await assertEnded(first)
  await assertAlive(second)
})

test('a lower limit ends no session until the next sign-in', async () => {
  const { enter, idsOf, limit, assertAlive, assertEnded } = await makeTracked(server, 5)
  const sessions = [await enter(), await enter(), await enter(), await enter()]
  await limit(2)
  assert.equal((await idsOf()).length, 4)
  for (const one of sessions) await assertAlive(one)
  const last = await enter()
  // All were refreshed in this order just now.
  assert.deepEqual(await idsOf(), [last.id, sessions[3]?.id])
  for (const one of sessions.slice(0, 3)) await assertEnded(one)
})

test('an attempt that fails ends no session', async () => {
  const { sdk, clientId, enter, idsOf } = await makeTracked(server, 1)
  const { id } = await enter()
  await assert.rejects(signIn(sdk, clientId, 'jane', 'Wrong-horse-9'), serviceError('NotAuthorizedException'))
  assert.deepEqual(await idsOf(), [id])
})

test('R19: of 20 sign-ins at once no more than the limit leave a session', async () => {
  const { sdk, clientId, idsOf, listOf, assertAlive } = await makeTracked(server, 3)
  const signed = await Promise.all(Array.from({ length: 20 }, () => signIn(sdk, clientId, 'jane')))
  const ids = await idsOf()
  assert.equal(ids.length, 3)
  const outcomes = await Promise.allSettled(signed.map(({ accessToken }) => listOf(accessToken)))
  const alive = signed.filter((_, index) => outcomes[index]?.status === 'fulfilled')
  assert.equal(alive.length, 3)
  for (const one of alive) await assertAlive(one)
})

test('among sign-outs a sign-in is ended with its session, or has both', async () => {
  const { sdk, poolId, clientId, enter, idsOf, assertAlive, assertEnded } = await makeTracked(server, 5)
  for (let before = 0; before < 5; before++) await enter()
  const signOut = () => sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'jane' }))
  const [signed] = await Promise.all([
    Promise.all(Array.from({ length: 10 }, () => signIn(sdk, clientId, 'jane'))),
    signOut(),
    signOut(),
  ])
  const isAlive = async (one: (typeof signed)[number]) =>
    assertAlive(one).then(
      () => true,
      () => false,
    )
  const alive = (await Promise.all(signed.map(isAlive))).filter(Boolean)
  assert.equal((await idsOf()).length, alive.length)
  await signOut()
  for (const one of signed) await assertEnded(one)
  assert.deepEqual(await idsOf(), [])
})

test('R19: of 20 revocations of one session at once one succeeds', async () => {
  const { sdk, enter, idsOf } = await makeTracked(server)
  const [own, lost] = [await enter(), await enter()]
  const revoke = () => sdk.send(new RevokeUserSessionCommand({ AccessToken: own.accessToken, SessionId: lost.id }))
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, revoke))
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []))
  assert.equal(failures.length, 19)
  for (const failure of failures) serviceError(...NO_SESSION)(failure)
  assert.deepEqual(await idsOf(), [own.id])
})

test('two who revoke each other: what is revoked revokes nothing', async () => {
  const { sdk, enter } = await makeTracked(server)
  const [one, other] = [await enter(), await enter()]
  await sdk.send(new RevokeUserSessionCommand({ AccessToken: one.accessToken, SessionId: other.id }))
  const back = sdk.send(new RevokeUserSessionCommand({ AccessToken: other.accessToken, SessionId: one.id }))
  await assert.rejects(back, serviceError('NotAuthorizedException', 'Access Token has been revoked'))
})

type World = Awaited<ReturnType<typeof makeTracked>>
type Entered = Awaited<ReturnType<World['enter']>>

/** What ends sessions, besides their revocation. */
const ends: Record<string, (world: World, entered: Entered) => Promise<unknown>> = {
  'a revoked refresh token': ({ sdk, clientId }, { refreshToken }) =>
    sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken, RevokeAssociatedSessions: 'LINKED' })),
  'a sign-out': ({ sdk }, { accessToken }) => sdk.send(new GlobalSignOutCommand({ AccessToken: accessToken })),
  'a sign-out by an administrator': ({ sdk, poolId }) =>
    sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'jane' })),
  'a password that was recovered by a code': async ({ sdk, poolId, clientId }) => {
    const verified = { email: 'jane@example.com', email_verified: 'true' }
    const UserAttributes = Object.entries(verified).map(([Name, Value]) => ({ Name, Value }))
    await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes }))
    const given = { ClientId: clientId, Username: 'jane' }
    await sdk.send(new ForgotPasswordCommand(given))
    const ConfirmationCode = await server.code('jane@example.com')
    await sdk.send(new ConfirmForgotPasswordCommand({ ...given, ConfirmationCode, Password: `${PASSWORD}-new` }))
  },
  'a user who was disabled, and is enabled again': async ({ sdk, poolId }) => {
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await sdk.send(new AdminEnableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  },
  'a user who was deleted, and is another': async ({ sdk, poolId }) => {
    await sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await makeUser(sdk, poolId, 'jane')
  },
  'a client that was deleted': ({ sdk, poolId, clientId }) =>
    sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId })),
  'the end of the refresh token': async () => server.travel(DAY_MS + 1000),
}
for (const [name, end] of Object.entries(ends)) {
  test(`${name} ends the session, of nobody else`, async () => {
    const world = await makeTracked(server, 20, { RefreshTokenValidity: 1 })
    const entered = await world.enter()
    const { clientId: other } = await makeClient(world.sdk, world.poolId)
    await world.enter('mary', other)
    await end(world, entered)
    assert.deepEqual([(await world.idsOf()).length, (await world.idsOf('mary')).length], [0, 1])
  })
}

test('a refresh token that was used again after its rotation ends the session', async () => {
  const world = await makeTracked(server, 20, {
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  })
  const { refreshToken, id } = await world.enter()
  const rotate = () =>
    world.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: world.clientId, RefreshToken: refreshToken }))
  await rotate()
  assert.deepEqual(await world.idsOf(), [id])
  await assert.rejects(rotate(), serviceError('RefreshTokenReuseException'))
  assert.deepEqual(await world.idsOf(), [])
})

test('what is revoked while it is listed is in a list or not, and the tokens are ended', async () => {
  const { sdk, enter, idsOf, assertEnded } = await makeTracked(server)
  const [own, ...others] = [await enter(), await enter(), await enter(), await enter()]
  assert.ok(own)
  const revoke = (SessionId: string) =>
    sdk.send(new RevokeUserSessionCommand({ AccessToken: own.accessToken, SessionId }))
  const [, ...lists] = await Promise.all([
    Promise.all(others.map(({ id }) => revoke(id))),
    ...Array.from({ length: 10 }, () => idsOf()),
  ])
  const known = [own, ...others].map(({ id }) => id)
  for (const ids of lists) {
    assert.ok(ids.includes(own.id))
    assert.ok(ids.every((id) => known.includes(id ?? '')))
  }
  assert.deepEqual(await idsOf(), [own.id])
  for (const one of others) await assertEnded(one)
})

test('without tracking a sign-in leaves no session, and ends none; tracked again, those of before count', async () => {
  const { poolId, sdk, clientId, enter, idsOf, setPool, limit, assertAlive } = await makeTracked(server, 2)
  const [first, second] = [await enter(), await enter()]
  await setPool(poolId, { UserSessionTracking: 'DISABLED' })
  server.travel(1000)
  const unlisted = await Promise.all([1, 2, 3].map(() => signIn(sdk, clientId, 'jane')))
  await limit(2)
  assert.deepEqual(await idsOf(), [second.id, first.id])
  const third = await enter()
  assert.deepEqual(await idsOf(), [third.id, second.id])
  for (const one of unlisted) await assertAlive(one)
})
