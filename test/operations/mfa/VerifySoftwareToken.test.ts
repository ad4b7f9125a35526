import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
  type VerifySoftwareTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { factors, makeMfaPool, wrong } from '../../mfa.ts'

const server = useServer()
const verify = (input: VerifySoftwareTokenCommandInput) => server.client().send(new VerifySoftwareTokenCommand(input))
const mismatch = serviceError('EnableSoftwareTokenMFAException', 'Code mismatch')

test('with an access token: registers the app and does not turn it on', async () => {
  const { sdk, poolId, clientId, registerApp } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  await registerApp(accessToken, 'My phone')
  const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.equal(user.UserMFASettingList, undefined)
  assert.ok((await signIn(sdk, clientId, 'jane')).accessToken)
})

test('with the Session of MFA_SETUP: a wrong code leaves it, a right one spends it', async () => {
  const { sdk, poolId, begin, code } = await makeMfaPool(server, 'ON', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const begun = await begin('jane')
  const { SecretCode = '', Session } = await sdk.send(new AssociateSoftwareTokenCommand({ Session: begun.Session }))
  await assert.rejects(verify({ Session, UserCode: wrong(code(SecretCode)) }), mismatch)
  const { Status, Session: next } = await verify({ Session, UserCode: code(SecretCode) })
  assert.equal(Status, 'SUCCESS')
  assert.ok(next && next !== Session)
  await assert.rejects(
    verify({ Session, UserCode: code(SecretCode) }),
    serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
  )
  await assert.rejects(
    verify({ Session: next, UserCode: code(SecretCode) }),
    serviceError('NotAuthorizedException', 'Invalid session for the user.'),
  )
})

test('V08: set-up and sign-in share their count of failures', async () => {
  const { sdk, poolId, clientId, code } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  await server.freeze(async () => {
    const UserCode = wrong(code(SecretCode))
    for (let tries = 0; tries < 5; tries++) await assert.rejects(verify({ AccessToken, UserCode }), mismatch)
    await assert.rejects(
      verify({ AccessToken, UserCode: code(SecretCode) }),
      serviceError('NotAuthorizedException', 'Password attempts exceeded'),
    )
  })
  server.travel(1001)
  await verify({ AccessToken, UserCode: code(SecretCode) })
})

test('refusals', async (t) => {
  const { sdk, poolId, clientId } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const UserCode = '123456'
  const one = 'Exactly one of AccessToken and Session is required.'
  const nothing = 'No software token is waiting to be verified.'
  for (const [name, input, error, message] of [
    ['neither', { UserCode }, 'InvalidParameterException', one],
    ['both', { UserCode, AccessToken, Session: 'x'.repeat(30) }, 'InvalidParameterException', one],
    ['no app', { UserCode, AccessToken }, 'EnableSoftwareTokenMFAException', nothing],
    ['no code', { UserCode: 'abcdef', AccessToken }, 'InvalidParameterException', undefined],
  ] as const) {
    await t.test(name, () => assert.rejects(verify(input), serviceError(error, message)))
  }
})
