import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminUpdateAuthEventFeedbackCommand,
  type AdminUpdateAuthEventFeedbackCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { eventsOf, makeWatchedPool, missingPool, notWatched } from './fixture.ts'

const server = useServer()

const fixture = async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeWatchedPool(sdk)
  for (const name of ['jane', 'john']) await makeUser(sdk, poolId, name)
  await signIn(sdk, clientId, 'jane')
  const [event] = await eventsOf(sdk, poolId, 'jane')
  const give = (change: Partial<AdminUpdateAuthEventFeedbackCommandInput> = {}) =>
    sdk.send(
      new AdminUpdateAuthEventFeedbackCommand({
        UserPoolId: poolId,
        Username: 'jane',
        EventId: event?.EventId ?? '',
        FeedbackValue: 'Valid',
        ...change,
      }),
    )
  return { sdk, poolId, give, feedback: async () => (await eventsOf(sdk, poolId, 'jane'))[0]?.EventFeedback }
}

test('feedback shows with the event, and what is said last counts', async () => {
  const { give, feedback } = await fixture()
  assert.equal(await feedback(), undefined)
  for (const FeedbackValue of ['Valid', 'Invalid'] as const) {
    const { $metadata, ...answer } = await give({ FeedbackValue })
    assert.deepEqual(answer, {})
    const given = await feedback()
    assert.deepEqual(given, { FeedbackValue, Provider: 'Admin', FeedbackDate: given?.FeedbackDate })
    assert.ok(given?.FeedbackDate instanceof Date)
  }
})

test('refusals', async (t) => {
  const { give, feedback } = await fixture()
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<AdminUpdateAuthEventFeedbackCommandInput>, string, string][] = [
    ...missingPool,
    ['an unknown user', { Username: 'nobody' }, 'UserNotFoundException', 'User does not exist.'],
    ['an unknown event', { EventId: 'none' }, 'ResourceNotFoundException', 'Auth event none does not exist.'],
    [
      'an event id of another form',
      { EventId: 'a b' },
      IPE,
      String.raw`1 validation error detected: Value 'a b' at 'eventId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+-]+`,
    ],
    [
      'another word',
      { FeedbackValue: 'Perhaps' as 'Valid' },
      IPE,
      "1 validation error detected: Value 'Perhaps' at 'feedbackValue' failed to satisfy constraint: Member must satisfy enum value set: [Invalid, Valid]",
    ],
    [
      'no event',
      { EventId: undefined as never }, // what the SDK's types forbid
      IPE,
      "1 validation error detected: Value null at 'eventId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'nothing said',
      { FeedbackValue: undefined as never },
      IPE,
      "1 validation error detected: Value null at 'feedbackValue' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(give(change), serviceError(error, message)))
  }
  await t.test("another user's event", () =>
    assert.rejects(give({ Username: 'john' }), serviceError('ResourceNotFoundException')),
  )
  const { poolId } = await makePool(server.client())
  await assert.rejects(give({ UserPoolId: poolId }), serviceError(...notWatched))
  assert.equal(await feedback(), undefined)
})
