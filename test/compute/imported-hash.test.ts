import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { hashSync } from 'bcryptjs'
import { startCompute } from '../../src/compute/index.ts'
import type { ImportAlgorithm } from '../../src/domain/import-hash.ts'

const compute = startCompute(2)
after(() => compute.close())

/** Vectors that others published: what made them, the hash, its password. */
const vectors: [string, ImportAlgorithm, string, string][] = [
  [
    'RFC 7914 section 12',
    'SCRYPT',
    `16384$8$1$${Buffer.from('SodiumChloride').toString('hex')}$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887`,
    'pleaseletmein',
  ],
  [
    'the tests of the reference implementation of argon2',
    'ARGON2ID',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    'password',
  ],
  [
    'RFC 7914 section 11',
    'PBKDF2_SHA256',
    '$pbkdf2-sha256$80000$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ',
    'Password',
  ],
  ['the tests of crypt_blowfish', 'BCRYPT', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['the same as 2b', 'BCRYPT', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['the same as 2y', 'BCRYPT', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['the same as 2x', 'BCRYPT', '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  [
    'the tests of crypt_blowfish: 72 bytes count',
    'BCRYPT',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
  ],
]

describe('imported hashes', () => {
  for (const [source, algorithm, text, password] of vectors) {
    test(`${algorithm}: ${source}`, async () => {
      assert.equal(await compute.isImportedHashOf({ algorithm, text }, password), true)
      assert.equal(await compute.isImportedHashOf({ algorithm, text }, `x${password}`), false)
    })
  }
  test('2x with a password beyond ASCII is nobody’s', async () => {
    const [right, spoilt] = [hashSync('\u00a3', 4), hashSync('\u00a3', 4).replace('$2b$', '$2x$')]
    assert.equal(await compute.isImportedHashOf({ algorithm: 'BCRYPT', text: right }, '\u00a3'), true)
    assert.equal(await compute.isImportedHashOf({ algorithm: 'BCRYPT', text: spoilt }, '\u00a3'), false)
  })
})
