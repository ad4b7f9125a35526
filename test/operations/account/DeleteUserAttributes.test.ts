import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CreateUserPoolClientCommandInput,
  DeleteUserAttributesCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

const fixture = async (client: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(
    sdk,
    {
      AutoVerifiedAttributes: ['email'],
      Schema: [
        { Name: 'nickname', Required: true, Mutable: true },
        { Name: 'badge', AttributeDataType: 'String', Mutable: false },
      ],
    },
    client,
  )
  await makeUser(sdk, poolId, 'jane', {
    nickname: 'J',
    name: 'Jane',
    email: 'jane@example.com',
    email_verified: 'true',
    'custom:badge': '7',
  })
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const remove = (...UserAttributeNames: string[]) =>
    sdk.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }))
  const namesLeft = async () =>
    ((await sdk.send(new GetUserCommand({ AccessToken }))).UserAttributes ?? []).map(({ Name }) => Name)
  return { sdk, AccessToken, remove, namesLeft }
}

test('attributes are deleted, and with an address what was proved of it', async () => {
  const { remove, namesLeft } = await fixture()
  const { $metadata, ...answer } = await remove('name', 'email')
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  assert.deepEqual(await namesLeft(), ['sub', 'nickname', 'custom:badge'])
  await remove('name')
})

test('with an address goes the code that would prove it', async () => {
  const { sdk, AccessToken, remove, namesLeft } = await fixture()
  const UserAttributes = [{ Name: 'email', Value: 'gone@example.com' }]
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
  const Code = await server.code('gone@example.com')
  await remove('email')
  await assert.rejects(
    sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code })),
    serviceError('ExpiredCodeException'),
  )
  assert.ok(!(await namesLeft()).includes('email'))
})

test('refusals', async (t) => {
  const plain = await fixture()
  const limited = await fixture({ WriteAttributes: ['nickname'] })
  const wrote = 'A client attempted to write unauthorized attribute'
  const rows: [string, { remove: typeof plain.remove }, string, string, string][] = [
    [
      'a required attribute',
      plain,
      'nickname',
      'InvalidParameterException',
      'user.nickname: Required attribute cannot be deleted.',
    ],
    [
      'an immutable attribute',
      plain,
      'custom:badge',
      'InvalidParameterException',
      'Invalid user attributes: user.custom:badge: Attribute cannot be updated.\n',
    ],
    ['V14 an unknown attribute', plain, 'custom:unknown', 'NotAuthorizedException', wrote],
    ['V14 sub', plain, 'sub', 'NotAuthorizedException', wrote],
    ['V14 email_verified', plain, 'email_verified', 'NotAuthorizedException', wrote],
    ['V14 an attribute that the client may not write', limited, 'name', 'NotAuthorizedException', wrote],
  ]
  for (const [name, { remove }, attribute, error, message] of rows) {
    await t.test(name, () => assert.rejects(remove(attribute), serviceError(error, message)))
  }
  await t.test('one that is refused keeps the others', async () => {
    await assert.rejects(plain.remove('name', 'nickname'), serviceError('InvalidParameterException'))
    assert.ok((await plain.namesLeft()).includes('name'))
  })
})
