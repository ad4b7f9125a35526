import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeleteWebAuthnCredentialCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { makePasskeyPool } from './fixture.ts'

const server = useServer()

test('takes one passkey away', async () => {
  const { sdk, list, register, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const [first, second] = [await register(token), await register(token)]
  await sdk.send(new DeleteWebAuthnCredentialCommand({ AccessToken: token, CredentialId: first.id }))
  assert.deepEqual(
    (await list(token)).map(({ CredentialId }) => CredentialId),
    [second.id],
  )
  // What is gone can be registered again.
  await register(token, first)
  assert.equal((await list(token)).length, 2)
})

test('refusals', async (t) => {
  const { sdk, list, register, signedIn } = await makePasskeyPool(server)
  const [jane, john] = [await signedIn('jane'), await signedIn('john')]
  const { id } = await register(john)
  for (const [name, CredentialId] of [
    ["another user's", id],
    ['an unknown one', 'AAAA'],
    ['nothing', ''],
  ] as const) {
    await t.test(name, () =>
      assert.rejects(
        sdk.send(new DeleteWebAuthnCredentialCommand({ AccessToken: jane, CredentialId })),
        serviceError('ResourceNotFoundException', 'The credential does not exist.'),
      ),
    )
  }
  assert.equal((await list(john)).length, 1)
})
