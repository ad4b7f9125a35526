import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  allowsSrp,
  type Credential,
  costsHash,
  formatCredential,
  formIn,
  hashCost,
  parseCredential,
} from '../../src/domain/credential.ts'

const bytes = (length: number, fill: number) => Buffer.alloc(length, fill)
const srp: Credential = { form: 'srp', salt: bytes(16, 0x10), v: bytes(384, 0xfe) }
const hashed: Credential = {
  form: 'argon2id',
  salt: bytes(16, 0x10),
  cost: hashCost,
  hashSalt: bytes(16, 0xff),
  hash: bytes(32, 0),
}

describe('what is stored of a password says its own form', () => {
  for (const credential of [srp, hashed]) {
    test(`and is read as it was written: ${credential.form}`, () => {
      const text = formatCredential(credential)
      assert.ok(text.startsWith(`$${credential.form}$`))
      assert.deepEqual(parseCredential(text), credential)
    })
  }

  test('with what the hash cost', () => {
    assert.match(formatCredential(hashed), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('V66 what a stored hash may cost is bounded:', () => {
  const withCost = (cost: string) => formatCredential(hashed).replace('m=19456,t=2,p=1', cost)
  const cases: [text: string, isRead: boolean][] = [
    [withCost('m=65536,t=10,p=4'), true],
    [withCost('m=8,t=1,p=1'), true],
    [withCost('m=65537,t=2,p=1'), false],
    [withCost('m=999999,t=2,p=1'), false],
    [withCost('m=1000000000,t=2,p=1'), false],
    [withCost('m=19456,t=11,p=1'), false],
    [withCost('m=19456,t=0,p=1'), false],
    [withCost('m=19456,t=2,p=0'), false],
    [withCost('m=19456,t=2,p=5'), false],
    [withCost('m=7,t=2,p=1'), false],
    [withCost('m=31,t=2,p=4'), false],
    [withCost('m=-1,t=2,p=1'), false],
    [withCost('m=1e3,t=2,p=1'), false],
  ]
  for (const [text, isRead] of cases) {
    test(text.slice(0, 40), () => assert.equal(parseCredential(text) !== undefined, isRead))
  }
})

describe('a text of no known form is not read:', () => {
  const texts = [
    '',
    '$',
    '$srp$',
    '$argon2i$v=19$m=19456,t=2,p=1$x$y$z',
    formatCredential(srp).slice(0, -1),
    `${formatCredential(srp)}A`,
    `${formatCredential(srp)}\n`,
    formatCredential(hashed).slice(0, -1),
    formatCredential(hashed).replace('v=19', 'v=16'),
    `${formatCredential(hashed)}$`,
  ]
  for (const text of texts) {
    test(JSON.stringify(text.slice(0, 30)), () => assert.equal(parseCredential(text), undefined))
  }
})

describe('a mode says what is stored, what a look costs and whether SRP is allowed:', () => {
  const cases = [
    ['srp', 'srp', false, true],
    ['hash', 'argon2id', true, false],
    ['hash-to-srp', 'srp', true, true],
  ] as const
  for (const [mode, form, hash, srpAllowed] of cases) {
    test(mode, () => assert.deepEqual([formIn(mode), costsHash(mode), allowsSrp(mode)], [form, hash, srpAllowed]))
  }
})
