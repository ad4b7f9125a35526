import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { AddUserPoolClientSecretCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool, makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { rawAnswer } from './raw-answer.ts'

const server = useServer()

/** Every operation that takes a SecretHash, with what it needs besides. */
const operations: Record<string, object> = {
  ConfirmForgotPassword: { ConfirmationCode: '123456', Password: PASSWORD },
  ConfirmSignUp: { ConfirmationCode: '123456' },
  ForgotPassword: {},
  ResendConfirmationCode: {},
  SignUp: { Password: PASSWORD },
}

const hashOf = (secret: string, username: string, clientId: string) =>
  createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64')

test('V13: without the right hash nothing is done', async (t) => {
  const sdk = server.client()
  const pool = { AutoVerifiedAttributes: ['email' as const], AliasAttributes: ['email' as const] }
  const { poolId, clientId: ClientId, secret = '' } = await makePool(sdk, pool, { GenerateSecret: true })
  const other = await makeClient(sdk, poolId, { GenerateSecret: true })
  const open = await makeClient(sdk, poolId)
  const email = 'jane@example.com'
  await makeUser(sdk, poolId, 'jane', { email, email_verified: 'true' })
  const right = hashOf(secret, 'jane', ClientId)
  const missing = `Client ${ClientId} is configured with secret but SECRET_HASH was not received`
  const wrong = `Unable to verify secret hash for client ${ClientId}`
  const unwanted = `Unable to verify secret hash for client ${open.clientId}`
  const rows: [string, object, string][] = [
    ['missing', { ClientId }, missing],
    ['wrong', { ClientId, SecretHash: hashOf('x'.repeat(40), 'jane', ClientId) }, wrong],
    ['of another user', { ClientId, SecretHash: hashOf(secret, 'john', ClientId) }, wrong],
    ['of the alias instead of the name that is sent', { ClientId, SecretHash: hashOf(secret, email, ClientId) }, wrong],
    ['of another client', { ClientId, SecretHash: hashOf(other.secret ?? '', 'jane', other.clientId) }, wrong],
    ['too short', { ClientId, SecretHash: right.slice(0, -4) }, wrong],
    ['too long', { ClientId, SecretHash: `${right}AAAA` }, wrong],
    ['the secret itself', { ClientId, SecretHash: secret }, wrong],
    ['where there is no secret', { ClientId: open.clientId, SecretHash: right }, unwanted],
  ]
  for (const [operation, input] of Object.entries(operations)) {
    for (const Username of ['jane', 'nobody']) {
      for (const [name, proof, message] of rows) {
        await t.test(`${operation} for ${Username}: ${name}`, async () => {
          const { status, body } = await rawAnswer(server, operation, { ...input, Username, ...proof })
          assert.deepEqual([status, JSON.parse(body)], [400, { __type: 'NotAuthorizedException', message }])
        })
      }
    }
    await t.test(`${operation}: empty`, async () => {
      const { body } = await rawAnswer(server, operation, { ...input, Username: 'jane', ClientId, SecretHash: '' })
      assert.equal(JSON.parse(body).__type, 'InvalidParameterException')
    })
  }
  assert.deepEqual(await server.inbox(email), [])

  await t.test('either of two secrets proves the client, by the name that is sent', async () => {
    const { ClientSecretDescriptor } = await sdk.send(
      new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId }),
    )
    for (const value of [secret, ClientSecretDescriptor?.ClientSecretValue ?? '']) {
      for (const Username of ['jane', email]) {
        const SecretHash = hashOf(value, Username, ClientId)
        const { status } = await rawAnswer(server, 'ForgotPassword', { ClientId, Username, SecretHash })
        assert.equal(status, 200)
      }
    }
  })
})
