import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatCredential, parseCredential } from '../../src/domain/credential.ts'
import { blankHash, type ImportAlgorithm, readImportedHash } from '../../src/domain/import-hash.ts'

const B64_16 = 'A'.repeat(22)
const B64_32 = 'A'.repeat(43)
const BODY = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

const rows: [string, ImportAlgorithm, string, boolean][] = [
  ['the least cost', 'BCRYPT', `$2b$04$${BODY}`, true],
  ['the greatest cost', 'BCRYPT', `$2y$12$${BODY}`, true],
  ['too great a cost', 'BCRYPT', `$2b$13$${BODY}`, false],
  ['too small a cost', 'BCRYPT', `$2b$03$${BODY}`, false],
  ['no such revision', 'BCRYPT', `$2c$10$${BODY}`, false],
  ['a character too few', 'BCRYPT', `$2b$10$${BODY.slice(1)}`, false],
  ['nothing', 'BCRYPT', '', false],
  ['the greatest cost', 'SCRYPT', `65536$8$1$${'ab'.repeat(16)}$${'CD'.repeat(32)}`, true],
  ['too great an N', 'SCRYPT', `131072$8$1$${'ab'.repeat(16)}$${'cd'.repeat(32)}`, false],
  ['an N that is no power of two', 'SCRYPT', `1000$8$1$${'ab'.repeat(16)}$${'cd'.repeat(32)}`, false],
  ['too great an r', 'SCRYPT', `1024$9$1$${'ab'.repeat(16)}$${'cd'.repeat(32)}`, false],
  ['too great a p', 'SCRYPT', `1024$8$2$${'ab'.repeat(16)}$${'cd'.repeat(32)}`, false],
  ['no whole bytes', 'SCRYPT', `1024$8$1$${'ab'.repeat(16)}$${'cd'.repeat(32)}e`, false],
  ['a short salt', 'ARGON2ID', `$argon2id$v=19$m=4096,t=1,p=1$AAAA$${B64_32}`, false],
  ['the greatest cost', 'ARGON2ID', `$argon2id$v=19$m=19456,t=2,p=1$${B64_16}$${B64_32}`, true],
  ['padded', 'ARGON2ID', `$argon2id$v=19$m=4096,t=1,p=1$${B64_16}==$${B64_32}=`, true],
  ['too much memory', 'ARGON2ID', `$argon2id$v=19$m=19457,t=2,p=1$${B64_16}$${B64_32}`, false],
  ['too many passes', 'ARGON2ID', `$argon2id$v=19$m=4096,t=3,p=1$${B64_16}$${B64_32}`, false],
  ['too many lanes', 'ARGON2ID', `$argon2id$v=19$m=4096,t=2,p=2$${B64_16}$${B64_32}`, false],
  ['less memory than argon2 can do with', 'ARGON2ID', `$argon2id$v=19$m=7,t=2,p=1$${B64_16}$${B64_32}`, false],
  ['another kind', 'ARGON2ID', `$argon2i$v=19$m=4096,t=2,p=1$${B64_16}$${B64_32}`, false],
  ['another version', 'ARGON2ID', `$argon2id$v=16$m=4096,t=2,p=1$${B64_16}$${B64_32}`, false],
  ['the greatest cost', 'PBKDF2_SHA256', `$pbkdf2-sha256$600000$${B64_16}$${B64_32}`, true],
  ['with dots, as passlib writes', 'PBKDF2_SHA256', `$pbkdf2-sha256$29000$${B64_16}$${'.'.repeat(43)}`, true],
  ['too many iterations', 'PBKDF2_SHA256', `$pbkdf2-sha256$600001$${B64_16}$${B64_32}`, false],
  ['no iterations', 'PBKDF2_SHA256', `$pbkdf2-sha256$0$${B64_16}$${B64_32}`, false],
  ['another hash', 'PBKDF2_SHA256', `$pbkdf2-sha512$1000$${B64_16}$${B64_32}`, false],
  ['a short hash', 'PBKDF2_SHA256', `$pbkdf2-sha256$1000$${B64_16}$AAAA`, false],
  ['a hash of another algorithm', 'PBKDF2_SHA256', `$2b$10$${BODY}`, false],
]

describe('which hashes are taken', () => {
  for (const [name, algorithm, text, isTaken] of rows) {
    test(`${algorithm}, ${name}`, () => assert.equal(readImportedHash({ algorithm, text }) !== undefined, isTaken))
  }
})

describe('a hash that is taken', () => {
  for (const [name, algorithm, text] of rows.filter(([, , , isTaken]) => isTaken)) {
    test(`${algorithm}, ${name}`, () => {
      const imported = { algorithm, text }
      const blank = blankHash(imported)
      const [recipe, same] = [readImportedHash(imported), readImportedHash(blank)]
      assert.ok(recipe && same, blank.text)
      assert.doesNotMatch(blank.text, /E5YPO9|ab|CD/)
      const credential = { form: 'imported', salt: Buffer.alloc(16, 7), imported } as const
      assert.deepEqual(parseCredential(formatCredential(credential)), credential)
    })
  }
  test('out of bounds is no credential', () => {
    const imported = { algorithm: 'BCRYPT', text: `$2b$15$${BODY}` } as const
    assert.equal(parseCredential(formatCredential({ form: 'imported', salt: Buffer.alloc(16), imported })), undefined)
  })
})
