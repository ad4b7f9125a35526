import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makePasskeyPool, site } from './fixture.ts'

const server = useServer()

test('tells a browser what to make a passkey with', async () => {
  const { start, register, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const { challenge, ...options } = await start(token)
  assert.match(challenge, /^[\w-]{43}$/)
  assert.deepEqual(options, {
    authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification: 'preferred' },
    excludeCredentials: [],
    pubKeyCredParams: [
      { alg: -7, type: 'public-key' },
      { alg: -257, type: 'public-key' },
    ],
    rp: { id: site.rpId, name: site.rpId },
    timeout: 60_000,
    user: { id: Buffer.from(String(claimsOf(token).sub)).toString('base64url'), name: 'jane', displayName: 'jane' },
  })
  const { id } = await register(token)
  const again = await start(token)
  assert.deepEqual(again.excludeCredentials, [{ id, type: 'public-key' }])
  assert.notEqual(again.challenge, challenge)
})

test('asks for the verification of users as the pool does', async () => {
  const { start, signedIn } = await makePasskeyPool(server, { RelyingPartyId: site.rpId, UserVerification: 'required' })
  const options = await start(await signedIn('jane'))
  assert.deepEqual((options as unknown as { authenticatorSelection: object }).authenticatorSelection, {
    requireResidentKey: true,
    residentKey: 'required',
    userVerification: 'required',
  })
})

test('refusals', async (t) => {
  const { sdk, poolId, configure, start, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  await configure(undefined)
  await t.test('a pool without a relying party', () =>
    assert.rejects(
      start(token),
      serviceError(
        'WebAuthnConfigurationMissingException',
        'The user pool has neither a relying party ID nor a domain.',
      ),
    ),
  )
  await sdk.send(
    new UpdateUserPoolCommand({
      UserPoolId: poolId,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    }),
  )
  await t.test('a pool without passkeys', () =>
    assert.rejects(
      start(token),
      serviceError('WebAuthnNotEnabledException', 'Passkeys are not enabled for the user pool.'),
    ),
  )
  const [disabled, deleted] = [await signedIn('disabled'), await signedIn('deleted')]
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'deleted' }))
  for (const [name, AccessToken, message] of [
    ['a disabled user', disabled, 'Access Token has been revoked'],
    ['a deleted user', deleted, 'Access Token has been revoked'],
    ['no token', 'x', 'Could not verify signature for Access Token'],
  ] as const) {
    await t.test(name, () => assert.rejects(start(AccessToken), serviceError('NotAuthorizedException', message)))
  }
})
