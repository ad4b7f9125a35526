import assert from 'node:assert/strict'
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminRevokeUserSessionCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { makeTracked } from '../operations/sessions/fixture.ts'

const server = useServer()

const getUser = (token: string) => server.client().send(new GetUserCommand({ AccessToken: token }))
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const fixture = async (client = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, client)
  await makeUser(sdk, poolId, 'jane')
  return { sdk, poolId, clientId, ...(await signIn(sdk, clientId, 'jane')) }
}

test('V30: no other algorithm, key or header is ever considered', async (t) => {
  const { poolId, accessToken } = await fixture()
  const [head = '', body = '', mark = ''] = accessToken.split('.')
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString())
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = await server.ctx.keys.active(poolId, 'access')
  const pem = key.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const forge = (header: object, claims = body) => {
    const content = `${encode(header)}.${claims}`
    return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
  }
  const real = (header: object, claims = body) => {
    const content = `${encode(header)}.${claims}`
    return `${content}.${sign('sha256', Buffer.from(content), createPrivateKey(key.privateKey.export({ format: 'pem', type: 'pkcs8' }))).toString('base64url')}`
  }
  const hmac = (alg: string) => {
    const content = `${encode({ kid, alg })}.${body}`
    return `${content}.${createHmac('sha256', pem).update(content).digest('base64url')}`
  }
  const claims = claimsOf(accessToken)
  const tokens: Record<string, string> = {
    'alg none': `${encode({ kid, alg: 'none' })}.${body}.`,
    'alg None': `${encode({ kid, alg: 'None' })}.${body}.`,
    'alg none with the signature': `${encode({ kid, alg: 'none' })}.${body}.${mark}`,
    'HS256 with the public key': hmac('HS256'),
    'RS256 by another key': forge({ kid, alg: 'RS256' }),
    'ES256 with a zero signature': `${encode({ kid, alg: 'ES256' })}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'an embedded key': forge({ kid, alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) }),
    'a key URL': forge({ kid, alg: 'RS256', jku: 'http://127.0.0.1/keys' }),
    'a certificate URL': forge({ kid, alg: 'RS256', x5u: 'http://127.0.0.1/cert' }),
    'a critical extension, well signed': real({ kid, alg: 'RS256', crit: ['exp'], exp: 1 }),
    'a kid that is a path': forge({ kid: '../../etc/passwd', alg: 'RS256' }),
    'a kid that is SQL': forge({ kid: "' or '1'='1", alg: 'RS256' }),
    'another claim under the old signature': `${head}.${encode({ ...claims, username: 'john' })}.${mark}`,
    'an empty signature': `${head}.${body}.`,
    'a fourth part': `${accessToken}.AAAA`,
    'a padded signature': `${head}.${body}.${mark}==`,
    'no JSON': 'aaaa.bbbb.cccc',
    'a foreign issuer, well signed': real(
      { kid, alg: 'RS256' },
      encode({ ...claims, iss: `http://elsewhere/${poolId}` }),
    ),
  }
  for (const [name, token] of Object.entries(tokens)) {
    await t.test(name, () =>
      assert.rejects(
        getUser(token),
        serviceError('NotAuthorizedException', 'Could not verify signature for Access Token'),
      ),
    )
  }
})

test('V19: an ID token is no access token, and another scope is not enough', async () => {
  const { poolId, idToken, accessToken } = await fixture()
  await assert.rejects(getUser(idToken), serviceError('NotAuthorizedException', 'Invalid Access Token'))
  const key = await server.ctx.keys.active(poolId, 'access')
  const content = `${accessToken.split('.')[0]}.${encode({ ...claimsOf(accessToken), scope: 'openid email' })}`
  const other = `${content}.${sign('sha256', Buffer.from(content), key.privateKey).toString('base64url')}`
  await assert.rejects(
    getUser(other),
    serviceError('NotAuthorizedException', 'Access Token does not have required scopes'),
  )
})

test('an access token ends with its lifetime', async () => {
  const { accessToken } = await fixture({ AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } })
  await getUser(accessToken)
  server.travel(5 * 60 * 1000 + 1000)
  await assert.rejects(getUser(accessToken), serviceError('NotAuthorizedException', 'Access Token has expired'))
})

test('V20: after revocation, sign-out, disabling and deletion it is refused at once', async (t) => {
  const revoked = serviceError('NotAuthorizedException', 'Access Token has been revoked')
  await t.test('RevokeToken', async () => {
    const { sdk, clientId, accessToken, refreshToken } = await fixture()
    await sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken }))
    await assert.rejects(getUser(accessToken), revoked)
  })
  await t.test('GlobalSignOut, of every sign-in', async () => {
    const { sdk, clientId, accessToken } = await fixture()
    const other = await signIn(sdk, clientId, 'jane')
    await sdk.send(new GlobalSignOutCommand({ AccessToken: accessToken }))
    await assert.rejects(getUser(accessToken), revoked)
    await assert.rejects(getUser(other.accessToken), revoked)
    await getUser((await signIn(sdk, clientId, 'jane')).accessToken)
  })
  await t.test('AdminUserGlobalSignOut, without token revocation', async () => {
    const { sdk, poolId, accessToken } = await fixture({ EnableTokenRevocation: false })
    await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'jane' }))
    await assert.rejects(getUser(accessToken), revoked)
  })
  await t.test('AdminDisableUser', async () => {
    const { sdk, poolId, accessToken } = await fixture()
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await assert.rejects(getUser(accessToken), serviceError('NotAuthorizedException'))
  })
  await t.test('AdminDeleteUser, and not for a new user of the same name', async () => {
    const { sdk, poolId, accessToken } = await fixture()
    await sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await makeUser(sdk, poolId, 'jane')
    await assert.rejects(getUser(accessToken), serviceError('UserNotFoundException', 'User does not exist.'))
  })
  await t.test('AdminRevokeUserSession, without token revocation', async () => {
    const world = await makeTracked(server, 20, { EnableTokenRevocation: false })
    const { accessToken, id } = await world.enter()
    const given = { UserPoolId: world.poolId, Username: 'jane', SessionId: id }
    await world.sdk.send(new AdminRevokeUserSessionCommand(given))
    await assert.rejects(getUser(accessToken), revoked)
  })
  await t.test('one sign-in more than sessions are allowed', async () => {
    const world = await makeTracked(server, 1)
    const { accessToken } = await world.enter()
    await world.enter()
    await assert.rejects(getUser(accessToken), revoked)
  })
  await t.test('the client is deleted', async () => {
    const { sdk, poolId, clientId, accessToken } = await fixture()
    await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
    await assert.rejects(getUser(accessToken), revoked)
  })
})

test('R17: keys that are 90 days old get a successor by themselves', async () => {
  const { sdk, poolId, clientId } = await fixture()
  server.travel(91 * 24 * 60 * 60 * 1000)
  await signIn(sdk, clientId, 'jane')
  const made = async () => {
    for (let tries = 0; tries < 400; tries++) {
      if ((await server.ctx.store.signingKeys.list(poolId)).length === 4) return
      await new Promise(setImmediate)
      await server.ctx.compute.powerOfG(Buffer.from([1])) // some work, while the keys are made
    }
    assert.fail('no successor was made')
  }
  await made()
  await signIn(sdk, clientId, 'jane')
  assert.equal((await server.ctx.store.signingKeys.list(poolId)).length, 4)
})

test('R17: keys rotate without refusing anybody, and a withdrawn key is refused', async () => {
  const { sdk, poolId, clientId, accessToken } = await fixture()
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string
  const published = async () => (await server.ctx.keys.publish(poolId)).map(({ kid }) => kid)
  await server.ctx.keys.rotate(poolId)
  assert.equal((await published()).length, 4, 'the next keys are published before they sign')
  assert.equal(kidOf((await signIn(sdk, clientId, 'jane')).accessToken), kidOf(accessToken))
  server.travel(24 * 60 * 60 * 1000 + 1000)
  const fresh = await signIn(sdk, clientId, 'jane')
  assert.notEqual(kidOf(fresh.accessToken), kidOf(accessToken))
  assert.ok((await published()).includes(kidOf(accessToken)), 'the old key stays while its tokens live')
  await getUser(fresh.accessToken)
  server.travel(25 * 60 * 60 * 1000 + 1000)
  assert.equal((await published()).length, 2)
  const kept = await signIn(sdk, clientId, 'jane')
  await server.ctx.store.transaction((tx) => tx.signingKeys.remove(poolId, kidOf(kept.accessToken)))
  server.travel(31_000)
  await assert.rejects(
    getUser(kept.accessToken),
    serviceError('NotAuthorizedException', 'Could not verify signature for Access Token'),
  )
})
