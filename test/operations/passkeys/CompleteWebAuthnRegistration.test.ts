import assert from 'node:assert/strict'
import { type KeyObject, randomBytes, sign } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  ListWebAuthnCredentialsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { cbor, type Knobs, makeAuthenticator } from '../../webauthn.ts'
import { rawAnswer } from '../raw-answer.ts'
import { makePasskeyPool, site } from './fixture.ts'

const server = useServer()
const signWith = (signed: Buffer, key: KeyObject) => sign('sha256', signed, key)

const refused = {
  malformed: serviceError('InvalidParameterException', 'Invalid credential.'),
  challenge: serviceError('WebAuthnChallengeNotFoundException', 'The challenge was not found or has expired.'),
  origin: serviceError('WebAuthnOriginNotAllowedException', 'The origin of the credential is not allowed.'),
  party: serviceError('WebAuthnRelyingPartyMismatchException', 'The credential is for another relying party.'),
  unsupported: serviceError('WebAuthnCredentialNotSupportedException', 'The credential is not supported.'),
}

test('registers a passkey, once', async () => {
  const { start, complete, list, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const authenticator = makeAuthenticator(site)
  const credential = authenticator.create(await start(token))
  await complete(token, credential)
  const [only, ...others] = await list(token)
  assert.deepEqual(others, [])
  assert.ok(only?.CreatedAt && Math.abs(only.CreatedAt.getTime() - Date.now()) < 60_000)
  assert.deepEqual(
    { ...only, CreatedAt: undefined },
    {
      CredentialId: authenticator.id,
      FriendlyCredentialName: 'Passkey',
      RelyingPartyId: site.rpId,
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal'],
      CreatedAt: undefined,
    },
  )
  await assert.rejects(complete(token, credential), refused.challenge)
})

describe('takes what authenticators make', () => {
  const packed: Knobs['statement'] = (signed, key) =>
    new Map<string, number | Buffer>([
      ['alg', -7],
      ['sig', signWith(signed, key)],
    ])
  const rows: [string, Partial<Parameters<typeof makeAuthenticator>[0]>, Knobs][] = [
    ['RS256', { algorithm: 'RS256' }, {}],
    [
      'a security key that verifies nobody',
      { attachment: 'cross-platform', flags: { uv: false, be: false, bs: false } },
      {},
    ],
    ['an attestation by the key itself', {}, { format: 'packed', statement: packed }],
    ['an id of 1023 bytes', {}, { credentialId: randomBytes(1023) }],
    ['the relying party itself', { origin: 'https://example.com' }, {}],
  ]
  for (const [name, how, knobs] of rows) {
    test(name, async () => {
      const { register, list, signedIn } = await makePasskeyPool(server)
      const token = await signedIn('jane')
      const { id } = await register(token, makeAuthenticator({ ...site, ...how }), knobs)
      assert.deepEqual(
        (await list(token)).map(({ CredentialId }) => CredentialId),
        [id],
      )
    })
  }
})

describe('WebAuthn section 7.1: refuses', () => {
  const eddsa = makeAuthenticator({ ...site, algorithm: 'EdDSA' })
  const offCurve = new Map<number, number | Buffer>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.alloc(32, 1)],
    [-3, Buffer.alloc(32, 1)],
  ])
  const badPacked: Knobs['statement'] = (signed, key) =>
    new Map<string, number | Buffer>([
      ['alg', -7],
      ['sig', signWith(Buffer.concat([signed, signed]), key)],
    ])
  const rows: [string, Knobs, (error: unknown) => boolean][] = [
    ['another type', { clientData: { type: 'webauthn.get' } }, refused.malformed],
    ['no type', { clientData: { type: undefined } }, refused.malformed],
    ['another challenge', { clientData: { challenge: randomBytes(32).toString('base64url') } }, refused.challenge],
    ['an origin elsewhere', { clientData: { origin: 'https://evil.example' } }, refused.origin],
    ['an origin that ends alike', { clientData: { origin: 'https://evilexample.com' } }, refused.origin],
    ['an origin without TLS', { clientData: { origin: 'http://app.example.com' } }, refused.origin],
    ['an origin on another port', { clientData: { origin: 'https://app.example.com:8443' } }, refused.origin],
    ['an origin with a path', { clientData: { origin: 'https://app.example.com/' } }, refused.origin],
    ['an opaque origin', { clientData: { origin: 'null' } }, refused.origin],
    ['crossOrigin', { clientData: { crossOrigin: true } }, refused.origin],
    ['a topOrigin', { clientData: { topOrigin: 'https://evil.example' } }, refused.origin],
    ['the hash of another relying party', { rpId: 'app.example.com' }, refused.party],
    ['UP=0', { flags: { up: false } }, refused.unsupported],
    ['BS=1 with BE=0', { flags: { be: false, bs: true } }, refused.unsupported],
    ['a point off the curve', { publicKey: cbor(offCurve) }, refused.unsupported],
    ['no key', { publicKey: cbor(7) }, refused.unsupported],
    ['an unknown attestation format', { format: 'unheard-of' }, refused.unsupported],
    ['an attestation whose certificates name addresses', { format: 'android-key' }, refused.unsupported],
    ['a wrong signature of an attestation', { format: 'packed', statement: badPacked }, refused.unsupported],
    ['a statement of no attestation', { statement: () => new Map([['x', 1]]) }, refused.unsupported],
    ['an id of 1024 bytes', { credentialId: randomBytes(1024) }, refused.malformed],
    ['bytes after the attestation', { trailing: Buffer.from([0]) }, refused.malformed],
    ['bytes after the authenticator’s data', { dataTrailing: Buffer.from([0]) }, refused.malformed],
  ]
  const world = async () => {
    const pool = await makePasskeyPool(server)
    return { ...pool, token: await pool.signedIn('jane') }
  }
  let ready: ReturnType<typeof world> | undefined
  for (const [name, knobs, error] of rows) {
    test(name, async () => {
      ready ??= world()
      const { start, complete, list, token } = await ready
      const options = await start(token)
      const authenticator = makeAuthenticator(site)
      await assert.rejects(complete(token, authenticator.create(options, knobs)), error)
      assert.deepEqual(await list(token), [])
    })
  }
  test('an algorithm that was not offered', async () => {
    ready ??= world()
    const { start, complete, token } = await ready
    await assert.rejects(complete(token, eddsa.create(await start(token))), refused.unsupported)
  })
  test('UV=0 where the pool requires it', async () => {
    const { start, complete, signedIn } = await makePasskeyPool(server, {
      RelyingPartyId: site.rpId,
      UserVerification: 'required',
    })
    const token = await signedIn('jane')
    const credential = makeAuthenticator({ ...site, flags: { uv: false } }).create(await start(token))
    await assert.rejects(complete(token, credential), refused.unsupported)
  })
})

test('a challenge is its user’s, and ends', async (t) => {
  const { start, complete, signedIn } = await makePasskeyPool(server)
  const [jane, john] = [await signedIn('jane'), await signedIn('john')]
  const credential = makeAuthenticator(site).create(await start(jane))
  await t.test('none was asked for', () => assert.rejects(complete(john, credential), refused.challenge))
  await start(john)
  await t.test("another user's", () => assert.rejects(complete(john, credential), refused.challenge))
  const newer = makeAuthenticator(site).create(await start(jane))
  await t.test('one that was replaced', () => assert.rejects(complete(jane, credential), refused.challenge))
  server.travel(5 * 60_000)
  await t.test('one that has ended', () => assert.rejects(complete(jane, newer), refused.challenge))
})

test('another client does not end what one has begun', async () => {
  const { sdk, poolId, start, complete, list, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const { clientId } = await makeClient(sdk, poolId)
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const credential = makeAuthenticator(site).create(await start(token))
  await assert.rejects(
    complete(accessToken, credential),
    serviceError('WebAuthnClientMismatchException', 'The registration was started by another app client.'),
  )
  await complete(token, credential)
  assert.equal((await list(token)).length, 1)
})

test('a pool that has got another relying party refuses what was begun before', async () => {
  const { configure, start, complete, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const credential = makeAuthenticator(site).create(await start(token))
  await configure({ RelyingPartyId: 'example.org' })
  await assert.rejects(complete(token, credential), refused.party)
})

test('a credential is registered once in a pool, and as well in another', async () => {
  const { register, signedIn } = await makePasskeyPool(server)
  const authenticator = await register(await signedIn('jane'))
  await assert.rejects(
    register(await signedIn('john'), authenticator),
    serviceError('InvalidParameterException', 'The credential is registered already.'),
  )
  const other = await makePasskeyPool(server)
  await other.register(await other.signedIn('jane'), authenticator)
})

test('one challenge makes one passkey, and a user has 20 at most, however many requests race', async () => {
  const { sdk, poolId, start, complete, list, register, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  for (let made = 0; made < 18; made++) await register(token)
  const options = await start(token)
  const race = await Promise.allSettled(
    Array.from({ length: 4 }, () => complete(token, makeAuthenticator(site).create(options))),
  )
  assert.equal(race.filter(({ status }) => status === 'fulfilled').length, 1)
  const last = await start(token)
  const sub = Buffer.from(last.user.id, 'base64url').toString()
  await register(token)
  // The registration that was begun with 19 passkeys is there again, as if it had been begun meanwhile.
  const registration = {
    poolId,
    sub,
    challenge: last.challenge,
    relyingPartyId: site.rpId,
    expiresAt: server.ctx.now() + 1000,
  }
  const { client_id: clientId } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  await server.ctx.store.transaction((tx) => tx.passkeyRegistrations.put({ ...registration, clientId }))
  const limit = serviceError('LimitExceededException', 'The user has reached the maximum number of passkeys.')
  await assert.rejects(complete(token, makeAuthenticator(site).create(last)), limit)
  await assert.rejects(start(token), limit)
  assert.equal((await list(token)).length, 20)
  const { Credentials } = await sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken: token, MaxResults: 0 }))
  assert.equal(Credentials?.length, 20)
})

test('V05: nobody suspended registers a passkey', async () => {
  const { sdk, poolId, start, complete, signedIn } = await makePasskeyPool(server)
  const commands = {
    disabled: (Username: string) => sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username })),
    reset: (Username: string) => sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username })),
  }
  for (const [name, suspend] of Object.entries(commands)) {
    const token = await signedIn(name, { email: `${name}@example.com`, email_verified: 'true' })
    const credential = makeAuthenticator(site).create(await start(token))
    await suspend(name)
    const error = name === 'disabled' ? 'NotAuthorizedException' : 'PasswordResetRequiredException'
    await assert.rejects(complete(token, credential), serviceError(error))
  }
})

test('whatever is no credential is refused as one', async () => {
  const { start, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const options = await start(token)
  const good = makeAuthenticator(site).create(options)
  const deep = Buffer.concat([Buffer.alloc(10_000, 0x81), Buffer.from([0])]).toString('base64url')
  const endless = Buffer.from('bf', 'hex').toString('base64url')
  const huge = Buffer.from('9affffffff', 'hex').toString('base64url')
  const notJson = Buffer.from('{').toString('base64url')
  const documents: unknown[] = [
    ...[{}, [], 'x', 7, true, { ...good, id: 'x' }, { ...good, type: 'password' }, { ...good, response: null }],
    ...[deep, endless, huge, 'AA', '!', '', 'A'.repeat(40_000), 7].map((attestationObject) => ({
      ...good,
      response: { ...good.response, attestationObject },
    })),
    ...[notJson, '', 'bnVsbA', 'A'.repeat(10_000), []].map((clientDataJSON) => ({
      ...good,
      response: { ...good.response, clientDataJSON },
    })),
  ]
  for (const Credential of documents) {
    const { status, body } = await rawAnswer(server, 'CompleteWebAuthnRegistration', { AccessToken: token, Credential })
    const shown = JSON.stringify(Credential).slice(0, 100)
    assert.deepEqual(
      [shown, status, JSON.parse(body)],
      [shown, 400, { __type: 'InvalidParameterException', message: 'Invalid credential.' }],
    )
  }
  assert.deepEqual(
    server.log.filter((line) => line.includes('request failed')),
    [],
  )
})

test('no broken byte of an attestation breaks the server', async () => {
  const { start, signedIn } = await makePasskeyPool(server)
  const token = await signedIn('jane')
  const options = await start(token)
  const good = makeAuthenticator(site).create(options)
  const bytes = Buffer.from(String(good.response.attestationObject), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const broken = Buffer.from(bytes)
    broken[at] = (broken[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 0x20)
    const response = { ...good.response, attestationObject: broken.toString('base64url') }
    const { body } = await rawAnswer(server, 'CompleteWebAuthnRegistration', {
      AccessToken: token,
      Credential: { ...good, response },
    })
    assert.ok(!body.includes('InternalErrorException'), `byte ${at}`)
  }
  assert.deepEqual(
    server.log.filter((line) => line.includes('request failed')),
    [],
  )
})
