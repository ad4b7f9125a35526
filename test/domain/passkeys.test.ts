import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isOneCborItem } from '../../src/domain/cbor.ts'
import { isPasskeyKey } from '../../src/domain/cose.ts'
import { readClientData } from '../../src/domain/passkey-response.ts'
import { friendlyName, kindOf, userVerification } from '../../src/domain/passkeys.ts'
import type { PoolSettings } from '../../src/domain/pool.ts'
import { isAllowedOrigin } from '../../src/domain/relying-party.ts'
import { noMfa } from '../../src/domain/user.ts'

describe('origins of a relying party', () => {
  for (const [relyingParty, origin, expected] of [
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://a.b.example.com', true],
    ['example.com', 'https://example.com:443', false],
    ['example.com', 'https://example.com:8443', false],
    ['example.com', 'http://example.com', false],
    ['example.com', 'https://example.com/', false],
    ['example.com', 'https://EXAMPLE.com', false],
    ['example.com', 'https://user@example.com', false],
    ['example.com', 'https://badexample.com', false],
    ['example.com', 'https://example.com.evil.example', false],
    ['example.com', 'https://com', false],
    ['example.com', 'android:apk-key-hash:AAAA', false],
    ['example.com', 'null', false],
    ['example.com', '', false],
    ['app.example.com', 'https://example.com', false],
    ['localhost', 'http://localhost', true],
    ['localhost', 'http://localhost:3000', true],
    ['localhost', 'https://localhost:3000', true],
    ['localhost', 'ftp://localhost', false],
    ['localhost', 'https://app.localhost', true],
    ['localhost', 'http://app.localhost', false],
    ['localhost', 'http://127.0.0.1', false],
    ['shop.localhost', 'http://shop.localhost:9230', true],
    ['shop.localhost', 'https://shop.localhost', true],
    ['shop.localhost', 'http://localhost:9230', false],
    ['shop.localhost', 'http://other.localhost:9230', false],
    ['shop.localhost', 'http://a.shop.localhost:9230', false],
  ] as const) {
    test(`${relyingParty}: ${origin || 'nothing'}`, () => assert.equal(isAllowedOrigin(relyingParty, origin), expected))
  }
})

describe('one item of CBOR (RFC 8949, appendix A)', () => {
  for (const [hex, expected] of [
    ['00', true],
    ['1864', true],
    ['1bffffffffffffffff', true],
    ['20', true],
    ['f5', true],
    ['fb3ff199999999999a', true],
    ['4401020304', true],
    ['6449455446', true],
    ['83010203', true],
    ['a26161016162820203', true],
    ['c11a514b67b0', true],
    ['', false],
    ['0000', false],
    ['18', false],
    ['44010203', false],
    ['830102', false],
    ['a16161', false],
    ['5f42010243030405ff', false],
    ['9fff', false],
    ['1c', false],
    ['9bffffffffffffffff', false],
    ['bbffffffffffffffff00', false],
    ['5bffffffffffffffff', false],
    [`${'81'.repeat(8)}00`, true],
    [`${'81'.repeat(9)}00`, false],
    [`${'81'.repeat(100_000)}00`, false],
  ] as const) {
    test(`${hex.slice(0, 40) || 'nothing'}`, () => assert.equal(isOneCborItem(Buffer.from(hex, 'hex')), expected))
  }
})

describe('keys of passkeys', () => {
  const x = Buffer.from('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', 'hex')
  const y = Buffer.from('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5', 'hex')
  const ec = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, x],
    [-3, y],
  ] as const
  const rsa = [
    [1, 3],
    [3, -257],
    [-1, Buffer.alloc(256, 0xff)],
    [-2, Buffer.from([1, 0, 1])],
  ] as const
  const key = (entries: readonly (readonly [number, unknown])[], change: [number, unknown][] = []) =>
    new Map<number, unknown>([...entries, ...change])
  for (const [name, given, expected] of [
    ['ES256', key(ec), true],
    ['RS256', key(rsa), true],
    ['a point off the curve', key(ec, [[-2, y]]), false],
    ['a short coordinate', key(ec, [[-2, x.subarray(1)]]), false],
    ['a coordinate of text', key(ec, [[-2, 'x'.repeat(32)]]), false],
    ['a compressed point', key(ec, [[-3, true]]), false],
    ['another curve', key(ec, [[-1, 2]]), false],
    ['another type than the algorithm’s', key(ec, [[1, 3]]), false],
    ['another algorithm', key(ec, [[3, -8]]), false],
    ['a short modulus', key(rsa, [[-1, Buffer.alloc(128, 0xff)]]), false],
    ['a huge modulus', key(rsa, [[-1, Buffer.alloc(2048, 0xff)]]), false],
    ['a huge exponent', key(rsa, [[-2, Buffer.alloc(256, 0xff)]]), false],
    ['an empty key', key([]), false],
    ['none', 7, false],
  ] as const) {
    test(name, () => assert.equal(isPasskeyKey(given), expected))
  }
})

test('client data says whether the page stood in a frame', () => {
  const base = { type: 'webauthn.get', challenge: 'x', origin: 'https://example.com' }
  const read = (members: object) => readClientData(Buffer.from(JSON.stringify(members)).toString('base64url'))
  assert.deepEqual(read(base), { ...base, isFramed: false })
  assert.deepEqual(read({ ...base, crossOrigin: false, other: 1 }), { ...base, isFramed: false })
  for (const odd of [
    { crossOrigin: true },
    { crossOrigin: 'false' },
    { topOrigin: 'https://example.com' },
    { topOrigin: '' },
  ]) {
    assert.equal(read({ ...base, ...odd })?.isFramed, true)
  }
  for (const broken of [{}, { ...base, type: 1 }, { ...base, challenge: null }, { ...base, origin: [] }]) {
    assert.equal(read(broken), undefined)
  }
})

test('passkeys are called and counted by where their key is', () => {
  for (const [attachment, transports, name, kind] of [
    ['platform', ['internal', 'hybrid'], 'Passkey', 'swk'],
    [undefined, [], 'Passkey', 'swk'],
    ['cross-platform', ['usb', 'nfc'], 'Security key', 'hwk'],
    ['cross-platform', [], 'Security key', 'hwk'],
    ['cross-platform', ['hybrid', 'internal'], 'Phone or tablet', 'hwk'],
  ] as const) {
    assert.deepEqual([friendlyName({ attachment, transports }), kindOf({ attachment })], [name, kind])
  }
})

test('users are verified where the pool or their second factor asks it', () => {
  const pool = (webAuthnConfiguration?: PoolSettings['webAuthnConfiguration']) => ({
    settings: webAuthnConfiguration ? { webAuthnConfiguration } : {},
  })
  const on = { mfa: { ...noMfa, passkey: true } }
  const multi = { userVerification: 'preferred', factorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } as const
  assert.equal(userVerification(pool()), 'preferred')
  assert.equal(userVerification(pool({ userVerification: 'required' })), 'required')
  assert.equal(userVerification(pool(multi), { mfa: noMfa }), 'preferred')
  assert.equal(userVerification(pool(multi), on), 'required')
  assert.equal(userVerification(pool({ userVerification: 'preferred' }), on), 'preferred')
})
