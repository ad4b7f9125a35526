import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type AssetType,
  type CreateManagedLoginBrandingCommandInput,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { asset, createBranding, files, missing, unknownClient, unknownPool, wrongLooks } from './fixture.ts'

const server = useServer()

const describe = async (UserPoolId: string, ManagedLoginBrandingId: string | undefined) => {
  const command = new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId })
  return (await server.client().send(command)).ManagedLoginBranding
}

suite('answers and keeps', () => {
  const everywhere = (Category: AssetType['Category'], more: Partial<AssetType> = {}) =>
    (['LIGHT', 'DARK', 'DYNAMIC'] as const).map((ColorMode) => asset({ Category, ColorMode, ...more }))
  const rows: [string, Partial<CreateManagedLoginBrandingCommandInput>, object][] = [
    ["the server's own values", { UseCognitoProvidedValues: true }, { UseCognitoProvidedValues: true }],
    ['nothing at all', {}, { Settings: {}, Assets: [] }],
    ['no settings and no images', { UseCognitoProvidedValues: false, Settings: {}, Assets: [] }, {}],
    [
      'settings, known and unknown',
      {
        Settings: {
          categories: {
            auth: {
              authMethodOrder: [[{ display: 'INPUT', type: 'USERNAME_PASSWORD' }]],
              federation: { order: ['Großer Anbieter'] },
            },
            global: { colorSchemeMode: 'DARK', pageHeader: { enabled: true } },
          },
          components: { primaryButton: { lightMode: { defaults: { backgroundColor: 'FF00aa80' } } } },
          componentClasses: { buttons: { borderRadius: 0.5 }, nobodyKnows: [null, { x: '</style>' }] },
          constructor: { prototype: 1 },
        },
      },
      { Assets: [] },
    ],
    [
      'images of every kind',
      {
        Assets: [
          asset({ Category: 'FAVICON_ICO', Extension: 'ICO', ColorMode: 'DYNAMIC' }),
          asset({ Category: 'FAVICON_SVG', Extension: 'SVG', ColorMode: 'DYNAMIC' }),
          ...everywhere('PAGE_BACKGROUND', { Extension: 'WEBP' }),
          ...everywhere('FORM_LOGO', { Extension: 'JPEG' }),
          ...everywhere('PAGE_HEADER_LOGO'),
          asset({ Category: 'IDP_BUTTON_ICON', Extension: 'SVG', ResourceId: 'One provider' }),
          asset({ Category: 'IDP_BUTTON_ICON', Extension: 'ICO', ResourceId: 'another-1' }),
        ],
      },
      { Settings: {} },
    ],
    [
      'an image of a million bytes',
      { Assets: [asset({ Bytes: new Uint8Array(Buffer.concat([files.PNG], 1_000_000)) })] },
      { Settings: {} },
    ],
  ]
  for (const [name, stated, more] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const made = await createBranding(sdk, pool, stated)
      const { ManagedLoginBrandingId, CreationDate, LastModifiedDate, ...rest } = made
      assert.match(
        ManagedLoginBrandingId ?? '',
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
      assert.ok(CreationDate && Math.abs(CreationDate.getTime() - Date.now()) < 60_000)
      assert.deepEqual(LastModifiedDate, CreationDate)
      assert.deepEqual(rest, { UserPoolId: pool.poolId, UseCognitoProvidedValues: false, ...stated, ...more })
      assert.deepEqual(await describe(pool.poolId, ManagedLoginBrandingId), made)
    })
  }
})

suite('refuses', () => {
  const rows: [string, Partial<CreateManagedLoginBrandingCommandInput>, string, string | RegExp][] = [
    unknownPool,
    unknownClient,
    missing('UserPoolId'),
    missing('ClientId', 'Value'),
    ...wrongLooks,
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      await assert.rejects(createBranding(sdk, pool, change), serviceError(error, message))
      await createBranding(sdk, pool)
    })
  }

  test('a second look of a client, whoever comes first', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const settled = await Promise.allSettled([1, 2, 3].map(() => createBranding(sdk, pool, { Assets: [asset()] })))
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
    await assert.rejects(
      createBranding(sdk, pool),
      serviceError(
        'ManagedLoginBrandingExistsException',
        'A managed login branding already exists for the app client.',
      ),
    )
    await createBranding(sdk, { ...pool, ...(await makeClient(sdk, pool.poolId)) })
  })

  test("another pool's client", async () => {
    const sdk = server.client()
    const [{ poolId }, { clientId }] = [await makePool(sdk), await makePool(sdk)]
    await assert.rejects(createBranding(sdk, { poolId, clientId }), serviceError('ResourceNotFoundException'))
  })

  test('more than 20 in a pool', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    for (let index = 0; index < 20; index++) {
      await createBranding(sdk, { ...pool, ...(await makeClient(sdk, pool.poolId)) })
    }
    await assert.rejects(
      createBranding(sdk, pool),
      serviceError('LimitExceededException', 'Maximum number of managed login brandings has been reached.'),
    )
  })
})

test('goes with its client', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const { ManagedLoginBrandingId } = await createBranding(sdk, pool, { Assets: [asset()] })
  await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }))
  await assert.rejects(describe(pool.poolId, ManagedLoginBrandingId), serviceError('ResourceNotFoundException'))
})
