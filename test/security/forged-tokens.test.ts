import assert from 'node:assert/strict'
import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { rawAnswer } from '../operations/raw-answer.ts'
import type { Traveller } from './journeys.ts'
import { makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (key: KeyObject, header: object, claims: object, hash: string | null = 'sha256') => {
  const content = `${encode(header)}.${encode(claims)}`
  const mark = sign(hash, Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' })
  return `${content}.${mark.toString('base64url')}`
}
const unsigned = (header: object, claims: object, mark = '') => `${encode(header)}.${encode(claims)}.${mark}`
const hmac = (header: object, claims: object, secret: string | Buffer) => {
  const content = `${encode(header)}.${encode(claims)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** Headers that carry or name a key of the attacker’s, who signs with it. */
const foreignKeys = (kid: string): Record<string, object> => {
  const url = 'http://127.0.0.1/keys'
  const jwk = rsa.publicKey.export({ format: 'jwk' })
  return {
    'no kid': {},
    'the kid of the pool': { kid },
    'an embedded key': { kid, jwk },
    'an embedded key of the kid': { kid, jwk: { ...jwk, kid } },
    'a key URL': { kid, jku: url },
    'a certificate URL': { kid, x5u: url },
    'a certificate': { kid, x5c: [rsa.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')] },
    'a critical extension': { kid, crit: ['b64'], b64: false },
    'a type': { kid, typ: 'at+jwt' },
    'a kid that is a path': { kid: '../../../../../etc/passwd' },
    'a kid that is a device': { kid: '/dev/null' },
    'a kid that is SQL': { kid: "x' or '1'='1" },
    'a kid that joins': { kid: "x' union select 'AAAA' --" },
    'a kid that is a pattern': { kid: '%' },
    'a kid of a prototype': { kid: 'constructor' },
    'an empty kid': { kid: '' },
    'a kid with NUL': { kid: `${kid}\u0000` },
    'a list of kids': { kid: [kid] },
    'a kid that is a number': { kid: 0 },
    'a long kid': { kid: 'k'.repeat(100_000) },
  }
}

const headersOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

/** Tokens for the claims of a right one, which the pool has not made. */
const forgeries = async ({ poolId, tokens }: Traveller): Promise<Record<string, string>> => {
  const token = tokens?.AccessToken ?? ''
  const claims = claimsOf(token)
  const { kid } = headersOf(token) as { kid: string }
  const idKid = headersOf(tokens?.IdToken ?? '').kid as string
  const mark = token.split('.')[2] ?? ''
  const [access, id] = [await server.ctx.keys.active(poolId, 'access'), await server.ctx.keys.active(poolId, 'id')]
  const other = await makePool(world.sdk)
  const otherKey = await server.ctx.keys.active(other.poolId, 'access')
  const pem = access.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const der = access.publicKey.export({ format: 'der', type: 'spki' })
  const algorithms = ['none', 'None', 'NONE', 'nOnE', '', 'HS256', 'HS512', 'RS512', 'PS256', 'ES256', 'EdDSA', 'rs256']
  const renamed = algorithms.flatMap((alg) => [
    [`the signature under alg ${alg}`, unsigned({ kid, alg }, claims, mark)],
    [`no signature under alg ${alg}`, unsigned({ kid, alg }, claims)],
    [`zeros under alg ${alg}`, unsigned({ kid, alg }, claims, Buffer.alloc(64).toString('base64url'))],
  ])
  const keyed = Object.entries(foreignKeys(kid)).map(([name, header]) => [
    name,
    signed(rsa.privateKey, { alg: 'RS256', ...header }, claims),
  ])
  return {
    ...Object.fromEntries([...renamed, ...keyed]),
    'no alg': unsigned({ kid }, claims, mark),
    'HS256 with the public key, PEM': hmac({ kid, alg: 'HS256' }, claims, pem),
    'HS256 with the public key, trimmed': hmac({ kid, alg: 'HS256' }, claims, pem.trim()),
    'HS256 with the public key, DER': hmac({ kid, alg: 'HS256' }, claims, der),
    'HS256 with nothing': hmac({ kid, alg: 'HS256' }, claims, ''),
    'RS256 by HMAC': hmac({ kid, alg: 'RS256' }, claims, pem),
    'ES256 by another key': signed(ec.privateKey, { kid, alg: 'ES256' }, claims),
    'by the key of ID tokens': signed(id.privateKey, { kid: idKid, alg: 'RS256' }, claims),
    'by the key of ID tokens, under the other kid': signed(id.privateKey, { kid, alg: 'RS256' }, claims),
    'by the key of another pool': signed(otherKey.privateKey, { kid: otherKey.kid, alg: 'RS256' }, claims),
    'of another pool, for this one': signed(otherKey.privateKey, { kid, alg: 'RS256' }, claims),
    'RS512 by the right key': signed(access.privateKey, { kid, alg: 'RS512' }, claims, 'sha512'),
    'RS256 in name, RS512 in fact': signed(access.privateKey, { kid, alg: 'RS256' }, claims, 'sha512'),
    'crit, by the right key': signed(access.privateKey, { kid, alg: 'RS256', crit: ['exp'] }, claims),
    'jwk, by the right key': signed(access.privateKey, { kid, alg: 'RS256', jwk: {} }, claims),
    'the right signature twice': `${token}.${mark}`,
    'the right signature, other claims': unsigned({ kid, alg: 'RS256' }, { ...claims, username: 'admin' }, mark),
    'the ID token': tokens?.IdToken ?? '',
    'the refresh token': tokens?.RefreshToken ?? '',
  }
}

/** Whoever has tokens, in a pool whose sign-ins reach levels. */
const makeHolder = () => world.makeTraveller('tokens')

const heard = async (operation: string, input: object) => {
  const { status, body } = await rawAnswer(server, operation, input)
  const answer = JSON.parse(body || '{}') as { __type?: string; AuthenticationResult?: object; ChallengeName?: string }
  return { status, ...answer }
}

describe('V30: no token but the pool’s own is ever considered', () => {
  test('as an access token', async () => {
    const who = await makeHolder()
    for (const [name, AccessToken] of Object.entries(await forgeries(who))) {
      const { status, __type } = await heard('GetUser', { AccessToken })
      assert.equal(status, 400, name)
      assert.ok(['NotAuthorizedException', 'InvalidParameterException'].includes(__type ?? ''), `${name}: ${__type}`)
    }
    await who.sdk.send(new GetUserCommand({ AccessToken: who.tokens?.AccessToken }))
  })

  test('as what an earlier sign-in has proved', async () => {
    const who = await makeHolder()
    const stepUp = (ACCESS_TOKEN: string) =>
      heard('InitiateAuth', {
        ClientId: who.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: who.username, TARGET_ACR_VALUES: 'urn:cognito:loa:3', ACCESS_TOKEN },
      })
    for (const [name, token] of Object.entries(await forgeries(who))) {
      const { status, __type } = await stepUp(token)
      assert.equal(status, 400, name)
      assert.ok(['NotAuthorizedException', 'InvalidParameterException'].includes(__type ?? ''), `${name}: ${__type}`)
    }
    const right = await stepUp(who.tokens?.AccessToken ?? '')
    assert.ok(right.ChallengeName, JSON.stringify(right))
  })

  test('as a refresh token', async () => {
    const who = await makeHolder()
    const other = await makeHolder()
    const { clientId: ClientId, tokens = {} } = who
    const right = tokens.RefreshToken ?? ''
    const key = tokens.NewDeviceMetadata?.DeviceKey ?? ''
    const changed = Array.from({ length: 24 }, (_, step) => {
      const at = Math.floor((step * right.length) / 24)
      return [`another character ${at}`, right.slice(0, at) + (right[at] === 'A' ? 'B' : 'A') + right.slice(at + 1)]
    })
    const { 'the refresh token': _, ...forged } = await forgeries(who)
    const header = { cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }
    const corpus: Record<string, string> = {
      ...forged,
      ...Object.fromEntries(changed),
      'the access token': tokens.AccessToken ?? '',
      'its hash': createHash('sha256').update(right).digest('base64url'),
      'its hash in hex': createHash('sha256').update(right).digest('hex'),
      'the id of its sign-in': String(claimsOf(tokens.AccessToken ?? '').origin_jti),
      'a JWE of nobody': `${encode(header)}.AAAA.AAAA.AAAA.AAAA`,
      'a JWE by dir': `${encode({ ...header, alg: 'dir' })}..AAAA.AAAA.AAAA`,
      'a JWE that is zipped': `${encode({ ...header, zip: 'DEF' })}.AAAA.AAAA.AAAA.AAAA`,
      'cut short': right.slice(0, -1),
      longer: `${right}A`,
      padded: `${right}==`,
      twice: right + right,
      SQL: "' or '1'='1",
    }
    const refreshing = (REFRESH_TOKEN: string) => ({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN, DEVICE_KEY: key },
    })
    for (const [name, token] of Object.entries(corpus)) {
      const answers = [
        await heard('InitiateAuth', refreshing(token)),
        await heard('GetTokensFromRefreshToken', { ClientId, RefreshToken: token, DeviceKey: key }),
      ]
      for (const { status, __type } of answers) {
        assert.equal(status, 400, name)
        assert.ok(['NotAuthorizedException', 'InvalidParameterException'].includes(__type ?? ''), `${name}: ${__type}`)
      }
      const revoked = await heard('RevokeToken', { ClientId, Token: token })
      assert.ok(revoked.status === 200 || revoked.status === 400, `${name}: ${revoked.status}`)
    }
    assert.equal((await heard('InitiateAuth', refreshing(other.tokens?.RefreshToken ?? ''))).status, 400, 'a device')
    assert.ok(
      (await heard('InitiateAuth', refreshing(right))).AuthenticationResult,
      'none of it has revoked the right one',
    )
  })
})

test('V19, V30: a token is for one use and one pool', async () => {
  const sdk = server.client()
  const [here, there] = [await makePool(sdk), await makePool(sdk)]
  for (const { poolId } of [here, there]) await makeUser(sdk, poolId, 'jane')
  const { accessToken, idToken } = await signIn(sdk, here.clientId, 'jane', PASSWORD)
  const key = await server.ctx.keys.active(here.poolId, 'access')
  const theirs = await server.ctx.keys.active(there.poolId, 'access')
  const claims = claimsOf(accessToken)
  const iss = String(claims.iss).replace(here.poolId, there.poolId)
  const { kid } = key
  const rows: Record<string, string> = {
    'an ID token': idToken,
    'of an access token’s key, but an ID token': signed(
      key.privateKey,
      { kid, alg: 'RS256' },
      { ...claims, token_use: 'id' },
    ),
    'of this pool’s key, for the other pool': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, iss }),
    'of the other pool’s key, for this pool': signed(theirs.privateKey, { kid: theirs.kid, alg: 'RS256' }, claims),
    'without a scope': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, scope: undefined }),
    'with the scope as a list': signed(
      key.privateKey,
      { kid, alg: 'RS256' },
      { ...claims, scope: ['aws.cognito.signin.user.admin'] },
    ),
    'without an end': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, exp: undefined }),
    'with an end in words': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, exp: '9999999999' }),
    'of nobody': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, sub: 'x' }),
    'of a sign-in that there is not': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, origin_jti: 'x' }),
    'of a client that there is not': signed(key.privateKey, { kid, alg: 'RS256' }, { ...claims, client_id: 'x' }),
  }
  for (const [name, AccessToken] of Object.entries(rows)) {
    const { status, __type } = await heard('GetUser', { AccessToken })
    assert.equal(status, 400, name)
    assert.ok(['NotAuthorizedException', 'UserNotFoundException'].includes(__type ?? ''), `${name}: ${__type}`)
  }
})
