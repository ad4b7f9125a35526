import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListWebAuthnCredentialsCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { makeAuthenticator } from '../../webauthn.ts'
import { makePasskeyPool, site } from './fixture.ts'

const server = useServer()

test('lists the passkeys of a user by age, with what they are', async () => {
  const { list, register, signedIn } = await makePasskeyPool(server)
  const [jane, john] = [await signedIn('jane'), await signedIn('john')]
  const key = { ...site, attachment: 'cross-platform' } as const
  await register(john)
  const made = [
    await register(jane),
    await register(jane, makeAuthenticator(key)),
    await register(jane, makeAuthenticator(key), { transports: ['hybrid', 'internal', 'Not one', 'hybrid'] }),
  ]
  const shown = (await list(jane)).map((one) => [
    one.CredentialId,
    one.FriendlyCredentialName,
    one.AuthenticatorAttachment,
    one.AuthenticatorTransports,
  ])
  assert.deepEqual(shown, [
    [made[0]?.id, 'Passkey', 'platform', ['internal']],
    [made[1]?.id, 'Security key', 'cross-platform', ['usb']],
    [made[2]?.id, 'Phone or tablet', 'cross-platform', ['hybrid', 'internal']],
  ])
})

test('goes on page by page, for its user alone', async () => {
  const { sdk, register, signedIn } = await makePasskeyPool(server)
  const [jane, john] = [await signedIn('jane'), await signedIn('john')]
  const made = []
  for (let count = 0; count < 5; count++) made.push((await register(jane)).id)
  const page = (AccessToken: string, NextToken?: string) =>
    sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken, MaxResults: 2, NextToken }))
  const seen: (string | undefined)[] = []
  let token: string | undefined
  const sizes: number[] = []
  do {
    const { Credentials = [], NextToken } = await page(jane, token)
    sizes.push(Credentials.length)
    seen.push(...Credentials.map(({ CredentialId }) => CredentialId))
    token = NextToken
  } while (token)
  assert.deepEqual([sizes, seen], [[2, 2, 1], made])
  const { NextToken } = await page(jane)
  await assert.rejects(page(john, NextToken), serviceError('InvalidParameterException', 'Invalid pagination token'))
  await assert.rejects(
    sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken: jane, MaxResults: 21 })),
    serviceError('InvalidParameterException', /less than or equal to 20/),
  )
})

test('lists none to a user without any, and all where the pool takes none any more', async () => {
  const { sdk, poolId, list, register, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  assert.deepEqual(await list(token), [])
  await register(token)
  const SignInPolicy = { AllowedFirstAuthFactors: ['PASSWORD' as const] }
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, Policies: { SignInPolicy } }))
  assert.equal((await list(token)).length, 1)
})
