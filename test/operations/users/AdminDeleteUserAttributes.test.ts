import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminDeleteUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, getUser, missing } from './fixture.ts'

const server = useServer()

type Change = { UserPoolId?: string; Username?: string; UserAttributeNames?: string[] }

const remove = (input: Change) =>
  server.client().send(
    new AdminDeleteUserAttributesCommand({
      UserPoolId: '',
      Username: 'jane',
      UserAttributeNames: ['name'],
      ...input,
    }),
  )

test('deletes attributes, and with an address its flag and the sign-in name', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { AliasAttributes: ['email'] })
  const email = { email: 'jane@example.com', email_verified: 'true' }
  await createUser(sdk, poolId, 'jane', { ...email, name: 'Jane', nickname: 'jj' })
  const { $metadata, ...answer } = await remove({ UserPoolId: poolId, UserAttributeNames: ['email', 'name', 'locale'] })
  assert.deepEqual(answer, {})
  assert.deepEqual((await getUser(sdk, poolId, 'jane')).attributes, { nickname: 'jj' })
  await assert.rejects(getUser(sdk, poolId, 'jane@example.com'), serviceError('UserNotFoundException'))
  await createUser(sdk, poolId, 'mary', email)
  assert.equal((await getUser(sdk, poolId, 'jane@example.com')).username, 'mary')
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, {
    Schema: [
      { Name: 'email', AttributeDataType: 'String', Required: true },
      { Name: 'once', AttributeDataType: 'String', Mutable: false },
    ],
  })
  const attributes = { email: 'jane@example.com', name: 'Jane', 'custom:once': 'x' }
  await createUser(sdk, poolId, 'jane', attributes)
  const rows: [string, Change, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, object, string, string]),
    [
      'an unknown attribute',
      { UserAttributeNames: ['name', 'custom:x'] },
      'InvalidParameterException',
      'Invalid user attributes: user.custom:x: Attribute does not exist in the schema.\n',
    ],
    [
      'the sub',
      { UserAttributeNames: ['sub'] },
      'InvalidParameterException',
      'Invalid user attributes: user.sub: Attribute cannot be updated.\n',
    ],
    [
      'what is written once',
      { UserAttributeNames: ['custom:once'] },
      'InvalidParameterException',
      'Invalid user attributes: user.custom:once: Attribute cannot be updated.\n',
    ],
    [
      'what is required',
      { UserAttributeNames: ['name', 'email'] },
      'InvalidParameterException',
      'user.email: Required attribute cannot be deleted.',
    ],
    [
      'V60: a name of JavaScript',
      { UserAttributeNames: ['__proto__'] },
      'InvalidParameterException',
      'Invalid user attributes: user.__proto__: Attribute does not exist in the schema.\n',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(remove({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
  assert.deepEqual((await getUser(sdk, poolId, 'jane')).attributes, attributes)
})
