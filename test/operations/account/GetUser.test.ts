import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'

const server = useServer()

const getUser = async (AccessToken: string) => {
  const { $metadata: _, ...answer } = await server.client().send(new GetUserCommand({ AccessToken }))
  return answer
}

test('tells who the token is of', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true', name: 'Jane' })
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  assert.deepEqual(await getUser(accessToken), {
    Username: 'jane',
    UserAttributes: [
      { Name: 'sub', Value: claimsOf(accessToken).sub },
      { Name: 'email', Value: 'jane@example.com' },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: 'Jane' },
    ],
  })
})

test("V14: with the attributes that the token's client may read", async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, {
    Schema: [
      { Name: 'role', AttributeDataType: 'String', Mutable: true },
      { Name: 'score', AttributeDataType: 'Number', Mutable: true, DeveloperOnlyAttribute: true },
    ],
  })
  const reader = await makeClient(sdk, poolId, { ReadAttributes: ['name', 'email'] })
  const any = await makeClient(sdk, poolId)
  await makeUser(sdk, poolId, 'jane', {
    name: 'Jane',
    email: 'jane@example.com',
    'custom:role': 'clerk',
    'dev:custom:score': '7',
  })
  const namesFor = async (clientId: string) => {
    const { UserAttributes = [] } = await getUser((await signIn(sdk, clientId, 'jane')).accessToken)
    return UserAttributes.map(({ Name }) => Name).sort()
  }
  assert.deepEqual(await namesFor(reader.clientId), ['email', 'name', 'sub'])
  assert.deepEqual(await namesFor(any.clientId), ['custom:role', 'email', 'name', 'sub'])
})

test('refusals', async (t) => {
  await t.test('no token', async () => {
    const message =
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null"
    const { body } = await rawAnswer(server, 'GetUser', {})
    assert.deepEqual(JSON.parse(body), { __type: 'InvalidParameterException', message })
  })
  await t.test('characters that no token has', async () => {
    const message =
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+"
    await assert.rejects(getUser('not a token'), serviceError('InvalidParameterException', message))
  })
  await t.test('no token of ours', () =>
    assert.rejects(
      getUser('aaaa'),
      serviceError('NotAuthorizedException', 'Could not verify signature for Access Token'),
    ),
  )
})
