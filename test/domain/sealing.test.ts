import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { equalSecrets, makeSealer } from '../../src/domain/sealing.ts'

const ROOT = Buffer.alloc(32, 7)
const sealer = makeSealer([ROOT], randomBytes)
const PLACE = 'verifier|us-east-1_A|jane|password'

describe('a sealed value', () => {
  const texts = {
    'a password': 'Correct-horse-9',
    nothing: '',
    'text of every script': 'пароль ключ 🔑 \u0000 \u{10ffff}',
    'a private key': 'x'.repeat(100_000),
  }
  for (const [name, text] of Object.entries(texts)) {
    test(`opens where it was sealed: ${name}`, () => {
      assert.equal(sealer.open(PLACE, sealer.seal(PLACE, text)), text)
    })
  }

  const elsewhere = {
    'another row': 'verifier|us-east-1_A|joe|password',
    'another pool': 'verifier|us-east-1_B|jane|password',
    'another column': 'verifier|us-east-1_A|jane|history',
    'another purpose': 'session|us-east-1_A|jane|password',
    'a place that begins alike': 'verifier|us-east-1_A|jane|password|',
    'a place cut short': 'verifier|us-east-1_A|jane',
    'the place in another case': 'VERIFIER|us-east-1_A|jane|password',
    nowhere: '',
  }
  for (const [name, place] of Object.entries(elsewhere)) {
    test(`V81 that is moved does not open: to ${name}`, () => {
      const sealed = sealer.seal(PLACE, 'secret')
      assert.equal(sealer.open(place, sealed), undefined)
      assert.equal(sealer.open(PLACE, sealer.seal(place, 'secret')), undefined)
    })
  }

  test('V81 that is altered in any byte, cut short or made longer does not open', () => {
    const [version = '', keyId = '', body = ''] = sealer.seal(PLACE, 'secret').split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let index = 0; index < bytes.length; index++) {
      for (const bit of [1, 0x80]) {
        const altered = Buffer.from(bytes)
        altered[index] = (altered[index] ?? 0) ^ bit
        assert.equal(sealer.open(PLACE, `${version}.${keyId}.${altered.toString('base64url')}`), undefined)
      }
      const short = bytes.subarray(0, index).toString('base64url')
      assert.equal(sealer.open(PLACE, `${version}.${keyId}.${short}`), undefined)
    }
    const longer = Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64url')
    assert.equal(sealer.open(PLACE, `${version}.${keyId}.${longer}`), undefined)
  })

  test('has one spelling', () => {
    const sealed = sealer.seal(PLACE, 'secret')
    const [version, keyId, body = ''] = sealed.split('.')
    const last = body.at(-1) ?? ''
    const neighbours = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      .split('')
      .filter((character) => character !== last)
    const others = [
      ...neighbours.map((character) => `${version}.${keyId}.${body.slice(0, -1)}${character}`),
      `${sealed}=`,
      `${sealed} `,
      ` ${sealed}`,
      `${sealed}\n`,
      `${sealed}.`,
      `${sealed}.x`,
      `${version}.${keyId}.${body.replaceAll('-', '+').replaceAll('_', '/')}=`,
      `${version}.${keyId}.*${body}`,
    ]
    for (const other of others) assert.equal(sealer.open(PLACE, other), undefined, other)
  })

  test('tells nothing of equal texts, and never repeats', () => {
    const sealed = Array.from({ length: 500 }, () => sealer.seal(PLACE, 'secret'))
    assert.equal(new Set(sealed).size, 500)
    const salts = sealed.map((text) => text.split('.')[2]?.slice(0, 21))
    assert.equal(new Set(salts).size, 500)
  })

  test('does not hold its text', () => {
    const canary = 'canary-canary-canary'
    const bytes = Buffer.from(sealer.seal(PLACE, canary).split('.')[2] ?? '', 'base64url')
    assert.equal(bytes.includes('canary'), false)
  })

  for (const text of ['', '.', '..', 'v1', 'v1..', 'v1.x.y', 'v0.AAAAAAAA.', 'null', '\u0000', 'v1.'.repeat(1000)]) {
    test(`is not ${JSON.stringify(text.slice(0, 20))}, which opens nowhere and raises nothing`, () => {
      assert.equal(sealer.open(PLACE, text), undefined)
    })
  }
})

describe('root keys', () => {
  const other = Buffer.alloc(32, 8)

  test('a value opens under any key of the ring, and is sealed under the first', () => {
    const old = sealer.seal(PLACE, 'secret')
    const rotated = makeSealer([other, ROOT], randomBytes)
    assert.equal(rotated.open(PLACE, old), 'secret')
    const fresh = rotated.seal(PLACE, 'secret')
    assert.equal(sealer.open(PLACE, fresh), undefined)
    assert.equal(makeSealer([other], randomBytes).open(PLACE, fresh), 'secret')
    assert.equal(rotated.keyId, makeSealer([other], randomBytes).keyId)
    assert.notEqual(rotated.keyId, sealer.keyId)
  })

  test('a value under an unknown key does not open, whatever key it names', () => {
    const foreign = makeSealer([other], randomBytes)
    const sealed = foreign.seal(PLACE, 'secret')
    assert.equal(sealer.open(PLACE, sealed), undefined)
    assert.equal(sealer.open(PLACE, sealed.replace(foreign.keyId, sealer.keyId)), undefined)
  })

  test('there is at least one', () => {
    assert.throws(() => makeSealer([], randomBytes), /needs a root key/)
  })

  test('a key that is named in values tells nothing of itself', () => {
    assert.equal(Buffer.from(sealer.keyId, 'base64url').length, 6)
    assert.ok(!ROOT.toString('base64url').includes(sealer.keyId))
  })
})

describe('a keyed hash', () => {
  test('is the same for the same text and context, and another for any other', () => {
    const inputs = [
      ['code|A', '123456'],
      ['code|A', '123457'],
      ['code|B', '123456'],
      ['other|A', '123456'],
      ['code', 'A|123456'],
      ['code|', 'A123456'],
    ] as const
    assert.equal(sealer.mac('code|A', '123456'), makeSealer([ROOT], randomBytes).mac('code|A', '123456'))
    assert.equal(new Set(inputs.map(([context, text]) => sealer.mac(context, text))).size, inputs.length)
    assert.notEqual(sealer.mac('code|A', 'x'), makeSealer([Buffer.alloc(32, 8)], randomBytes).mac('code|A', 'x'))
    assert.match(sealer.mac('code|A', ''), /^[\w-]{43}$/)
  })

  test('is under another key than sealed values of the same context', () => {
    // What a context seals can be opened by whoever knows its key: the hash's must not be it.
    const [version, keyId, body] = sealer.seal('code|A', 'x').split('.')
    assert.equal(sealer.open('mac code|A', `${version}.${keyId}.${body}`), undefined)
  })

  test('knows more contexts than are kept', () => {
    const many = makeSealer([ROOT], randomBytes)
    const sealed = many.seal('p|0', 'first')
    for (let index = 0; index < 10_050; index++) many.mac(`p|${index}`, 'x')
    assert.equal(many.open('p|0', sealed), 'first')
  })
})

test('secrets are compared whole', () => {
  for (const [a, b, equal] of [
    ['', '', true],
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['a', '', false],
    ['\u00e4', 'a\u0308', false],
    ['x'.repeat(10_000), 'x'.repeat(10_000), true],
  ] as const) {
    assert.equal(equalSecrets(a, b), equal)
  }
})
