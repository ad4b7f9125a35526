import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminConfirmSignUpCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, getUser, listOf, missing } from './fixture.ts'

const server = useServer()

const confirmSignUp = (input: { UserPoolId: string; Username?: string }) =>
  server
    .client()
    .send(new AdminConfirmSignUpCommand({ Username: 'jane', ClientMetadata: { from: 'a test' }, ...input }))

test('confirms who signed up, and proves no address by it', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  const UserAttributes = listOf({ email: 'confirmed@example.com' })
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'jane', Password: PASSWORD, UserAttributes }))
  const { $metadata, ...answer } = await confirmSignUp({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  const { status, attributes } = await getUser(sdk, poolId, 'jane')
  assert.deepEqual([status, attributes.email_verified], ['CONFIRMED', 'false'])
  await signIn(sdk, clientId, 'jane')

  const now = 'User cannot be confirmed. Current status is CONFIRMED'
  await assert.rejects(confirmSignUp({ UserPoolId: poolId }), serviceError('NotAuthorizedException', now))
  const ConfirmationCode = await server.code('confirmed@example.com')
  await assert.rejects(
    sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode })),
    serviceError('NotAuthorizedException', now),
  )
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  await createUser(server.client(), poolId, 'invited')
  const rows: [string, { UserPoolId: string; Username?: string }, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, { UserPoolId: string }, string, string]),
    [
      'a user who was invited',
      { UserPoolId: poolId, Username: 'invited' },
      'NotAuthorizedException',
      'User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(confirmSignUp(change), serviceError(error, message)))
  }
})
