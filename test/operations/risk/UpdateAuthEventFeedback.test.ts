import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  UpdateAuthEventFeedbackCommand,
  type UpdateAuthEventFeedbackCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { feedbackToken } from '../../../src/flows/events/feedback.ts'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { eventsOf, makeWatchedPool, missingPool, notWatched } from './fixture.ts'

const server = useServer()
const DAY_MS = 24 * 60 * 60 * 1000

const fixture = async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeWatchedPool(sdk)
  for (const name of ['jane', 'john']) await makeUser(sdk, poolId, name)
  await signIn(sdk, clientId, 'jane')
  await signIn(sdk, clientId, 'jane')
  const [event, other] = await eventsOf(sdk, poolId, 'jane')
  const sub = (await server.ctx.store.users.nameHolder(poolId, 'jane')) ?? ''
  // As it stands in the message, which is written once risks are assessed.
  const token = feedbackToken(server.ctx, { poolId, sub, id: event?.EventId ?? '' })
  const give = (change: Partial<UpdateAuthEventFeedbackCommandInput> = {}) =>
    sdk.send(
      new UpdateAuthEventFeedbackCommand({
        UserPoolId: poolId,
        Username: 'jane',
        EventId: event?.EventId ?? '',
        FeedbackToken: token,
        FeedbackValue: 'Invalid',
        ...change,
      }),
    )
  const feedback = async () =>
    (await eventsOf(sdk, poolId, 'jane')).find(({ EventId }) => EventId === event?.EventId)?.EventFeedback
  return { sdk, poolId, token, other: other?.EventId ?? '', give, feedback }
}

test('the token of an event lets its user speak of it', async () => {
  const { give, feedback, token } = await fixture()
  assert.match(token, /^[A-Za-z0-9-_=.]+$/)
  const { $metadata, ...answer } = await give()
  assert.deepEqual(answer, {})
  const given = await feedback()
  assert.deepEqual(given, { FeedbackValue: 'Invalid', Provider: 'User', FeedbackDate: given?.FeedbackDate })
})

test('it needs no signature', async () => {
  const answer = await server.post('UpdateAuthEventFeedback', {})
  assert.match(((await answer.json()) as { message: string }).message, /^5 validation errors detected: /)
})

test('attacks: a token is of one event of one user, and ends', async (t) => {
  const { give, feedback, other, token } = await fixture()
  const rows: [string, Partial<UpdateAuthEventFeedbackCommandInput>][] = [
    ['of another event', { EventId: other }],
    ['of another user', { Username: 'john' }],
    ['for nobody', { Username: 'nobody' }],
    ['for an event that there is not', { EventId: 'none' }],
    ['of nothing', { FeedbackToken: 'x' }],
    ['changed', { FeedbackToken: `${token.slice(0, -8)}${token.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}` }],
  ]
  const refused = serviceError('NotAuthorizedException', 'Invalid feedback token.')
  for (const [name, change] of rows) await t.test(name, () => assert.rejects(give(change), refused))
  server.travel(30 * DAY_MS)
  await assert.rejects(give(), refused)
  assert.equal(await feedback(), undefined)
})

test('refusals', async (t) => {
  const { give } = await fixture()
  for (const [name, change, error, message] of missingPool) {
    await t.test(name, () => assert.rejects(give(change), serviceError(error, message)))
  }
  const { poolId } = await makePool(server.client())
  await assert.rejects(give({ UserPoolId: poolId }), serviceError(...notWatched))
})
