import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { makeSealer } from '../../src/domain/sealing.ts'
import { decodePageToken, encodePageToken } from '../../src/operations/page-token.ts'

let now = 1_000_000
const ctx = { sealer: makeSealer([randomBytes(32)], randomBytes), now: () => now }
const scope = ['ListThings', 'pool', 'name = "a"']
const position = { at: 5, id: 'x' }
const refused = { name: 'InvalidParameterException', message: 'Invalid pagination token' }

const tokenFor = (parts: string[]) => encodePageToken(ctx, parts, position) ?? ''

suite('a page token', () => {
  test('brings a list back to its position', () =>
    assert.deepEqual(decodePageToken(ctx, scope, tokenFor(scope)), position))

  test('is absent at the end of a list, and at its beginning', () => {
    assert.equal(encodePageToken(ctx, scope, undefined), undefined)
    assert.equal(decodePageToken(ctx, scope, undefined), undefined)
  })

  test('differs each time', () => assert.notEqual(tokenFor(scope), tokenFor(scope)))

  test('lives for an hour', () => {
    const token = tokenFor(scope)
    now += 60 * 60 * 1000 - 1
    assert.deepEqual(decodePageToken(ctx, scope, token), position)
    now += 1
    assert.throws(() => decodePageToken(ctx, scope, token), refused)
  })

  const others: [name: string, scope: string[]][] = [
    ['another operation', ['ListOthers', 'pool', 'name = "a"']],
    ['another pool', ['ListThings', 'pool2', 'name = "a"']],
    ['another filter', ['ListThings', 'pool', 'name = "b"']],
    ['no filter', ['ListThings', 'pool', '']],
    ['parts that are joined', ['ListThings', 'pool","name = \\"a\\"']],
    ['parts with the separator of contexts', ['ListThings|pool', 'name = "a"']],
    ['another number of parts', [...scope, '']],
  ]
  for (const [name, other] of others) {
    test(`V58 does not open for ${name}`, () => {
      assert.throws(() => decodePageToken(ctx, other, tokenFor(scope)), refused)
    })
  }

  test('V58 does not open under another root key', () => {
    const other = { ...ctx, sealer: makeSealer([randomBytes(32)], randomBytes) }
    assert.throws(() => decodePageToken(other, scope, tokenFor(scope)), refused)
  })

  test('V58 is nothing that was sealed for another purpose', () => {
    const sealed = ctx.sealer.seal(`client-secret||${JSON.stringify(scope)}`, JSON.stringify({ position, until: 9e15 }))
    assert.throws(() => decodePageToken(ctx, scope, Buffer.from(sealed).toString('base64url')), refused)
  })

  test('V58 is refused with any one character changed', () => {
    const token = tokenFor(scope)
    for (let at = 0; at < token.length; at++) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
      assert.throws(() => decodePageToken(ctx, scope, changed), refused, `${at}`)
    }
  })
})
