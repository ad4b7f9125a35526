import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { factors, makeMfaPool } from '../../mfa.ts'

const server = useServer()
const associate = (input: { AccessToken?: string; Session?: string | undefined }) =>
  server.client().send(new AssociateSoftwareTokenCommand(input))

test('gives a secret to the holder of an access token, another one each time', async () => {
  const { sdk, poolId, clientId, code } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const first = await associate({ AccessToken })
  const second = await associate({ AccessToken })
  assert.match(first.SecretCode ?? '', /^[A-Z2-7]{52}$/)
  assert.equal(first.Session, undefined)
  assert.notEqual(first.SecretCode, second.SecretCode)
  // Only the newest counts.
  await assert.rejects(
    sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code(first.SecretCode ?? '') })),
    serviceError('EnableSoftwareTokenMFAException', 'Code mismatch'),
  )
  await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code(second.SecretCode ?? '') }))
})

test('V08: a secret is stored sealed, and shown once: a Session that got one gets no other', async () => {
  const { sdk, poolId, begin } = await makeMfaPool(server, 'ON', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const { Session } = await begin('jane')
  const answer = await associate({ Session })
  assert.ok(answer.Session)
  const sub = (await server.ctx.store.users.findByName(poolId, 'jane'))?.sub ?? ''
  const stored = await server.ctx.store.softwareTokens.find(poolId, sub, 'pending')
  assert.match(stored?.sealedSecret ?? '', /^v1\./)
  assert.ok(!JSON.stringify(stored).includes(answer.SecretCode ?? '-'))
  await assert.rejects(
    associate({ Session }),
    serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
  )
})

test('an app that is in use works on until the new one has shown its code', async () => {
  const { withApp, begin, respond, code } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  const { accessToken: AccessToken, secret } = await withApp('jane')
  await associate({ AccessToken })
  const { Session } = await begin('jane')
  await respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE: code(secret) })
})

test('refusals', async (t) => {
  const { sdk, poolId, clientId } = await makeMfaPool(server, 'OPTIONAL', factors.sms)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const session = 'x'.repeat(30)
  const one = 'Exactly one of AccessToken and Session is required.'
  const off = 'Software Token MFA has not been enabled by the userPool'
  for (const [name, input, error, message] of [
    ['neither', {}, 'InvalidParameterException', one],
    ['both', { AccessToken, Session: session }, 'InvalidParameterException', one],
    ['no token', { AccessToken: 'x' }, 'NotAuthorizedException', 'Could not verify signature for Access Token'],
    ['no Session', { Session: session }, 'NotAuthorizedException', 'Invalid session for the user.'],
    ['a pool without apps', { AccessToken }, 'SoftwareTokenMFANotFoundException', off],
  ] as const) {
    await t.test(name, () => assert.rejects(associate(input), serviceError(error, message)))
  }
})

test('a user who was deleted: the operation declares no UserNotFoundException', async () => {
  const { sdk, poolId, clientId } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  await assert.rejects(associate({ AccessToken }), serviceError('NotAuthorizedException', 'User does not exist.'))
})
