import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CreateUserPoolCommandInput,
  GetUserAttributeVerificationCodeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, startTestServer, useServer } from '../../harness.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const server = useServer()

const fixture = async (
  attributes: Record<string, string>,
  pool: Partial<CreateUserPoolCommandInput> = {},
  at = server,
) => {
  const sdk = at.client()
  const { poolId, clientId } = await makePool(sdk, pool, { AccessTokenValidity: 24 })
  await makeUser(sdk, poolId, 'jane', attributes)
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const request = (AttributeName: string) =>
    sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }))
  return { sdk, clientId, AccessToken, request }
}

test('a code goes to the address, whatever the pool verifies by itself', async () => {
  const { request } = await fixture({ email: 'prove@example.com', phone_number: '+15550004444' })
  const { $metadata, ...answer } = await request('email')
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'p***@e***' },
  })
  assert.match(await server.code('prove@example.com'), /^\d{6}$/)
  const { CodeDeliveryDetails } = await request('phone_number')
  assert.deepEqual(CodeDeliveryDetails, {
    AttributeName: 'phone_number',
    DeliveryMedium: 'SMS',
    Destination: '+*******4444',
  })
})

test('while an address waits to replace another, the code goes there', async () => {
  const { sdk, clientId, AccessToken, request } = await fixture(
    { email: 'present@example.com', email_verified: 'true' },
    {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    },
  )
  const UserAttributes = [{ Name: 'email', Value: 'future@example.com' }]
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
  const first = await server.code('future@example.com')
  assert.equal((await request('email')).CodeDeliveryDetails?.Destination, 'f***@e***')
  const Code = await server.code('future@example.com')
  if (Code !== first) {
    const old = { AccessToken, AttributeName: 'email', Code: first }
    await assert.rejects(sdk.send(new VerifyUserAttributeCommand(old)), serviceError('CodeMismatchException'))
  }
  server.travel(DAY_MS + 1000)
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const later = await sdk.send(
    new GetUserAttributeVerificationCodeCommand({ AccessToken: accessToken, AttributeName: 'email' }),
  )
  assert.equal(later.CodeDeliveryDetails?.Destination, 'p***@e***', 'a change lapses with its code')
})

test('refusals', async (t) => {
  const { request } = await fixture({ email: 'jane@example.com' })
  const which = 'invalid attribute name. Only phone_number and email can be verified'
  const rows: [string, string, string][] = [
    ['an attribute that is no address', 'name', which],
    ['an unknown attribute', 'custom:email', which],
    ['an address that the user does not have', 'phone_number', 'The user has no phone_number to verify.'],
  ]
  for (const [name, attribute, message] of rows) {
    await t.test(name, () => assert.rejects(request(attribute), serviceError('InvalidParameterException', message)))
  }
})

test('five codes an hour', async () => {
  const limited = await startTestServer({ CENOTE_QUOTAS: 'on' })
  try {
    const { request } = await fixture({ email: 'often@example.com' }, {}, limited)
    for (let round = 0; round < 5; round++) await request('email')
    await assert.rejects(
      request('email'),
      serviceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.'),
    )
  } finally {
    await limited.stop()
  }
})
