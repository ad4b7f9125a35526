import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { newClientId, newClientSecret, newPoolId, newSessionId } from '../../src/domain/generated-names.ts'

/** A source that gives these bytes, then the first of them again. */
const source = (...bytes: number[]) => {
  let at = 0
  return (count: number) => Buffer.from(Array.from({ length: count }, () => bytes[at++ % bytes.length] ?? 0))
}

suite('newPoolId', () => {
  test('is the Region and nine letters or digits', () => {
    for (let index = 0; index < 1000; index++)
      assert.match(newPoolId('eu-west-1', randomBytes), /^eu-west-1_[0-9A-Za-z]{9}$/)
  })

  test('passes over bytes that would favour characters', () => {
    assert.equal(newPoolId('r', source(248, 255, 0, 61, 62, 247)), 'r_0z0z0z0z0')
  })

  test('has every character about as often', () => {
    const counts = new Map<string, number>()
    for (let index = 0; index < 6888; index++) {
      for (const character of newPoolId('r', randomBytes).slice(2))
        counts.set(character, (counts.get(character) ?? 0) + 1)
    }
    assert.equal(counts.size, 62)
    // 1000 of each are expected, with a standard deviation of 31: seven of them are never seen by chance.
    for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 220, `${count}`)
  })
})

suite('newSessionId', () => {
  test('is 28 characters, of which the first three are the kind', () => {
    for (const bytes of [Buffer.alloc(16, 0), Buffer.alloc(16, 255), randomBytes(16)]) {
      assert.match(
        newSessionId('tkn', () => bytes),
        /^tkn[0-9a-z]{25}$/,
      )
      assert.match(
        newSessionId('sso', () => bytes),
        /^sso[0-9a-z]{25}$/,
      )
    }
  })
})

suite('newClientId', () => {
  test('is 26 characters of base 32', () => {
    for (let index = 0; index < 1000; index++) assert.match(newClientId(randomBytes), /^[0-9a-v]{26}$/)
    assert.equal(newClientId(source(0, 31, 32, 255)), '0v0v0v0v0v0v0v0v0v0v0v0v0v')
  })
})

suite('newClientSecret', () => {
  test('is 51 or 52 characters of base 32', () => {
    const lengths = new Set<number>()
    for (let index = 0; index < 1000; index++) {
      const secret = newClientSecret(randomBytes)
      assert.match(secret, /^[0-9a-v]{51,52}$/)
      lengths.add(secret.length)
    }
    assert.deepEqual([...lengths].sort(), [51, 52])
  })

  test('draws numbers that are too short again', () => {
    const short = Buffer.alloc(32, 0)
    const long = Buffer.alloc(32, 255)
    const draws = [short, long]
    assert.equal(
      newClientSecret(() => draws.shift() ?? long),
      `1${'v'.repeat(51)}`,
    )
  })
})
