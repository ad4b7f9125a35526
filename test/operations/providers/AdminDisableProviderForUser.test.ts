import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableProviderForUserCommand,
  type AdminDisableProviderForUserCommandInput,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  DeleteIdentityProviderCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { getUser } from '../users/fixture.ts'
import { addExternalUser, createProvider, identitiesOf, link, requiredMember } from './fixture.ts'

const server = useServer()
const IPE = 'InvalidParameterException'
const nobody = serviceError('UserNotFoundException', 'User does not exist.')

const disable = (UserPoolId: string, ProviderName: string, value: string, attribute = 'Cognito_Subject') =>
  server.client().send(
    new AdminDisableProviderForUserCommand({
      UserPoolId,
      User: { ProviderName, ProviderAttributeName: attribute, ProviderAttributeValue: value },
    }),
  )
const start = async () => {
  const sdk = server.client()
  const pool = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  await createProvider(sdk, pool.poolId, { AttributeMapping: { email: 'mail' } })
  await makeUser(sdk, pool.poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  return { sdk, ...pool }
}

test('ends a link by what it was made with, and no other', async () => {
  const { sdk, poolId, clientId } = await start()
  await link(sdk, poolId, 'jane', 's1')
  await link(sdk, poolId, 'jane', 's1', { ProviderAttributeName: 'email' })
  const { $metadata, ...answer } = await disable(poolId, 'Acme', 's1', 'email')
  assert.deepEqual(answer, {})
  assert.equal((await identitiesOf(sdk, poolId, 'jane')).length, 1)
  await assert.rejects(disable(poolId, 'Acme', 's1', 'email'), nobody)
  await disable(poolId, 'Acme', 's1')
  assert.equal(await identitiesOf(sdk, poolId, 'jane'), undefined)
  await signIn(sdk, clientId, 'jane') // the password is another matter
  await link(sdk, poolId, 'jane', 's1')
})

test('ends a link of a provider that was deleted', async () => {
  const { sdk, poolId } = await start()
  await link(sdk, poolId, 'jane', 's1')
  await sdk.send(new DeleteIdentityProviderCommand({ UserPoolId: poolId, ProviderName: 'Acme' }))
  await disable(poolId, 'Acme', 's1')
  assert.equal(await identitiesOf(sdk, poolId, 'jane'), undefined)
})

test('leaves the user of an identity of its own without it, which is nobody then', async () => {
  const { sdk, poolId } = await start()
  const username = await addExternalUser(server, poolId, 'Acme', 'OIDC', 's1')
  await disable(poolId, 'Acme', 's1')
  assert.equal(await identitiesOf(sdk, poolId, username), undefined)
  assert.equal((await getUser(sdk, poolId, username)).status, 'EXTERNAL_PROVIDER')
  await assert.rejects(disable(poolId, 'Acme', 's1'), nobody)
  await link(sdk, poolId, 'jane', 's1')
})

test('takes the password of a user of the pool, and the code that would set another', async () => {
  const { sdk, poolId, clientId } = await start()
  await link(sdk, poolId, 'jane', 's1')
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
  const code = await server.code('jane@example.com')
  await disable(poolId, 'Cognito', 'jane')
  await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('NotAuthorizedException'))
  const reset = { ClientId: clientId, Username: 'jane', ConfirmationCode: code, Password: 'Another-horse-9' }
  await assert.rejects(
    sdk.send(new ConfirmForgotPasswordCommand(reset)),
    serviceError('ExpiredCodeException', 'Invalid code provided, please request a code again.'),
  )
  const { status, enabled } = await getUser(sdk, poolId, 'jane')
  assert.deepEqual([status, enabled], ['CONFIRMED', true])
  assert.equal((await identitiesOf(sdk, poolId, 'jane')).length, 1)
  await disable(poolId, 'Cognito', 'jane')
  const input = { UserPoolId: poolId, Username: 'jane', Password: PASSWORD, Permanent: true }
  await sdk.send(new AdminSetUserPasswordCommand(input))
  await signIn(sdk, clientId, 'jane')
})

test('refusals', async (t) => {
  const { sdk, poolId } = await start()
  const other = await start()
  await link(sdk, poolId, 'jane', 's1')
  const User = { ProviderName: 'Acme', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 's1' }
  const user = (change: object) => ({ User: { ...User, ...change } })
  const UNF = ['UserNotFoundException', 'User does not exist.'] as const
  const rows: [string, Partial<AdminDisableProviderForUserCommandInput>, string, string][] = [
    ['an unknown pool', { UserPoolId: 'x_y' }, 'ResourceNotFoundException', 'User pool x_y does not exist.'],
    ['another pool', { UserPoolId: other.poolId }, ...UNF],
    ['no pool', { UserPoolId: undefined }, IPE, requiredMember('userPoolId')],
    ['no user', { User: undefined }, IPE, requiredMember('user')],
    ['no provider', user({ ProviderName: undefined }), IPE, 'User.ProviderName must not be empty.'],
    ['no attribute', user({ ProviderAttributeName: '' }), IPE, 'User.ProviderAttributeName must not be empty.'],
    ['no subject', user({ ProviderAttributeValue: '' }), IPE, 'User.ProviderAttributeValue must not be empty.'],
    ['another provider', user({ ProviderName: 'Google' }), ...UNF],
    ['another subject', user({ ProviderAttributeValue: 'S1' }), ...UNF],
    ['another attribute', user({ ProviderAttributeName: 'email' }), ...UNF],
    ['an unknown user of the pool', user({ ProviderName: 'Cognito', ProviderAttributeValue: 'nobody' }), ...UNF],
    [
      'a user of the pool by an attribute',
      user({ ProviderName: 'Cognito', ProviderAttributeName: 'email', ProviderAttributeValue: 'jane' }),
      IPE,
      'Invalid ProviderAttributeName: email',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    const input = { UserPoolId: poolId, User, ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new AdminDisableProviderForUserCommand(input)), serviceError(error, message)),
    )
  }
  assert.equal((await identitiesOf(sdk, poolId, 'jane')).length, 1)
})
