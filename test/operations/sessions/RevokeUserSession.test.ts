import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RevokeUserSessionCommand, type RevokeUserSessionCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeTracked, NO_SESSION, NO_TRACKING, type Refusal, UNKNOWN } from './fixture.ts'

const server = useServer()

for (const RevokeAssociatedSessions of [undefined, 'NONE', 'LINKED'] as const) {
  for (const EnableTokenRevocation of [true, false]) {
    test(`V20: its tokens end at once, and no others (${RevokeAssociatedSessions}, ${EnableTokenRevocation})`, async () => {
      const world = await makeTracked(server, 20, { EnableTokenRevocation })
      const [own, lost, third] = [await world.enter(), await world.enter(), await world.enter()]
      const input = { AccessToken: own.accessToken, SessionId: lost.id, RevokeAssociatedSessions }
      const { $metadata, ...answer } = await world.sdk.send(new RevokeUserSessionCommand(input))
      assert.deepEqual(answer, {})
      await world.assertEnded(lost)
      for (const other of [own, third]) await world.assertAlive(other)
      assert.deepEqual(await world.idsOf(), [third.id, own.id])
    })
  }
}

test('refusals, after which all goes on', async (t) => {
  const world = await makeTracked(server)
  const { sdk } = world
  const [own, other] = [await world.enter(), await world.enter()]
  const mary = await world.enter('mary')
  const elsewhere = await makeTracked(server)
  const foreign = await elsewhere.enter()
  const untracked = await makePool(sdk)
  await makeUser(sdk, untracked.poolId, 'jane')
  const { accessToken } = await signIn(sdk, untracked.clientId, 'jane')
  const rows: Refusal<RevokeUserSessionCommandInput>[] = [
    ['its own session', { SessionId: own.id }, 'InvalidParameterException', unverifiedTexts.sessionCurrent],
    ['an unknown session', { SessionId: UNKNOWN }, ...NO_SESSION],
    ['an unknown session of a browser', { SessionId: UNKNOWN.replace('tkn', 'sso') }, ...NO_SESSION],
    ['an empty id', { SessionId: '' }, ...NO_SESSION],
    ['half an id', { SessionId: other.id.slice(0, 14) }, ...NO_SESSION],
    ['another user’s session', { SessionId: mary.id }, ...NO_SESSION],
    ['a session of another pool', { SessionId: foreign.id }, ...NO_SESSION],
    ['a pool that does not track', { AccessToken: accessToken }, ...NO_TRACKING],
    [
      'another way to revoke',
      { RevokeAssociatedSessions: 'ALL' as 'NONE' },
      'InvalidParameterException',
      "1 validation error detected: Value 'ALL' at 'revokeAssociatedSessions' failed to satisfy constraint: Member must satisfy enum value set: [NONE, LINKED]",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    const given = { AccessToken: own.accessToken, SessionId: other.id, ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new RevokeUserSessionCommand(given)), serviceError(error, message)),
    )
  }
  for (const each of [own, other, mary]) await world.assertAlive(each)
  await elsewhere.assertAlive(foreign)
})
