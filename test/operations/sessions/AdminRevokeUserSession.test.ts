import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminRevokeUserSessionCommand,
  type AdminRevokeUserSessionCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeTracked, NO_POOL, NO_SESSION, NO_TRACKING, type Refusal, UNKNOWN } from './fixture.ts'

const server = useServer()

test('V20: the tokens of the session end at once, and no others', async () => {
  const world = await makeTracked(server)
  const [lost, kept] = [await world.enter(), await world.enter()]
  const input = { UserPoolId: world.poolId, Username: 'jane', SessionId: lost.id }
  const { $metadata, ...answer } = await world.sdk.send(
    new AdminRevokeUserSessionCommand({ ...input, RevokeAssociatedSessions: 'LINKED' }),
  )
  assert.deepEqual(answer, {})
  await world.assertEnded(lost)
  await world.assertAlive(kept)
  assert.deepEqual(await world.idsOf(), [kept.id])
  await assert.rejects(world.sdk.send(new AdminRevokeUserSessionCommand(input)), serviceError(...NO_SESSION))
})

test('refusals, after which all goes on', async (t) => {
  const world = await makeTracked(server)
  const { sdk, poolId } = world
  const [own, mary] = [await world.enter(), await world.enter('mary')]
  const elsewhere = await makeTracked(server)
  const foreign = await elsewhere.enter()
  const untracked = await makePool(sdk)
  await makeUser(sdk, untracked.poolId, 'jane')
  const rows: Refusal<AdminRevokeUserSessionCommandInput>[] = [
    ['an unknown session', { SessionId: UNKNOWN }, ...NO_SESSION],
    ['an unknown session of a browser', { SessionId: UNKNOWN.replace('tkn', 'sso') }, ...NO_SESSION],
    ['a session of another user', { SessionId: mary.id }, ...NO_SESSION],
    ['a session of another pool', { SessionId: foreign.id }, ...NO_SESSION],
    ['a session asked for in another pool', { UserPoolId: elsewhere.poolId }, ...NO_SESSION],
    ['an unknown user', { Username: 'nobody' }, 'UserNotFoundException', 'User does not exist.'],
    ['an unknown pool', { UserPoolId: 'us-east-1_nosuchone' }, ...NO_POOL],
    ['a pool that does not track', { UserPoolId: untracked.poolId }, ...NO_TRACKING],
  ]
  for (const [name, change, error, message] of rows) {
    const given = { UserPoolId: poolId, Username: 'jane', SessionId: own.id, ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new AdminRevokeUserSessionCommand(given)), serviceError(error, message)),
    )
  }
  for (const each of [own, mary]) await world.assertAlive(each)
  await elsewhere.assertAlive(foreign)
})
