import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { GetSigningCertificateCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

const get = async (UserPoolId: string, region?: string) => {
  const { Certificate = '' } = await server.client(region).send(new GetSigningCertificateCommand({ UserPoolId }))
  return Certificate
}
const open = (text: string) => new X509Certificate(Buffer.from(text, 'base64'))

test('the certificate is of a key of the pool, which has signed it, and valid for ten years', async () => {
  const { poolId } = await makePool(server.client())
  const text = await get(poolId)
  assert.match(text, /^[A-Za-z0-9+/]+=*$/)
  const certificate = open(text)
  assert.equal(certificate.subject, `CN=${poolId}`)
  assert.ok(certificate.verify(certificate.publicKey))
  assert.equal(certificate.publicKey.asymmetricKeyType, 'rsa')
  const [from, until] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()]
  assert.ok(from <= Date.now())
  assert.equal(until - from, 10 * YEAR_MS)
  const { privateKey } = await server.ctx.keys.saml(poolId)
  assert.ok(certificate.checkPrivateKey(privateKey))
})

test('it stays the same, is another for each pool, and its key signs no tokens', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  const [first, ...rest] = await Promise.all(Array.from({ length: 5 }, () => get(one.poolId)))
  for (const again of rest) assert.equal(again, first)
  assert.notEqual(await get(other.poolId), first)
  await server.ctx.keys.active(one.poolId, 'id')
  const published = await server.ctx.keys.publish(one.poolId)
  const { n } = open(first ?? '').publicKey.export({ format: 'jwk' })
  assert.equal(published.length, 2)
  assert.ok(published.every((key) => key.n !== n))
  assert.equal(await server.ctx.keys.find(one.poolId, 'access', 'saml'), undefined)
})

test('each year there is a new one of the same key', async () => {
  const { poolId } = await makePool(server.client())
  const before = await get(poolId)
  server.travel(YEAR_MS)
  const after = await get(poolId)
  assert.notEqual(after, before)
  const key = (text: string) => open(text).publicKey.export({ format: 'jwk' })
  assert.deepEqual(key(after), key(before))
  assert.equal(open(after).validFromDate.getTime() - open(before).validFromDate.getTime(), YEAR_MS)
  assert.notEqual(open(after).serialNumber, open(before).serialNumber)
})

test('refusals', async () => {
  const missing = (id: string) => serviceError('ResourceNotFoundException', `User pool ${id} does not exist.`)
  await assert.rejects(get('us-east-1_nosuchone'), missing('us-east-1_nosuchone'))
  const { poolId } = await makePool(server.client())
  await assert.rejects(get(poolId, 'eu-west-1'), missing(poolId))
  await assert.rejects(
    get('X'),
    serviceError(
      'InvalidParameterException',
      String.raw`1 validation error detected: Value 'X' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
    ),
  )
  await assert.rejects(
    get(undefined as never), // what the SDK's types forbid
    serviceError(
      'InvalidParameterException',
      "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
    ),
  )
})
