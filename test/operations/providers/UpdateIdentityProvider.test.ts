import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  UpdateIdentityProviderCommand,
  type UpdateIdentityProviderCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import {
  accepted,
  createProvider,
  createSaml,
  describeProvider,
  metadata,
  missingProvider,
  requiredMember,
  useRemote,
} from './fixture.ts'

const server = useServer()
const remote = useRemote()
const IPE = 'InvalidParameterException'

const update = async (UserPoolId: string, change: Partial<UpdateIdentityProviderCommandInput>) => {
  const input = { UserPoolId, ProviderName: 'Acme', ...change }
  return (await server.client().send(new UpdateIdentityProviderCommand(input))).IdentityProvider
}
const start = async () => {
  const { poolId } = await makePool(server.client())
  const made = await createProvider(server.client(), poolId, {
    AttributeMapping: { email: 'email', name: 'name' },
    IdpIdentifiers: ['a', 'b'],
    AcrMapping: { Level1: 'one' },
  })
  assert.ok(made)
  return { poolId, made }
}

suite('replaces what the request has and keeps the rest:', () => {
  const rows: [string, Partial<UpdateIdentityProviderCommandInput>, object?][] = [
    ['nothing', {}],
    [
      'the mapping',
      { AttributeMapping: { nickname: 'nick' } },
      { AttributeMapping: { username: 'sub', nickname: 'nick' } },
    ],
    ['the mapping by none', { AttributeMapping: {} }, { AttributeMapping: { username: 'sub' } }],
    ['identifiers', { IdpIdentifiers: ['b', 'c'] }],
    ['identifiers by none', { IdpIdentifiers: [] }],
    ['levels', { AcrMapping: { Level2: 'two' } }],
    ['levels by none', { AcrMapping: {} }],
    [
      'details, the secret among them',
      { ProviderDetails: { ...accepted.OIDC, client_secret: 'new secret', attributes_request_method: 'POST' } },
      {
        ProviderDetails: {
          ...accepted.OIDC,
          client_secret: 'new secret',
          attributes_request_method: 'POST',
          attributes_url_add_attributes: 'false',
        },
      },
    ],
  ]
  for (const [name, change, shown = change] of rows) {
    test(name, async () => {
      const { poolId, made } = await start()
      server.travel(1000)
      const updated = await update(poolId, change)
      assert.ok((updated?.LastModifiedDate ?? 0) > (made.LastModifiedDate ?? 0))
      assert.deepEqual(updated, { ...made, ...shown, LastModifiedDate: updated?.LastModifiedDate })
      assert.deepEqual(await describeProvider(server.client(), poolId), updated)
    })
  }

  test('details without a secret have none', async () => {
    const { poolId } = await start()
    const { client_secret: _, ...ProviderDetails } = accepted.OIDC
    assert.equal((await update(poolId, { ProviderDetails }))?.ProviderDetails?.client_secret, undefined)
  })
})

test('what a description says can be sent back', async () => {
  const sdk = server.client()
  const { poolId, made } = await start()
  const corp = await createSaml(sdk, poolId)
  for (const one of [made, corp]) {
    const { ProviderName, ProviderDetails, AttributeMapping, IdpIdentifiers, AcrMapping } = one ?? {}
    const again = await update(poolId, { ProviderName, ProviderDetails, AttributeMapping, IdpIdentifiers, AcrMapping })
    assert.deepEqual({ ...again, LastModifiedDate: one?.LastModifiedDate }, one)
  }
})

test('metadata is read again with the details; the key to encrypt to stays', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const made = await createSaml(sdk, poolId)
  const services = metadata.service('SingleSignOnService', 'https://moved.example/sso')
  remote.answers.set('/moved', { body: metadata({ services }) })
  const MetadataURL = `${remote.url}/moved`
  const moved = await update(poolId, { ProviderName: 'Corp', ProviderDetails: { MetadataURL } })
  assert.deepEqual(moved?.ProviderDetails, {
    MetadataURL,
    SSORedirectBindingURI: 'https://moved.example/sso',
    ActiveEncryptionCertificate: made?.ProviderDetails?.ActiveEncryptionCertificate,
  })
  const before = remote.asked.length
  await update(poolId, { ProviderName: 'Corp', IdpIdentifiers: ['corp'] })
  assert.equal(remote.asked.length, before)
})

test('of two changes at the same time one is told to look again, or both are there', async () => {
  const { poolId } = await start()
  const changes = [{ IdpIdentifiers: ['x'] }, { AttributeMapping: { nickname: 'nick' } }]
  const settled = await Promise.allSettled(changes.map((change) => update(poolId, change)))
  const after = await describeProvider(server.client(), poolId)
  for (const [index, one] of settled.entries()) {
    if (one.status === 'rejected') serviceError('ConcurrentModificationException')(one.reason)
    else if (index === 0) assert.deepEqual(after?.IdpIdentifiers, ['x'])
    else assert.deepEqual(after?.AttributeMapping, { username: 'sub', nickname: 'nick' })
  }
  assert.ok(settled.some(({ status }) => status === 'fulfilled'))
})

test('refusals', async (t) => {
  const { poolId, made } = await start()
  await createProvider(server.client(), poolId, { ProviderName: 'Other', IdpIdentifiers: ['taken'] })
  const rows: [string, Partial<UpdateIdentityProviderCommandInput>, string, string][] = [
    ...missingProvider.map(([name, change, error, message]): [string, typeof change, string, string] => [
      name,
      name === 'an unknown provider' ? { ProviderName: 'Nobody' } : change,
      error,
      message.replace('Other', 'Nobody'),
    ]),
    ['no pool', { UserPoolId: undefined }, IPE, requiredMember('userPoolId')],
    ['no name', { ProviderName: undefined }, IPE, requiredMember('providerName')],
    [
      'details that leave out some',
      { ProviderDetails: { client_id: 'x' } },
      IPE,
      'clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.',
    ],
    [
      'an unknown attribute',
      { AttributeMapping: { shoe_size: 'x' } },
      IPE,
      'AttributeMapping contains invalid mapping: [shoe_size]',
    ],
    [
      'an identifier of another provider',
      { IdpIdentifiers: ['fresh', 'taken'] },
      IPE,
      'The identifier taken is already in use in the user pool.',
    ],
    ['an identifier twice', { IdpIdentifiers: ['a', 'a'] }, IPE, 'Duplicate identifier: a'],
    [
      'an unknown level',
      { AcrMapping: { level1: 'x' } },
      IPE,
      'Invalid ACR level: level1. Valid levels are Level1, Level2, Level3 and Level4.',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(update(poolId, change), serviceError(error, message)))
  }
  assert.deepEqual(await describeProvider(server.client(), poolId), made)
})
