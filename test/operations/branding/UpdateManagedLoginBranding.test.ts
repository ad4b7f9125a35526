import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CreateManagedLoginBrandingCommandInput,
  DescribeManagedLoginBrandingCommand,
  UpdateManagedLoginBrandingCommand,
  type UpdateManagedLoginBrandingCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { asset, createBranding, files, missingBranding, wrongLooks } from './fixture.ts'

const server = useServer()

const update = async (input: UpdateManagedLoginBrandingCommandInput) =>
  (await server.client().send(new UpdateManagedLoginBrandingCommand(input))).ManagedLoginBranding
const describe = async (UserPoolId: string, ManagedLoginBrandingId: string | undefined) => {
  const command = new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId })
  return (await server.client().send(command)).ManagedLoginBranding
}

test("sets what a request states, keeps the rest, and goes back to the server's own", async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const made = await createBranding(sdk, pool)
  const at = { UserPoolId: pool.poolId, ManagedLoginBrandingId: made.ManagedLoginBrandingId }
  const mode = (colorSchemeMode: string) => ({ categories: { global: { colorSchemeMode } } })
  const custom = { UseCognitoProvidedValues: false }
  const header = { categories: { global: { pageHeader: { enabled: true } } } }
  const both = { categories: { global: { colorSchemeMode: 'DARK', pageHeader: { enabled: true } } } }
  const icon = asset({ Category: 'IDP_BUTTON_ICON', Extension: 'ICO', ResourceId: 'icon' })
  const { Bytes: _, ...iconAgain } = icon
  const { Bytes: __, ...renamed } = asset({
    Category: 'IDP_BUTTON_ICON',
    Extension: 'ICO',
    ResourceId: 'icon',
    ColorMode: 'DARK',
  })
  const steps: [string, object, object][] = [
    ['nothing', {}, { UseCognitoProvidedValues: true }],
    ['settings', { Settings: mode('LIGHT') }, { ...custom, Settings: mode('LIGHT'), Assets: [] }],
    ['settings again', { Settings: mode('DARK') }, { ...custom, Settings: mode('DARK'), Assets: [] }],
    ['a second setting', { Settings: header }, { ...custom, Settings: both, Assets: [] }],
    ['images', { Assets: [asset(), icon] }, { ...custom, Settings: both, Assets: [asset(), icon] }],
    ['nothing again', { UseCognitoProvidedValues: false }, { ...custom, Settings: both, Assets: [asset(), icon] }],
    ['an image by its id', { Assets: [iconAgain] }, { ...custom, Settings: both, Assets: [icon] }],
    [
      'an image in another place',
      { Assets: [renamed] },
      { ...custom, Settings: both, Assets: [{ ...icon, ColorMode: 'DARK' }] },
    ],
    ['no images', { Assets: [] }, { ...custom, Settings: both, Assets: [] }],
    ['images again', { Assets: [asset()] }, { ...custom, Settings: both, Assets: [asset()] }],
    ["the server's own", { UseCognitoProvidedValues: true }, { UseCognitoProvidedValues: true }],
    ["one's own, empty", { UseCognitoProvidedValues: false }, { ...custom, Settings: {}, Assets: [] }],
  ]
  let modified = made.LastModifiedDate
  for (const [name, change, expected] of steps) {
    server.travel(1000)
    const answer = await update({ ...at, ...change })
    const { LastModifiedDate, ...rest } = answer ?? {}
    assert.deepEqual(rest, { ...at, CreationDate: made.CreationDate, ...expected }, name)
    assert.ok(Number(LastModifiedDate) > Number(modified), name)
    assert.deepEqual(await describe(pool.poolId, made.ManagedLoginBrandingId), answer, name)
    modified = LastModifiedDate
  }
})

const newLook = async (more: Partial<CreateManagedLoginBrandingCommandInput>) => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const { ManagedLoginBrandingId } = await createBranding(sdk, pool, more)
  return { UserPoolId: pool.poolId, ManagedLoginBrandingId }
}

test('an id that several images have is that of the place', async () => {
  const light = asset({ ResourceId: 'logo' })
  const dark = asset({ ResourceId: 'logo', ColorMode: 'DARK', Extension: 'JPEG' })
  const at = await newLook({ Assets: [light, dark] })
  const again = [light, dark].map(({ Bytes: _, ...rest }) => rest)
  assert.deepEqual((await update({ ...at, Assets: again }))?.Assets, [light, dark])
})

const manyTags = (id: string, ColorMode: 'LIGHT' | 'DARK') => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(12_000)}</svg>`
  return asset({ Extension: 'SVG', ResourceId: id, ColorMode, Bytes: Buffer.from(svg) })
}

test('images that are there are not read again', async () => {
  const at = await newLook({ Assets: [manyTags('a', 'LIGHT')] })
  const { Bytes: _, ...again } = manyTags('a', 'LIGHT')
  assert.equal((await update({ ...at, Assets: [again, manyTags('b', 'DARK')] }))?.Assets?.length, 2)
})

suite('refuses', () => {
  const rows: [string, Partial<UpdateManagedLoginBrandingCommandInput>, string, string | RegExp][] = [
    ...missingBranding,
    ...wrongLooks,
    [
      'an image by the id of none',
      { Assets: [asset({ Bytes: undefined, ResourceId: 'other' })] },
      'InvalidParameterException',
      'Invalid asset FORM_LOGO: Bytes must be set',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const made = await createBranding(sdk, pool, { Settings: { own: 1 }, Assets: [asset({ ResourceId: 'mine' })] })
      const { ManagedLoginBrandingId } = made
      await assert.rejects(
        update({ UserPoolId: pool.poolId, ManagedLoginBrandingId, ...change }),
        serviceError(error, message),
      )
      assert.deepEqual(await describe(pool.poolId, ManagedLoginBrandingId), made)
    })
  }

  test("another pool's", async () => {
    const sdk = server.client()
    const { ManagedLoginBrandingId } = await createBranding(sdk, await makePool(sdk))
    await assert.rejects(
      update({ UserPoolId: (await makePool(sdk)).poolId, ManagedLoginBrandingId, Settings: {} }),
      serviceError('ResourceNotFoundException'),
    )
  })

  test('more settings in the course of time than fit into one request', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const { ManagedLoginBrandingId } = await createBranding(sdk, pool, {})
    const at = { UserPoolId: pool.poolId, ManagedLoginBrandingId }
    const before = await update({ ...at, Settings: { a: 'x'.repeat(1_500_000) } })
    await assert.rejects(
      update({ ...at, Settings: { b: 'x'.repeat(1_000_000) } }),
      serviceError(
        'InvalidParameterException',
        'Invalid Settings: with those that are set already they exceed 2097152 bytes',
      ),
    )
    assert.deepEqual(await describe(pool.poolId, ManagedLoginBrandingId), before)
    await update({ ...at, Settings: { a: 1, b: 'x'.repeat(1_000_000) } })
  })

  test('one image in so many places that they are too large together', async () => {
    const big = asset({
      Extension: 'JPEG',
      ResourceId: 'big',
      Bytes: Buffer.concat([files.JPEG, Buffer.alloc(950_000)]),
    })
    const at = await newLook({ Assets: [big] })
    const categories = ['FORM_LOGO', 'FORM_BACKGROUND', 'PAGE_BACKGROUND', 'PAGE_HEADER_LOGO'] as const
    const places = categories.flatMap((Category) =>
      (['LIGHT', 'DARK', 'DYNAMIC'] as const).map((ColorMode) => ({ ...big, Bytes: undefined, Category, ColorMode })),
    )
    await assert.rejects(
      update({ ...at, Assets: places }),
      serviceError(
        'InvalidParameterException',
        'Invalid asset PAGE_HEADER_LOGO: it exceeds, with those before it, 10000000 bytes',
      ),
    )
    assert.equal((await update({ ...at, Assets: places.slice(0, 10) }))?.Assets?.length, 10)
  })

  test('drawings that have too many tags together', async () => {
    await assert.rejects(
      update({ ...(await newLook({})), Assets: [manyTags('a', 'LIGHT'), manyTags('b', 'DARK')] }),
      serviceError('InvalidParameterException', 'Invalid asset FORM_LOGO: it has, with those before it, too many tags'),
    )
  })

  test('what another change came before', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const { ManagedLoginBrandingId } = await createBranding(sdk, pool, {})
    const settled = await Promise.allSettled(
      ['a', 'b', 'c'].map((name) =>
        update({ UserPoolId: pool.poolId, ManagedLoginBrandingId, Settings: { [name]: 1 } }),
      ),
    )
    const done = settled.filter(({ status }) => status === 'fulfilled').length
    for (const result of settled) {
      if (result.status === 'rejected') serviceError('ConcurrentModificationException')(result.reason)
    }
    const { Settings } = (await describe(pool.poolId, ManagedLoginBrandingId)) ?? {}
    assert.equal(Object.keys(Settings as object).length, done)
  })
})
