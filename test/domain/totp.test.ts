import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchingStep, toBase32, totpCode, totpStep } from '../../src/domain/totp.ts'

const secret = Buffer.from('12345678901234567890')

test('RFC 6238 appendix B: the vectors of SHA-1, their last six digits', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const) {
    assert.equal(totpCode(secret, totpStep(seconds * 1000)), code)
  }
})

test('RFC 4226 appendix D: the vectors', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']
  for (const [counter, code] of codes.entries()) assert.equal(totpCode(secret, counter), code)
})

test('RFC 4648 section 10: base32, without padding', () => {
  const vectors = {
    '': '',
    f: 'MY',
    fo: 'MZXQ',
    foo: 'MZXW6',
    foob: 'MZXW6YQ',
    fooba: 'MZXW6YTB',
    foobar: 'MZXW6YTBOI',
  }
  for (const [text, encoded] of Object.entries(vectors)) assert.equal(toBase32(Buffer.from(text)), encoded)
  assert.equal(toBase32(secret), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.match(toBase32(Buffer.alloc(32, 0xff)), /^[A-Z2-7]{52}$/)
})

test('V07: a code is right for its step and one to each side, and names its step', () => {
  const now = 1_700_000_000_000
  const current = totpStep(now)
  for (const step of [current - 1, current, current + 1]) {
    assert.equal(matchingStep(secret, totpCode(secret, step), now), step)
  }
  for (const step of [current - 2, current + 2]) {
    assert.equal(matchingStep(secret, totpCode(secret, step), now), undefined)
  }
  for (const text of ['', '12345', '1234567', 'abcdef', ` ${totpCode(secret, current)}`]) {
    assert.equal(matchingStep(secret, text, now), undefined)
  }
  assert.equal(matchingStep(secret, totpCode(secret, 0), 0), 0)
})
