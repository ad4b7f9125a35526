import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import { selfSignedCertificate } from '../../src/domain/certificate.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
const make = (change: Partial<Parameters<typeof selfSignedCertificate>[0]> = {}) => {
  const request = { privateKey: pem, name: 'us-east-1_x', serial: Buffer.alloc(16, 1), from: 0, until: 1, ...change }
  return new X509Certificate(Buffer.from(selfSignedCertificate(request), 'base64'))
}

suite('a certificate', () => {
  test('names its key and is signed with it', () => {
    const certificate = make()
    assert.ok(certificate.verify(publicKey))
    assert.ok(certificate.checkPrivateKey(privateKey))
    assert.deepEqual([certificate.subject, certificate.issuer], ['CN=us-east-1_x', 'CN=us-east-1_x'])
    assert.ok(!certificate.ca)
  })

  for (const [from, until] of [
    ['2026-01-02T03:04:05.000Z', '2036-01-02T03:04:05.000Z'],
    ['2049-12-31T23:59:59.000Z', '2050-01-01T00:00:00.000Z'],
  ] as const) {
    test(`is valid from ${from} until ${until}`, () => {
      const { validFrom, validTo } = make({ from: Date.parse(from), until: Date.parse(until) })
      assert.deepEqual([new Date(validFrom).toISOString(), new Date(validTo).toISOString()], [from, until])
    })
  }

  for (const first of [0x00, 0x7f, 0x80, 0xff]) {
    test(`has a positive number of 16 bytes, also from ${first}`, () => {
      const { serialNumber } = make({ serial: Buffer.alloc(16, first) })
      assert.match(serialNumber, /^[4-7][0-9A-F]{31}$/)
    })
  }

  test('of a long name is one, too', () => {
    assert.equal(make({ name: 'x'.repeat(300) }).subject, `CN=${'x'.repeat(300)}`)
  })
})
