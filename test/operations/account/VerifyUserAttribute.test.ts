import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CreateUserPoolCommandInput,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, startTestServer, useServer } from '../../harness.ts'

const server = useServer()
const expired = serviceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
const mismatch = serviceError('CodeMismatchException', 'Invalid verification code provided, please try again.')

/** Another code than the right one. */
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

const fixture = async (pool: Partial<CreateUserPoolCommandInput> = {}, at = server) => {
  const sdk = at.client()
  const made = await makePool(sdk, pool)
  const email = `${made.clientId}@example.com`
  await makeUser(sdk, made.poolId, 'jane', { email })
  const { accessToken: AccessToken } = await signIn(sdk, made.clientId, 'jane')
  const request = async (AttributeName = 'email') => {
    await sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }))
    return at.code(email)
  }
  const verify = (Code: string, AttributeName = 'email') =>
    sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }))
  const attributes = async (): Promise<Record<string, string | undefined>> => {
    const { UserAttributes = [] } = await sdk.send(new GetUserCommand({ AccessToken }))
    return Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]))
  }
  return { ...made, sdk, email, AccessToken, request, verify, attributes }
}

test('the code proves the address, once', async () => {
  const { email, request, verify, attributes } = await fixture()
  const code = await request()
  const { $metadata, ...answer } = await verify(code)
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  const after = await attributes()
  assert.deepEqual([after.email, after.email_verified], [email, 'true'])
  await assert.rejects(verify(code), expired)
})

test('refusals', async (t) => {
  const { request, verify } = await fixture()
  const code = await request()
  await t.test('a wrong code', () => assert.rejects(verify(wrong(code)), mismatch))
  await t.test('V09: the code of another attribute', () => assert.rejects(verify(code, 'phone_number'), expired))
  await t.test('an attribute that is no address', () =>
    assert.rejects(
      verify(code, 'name'),
      serviceError('InvalidParameterException', 'invalid attribute name. Only phone_number and email can be verified'),
    ),
  )
  await t.test('V09: a code after five wrong tries', async () => {
    for (let tries = 1; tries < 5; tries++) await assert.rejects(verify(wrong(code)), mismatch)
    await assert.rejects(verify(code), expired)
  })
})

test('V09: a new address voids the code of the old', async () => {
  const { sdk, AccessToken, request, verify, attributes } = await fixture()
  const code = await request()
  const UserAttributes = [{ Name: 'email', Value: 'other@example.com' }]
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
  await assert.rejects(verify(code), expired)
  const after = await attributes()
  assert.deepEqual([after.email, after.email_verified], ['other@example.com', 'false'])
})

test("V47a: another user's alias stays theirs", async () => {
  const { sdk, poolId, email, request, verify, attributes } = await fixture({ AliasAttributes: ['email'] })
  await makeUser(sdk, poolId, 'owner', { email, email_verified: 'true' })
  const code = await request()
  const taken = serviceError('AliasExistsException', 'An account with the given email already exists.')
  await assert.rejects(verify(code), taken)
  assert.notEqual((await attributes()).email_verified, 'true')
})

test('of parallel proofs with the right code one succeeds', async () => {
  const { request, verify } = await fixture()
  const code = await request()
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => verify(code)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('fifteen tries an hour', async () => {
  const limited = await startTestServer({ CENOTE_QUOTAS: 'on' })
  try {
    const { verify } = await fixture({}, limited)
    for (let tries = 0; tries < 15; tries++) await assert.rejects(verify('123456'), expired)
    await assert.rejects(
      verify('123456'),
      serviceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.'),
    )
  } finally {
    await limited.stop()
  }
})
