/** What PreTokenGeneration does to real tokens. The rules are in test/domain/token-customization.test.ts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  type ExplicitAuthFlowsType,
  GetClientTokenCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type PreTokenGenerationLambdaVersionType,
} from '@aws-sdk/client-cognito-identity-provider'
import { JwtVerifier } from 'aws-jwt-verify'
import { claimsOf, makeClient, makeUser, signIn } from '../fixture.ts'
import { lambdaArn } from '../functions.ts'
import { serviceError } from '../harness.ts'
import { createServer, scopes } from '../operations/resource-servers/fixture.ts'
import { makeTriggerPool, useTriggers } from '../triggers.ts'

const { server, answering } = useTriggers()
const SOURCE = 'TokenGeneration_Authentication'
const ADMIN = 'aws.cognito.signin.user.admin'

/** Jane in the group `own`, in a pool whose function takes events of a version. */
const fixture = async (LambdaVersion: PreTokenGenerationLambdaVersionType) => {
  const sdk = server.client()
  const LambdaConfig = { PreTokenGenerationConfig: { LambdaVersion, LambdaArn: lambdaArn('all') } }
  const { poolId, clientId } = await makeTriggerPool(sdk, { LambdaConfig })
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  const RoleArn = 'arn:aws:iam::000000000000:role/own'
  const group = { UserPoolId: poolId, GroupName: 'own' }
  await sdk.send(new CreateGroupCommand({ ...group, RoleArn, Precedence: 1 }))
  await sdk.send(new AdminAddUserToGroupCommand({ ...group, Username: 'jane' }))
  const claims = async (response: Record<string, unknown> = {}) => {
    const tokens = await answering({ [SOURCE]: response }, () => signIn(sdk, clientId, 'jane'))
    return { tokens, id: claimsOf(tokens.idToken), access: claimsOf(tokens.accessToken) }
  }
  return { sdk, poolId, clientId, claims, plain: await claims() }
}

type Claims = Record<string, unknown>
/** What differs between two tokens of a user, but for what differs always. */
const difference = (before: Claims, after: Claims) => {
  const always = new Set(['jti', 'origin_jti', 'event_id', 'iat', 'exp', 'auth_time'])
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !always.has(name))
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(differing.map((name) => [name, after[name]]))
}

describe('V1_0', () => {
  test('changes the ID token alone, and the groups of both', async () => {
    const { plain, claims } = await fixture('V1_0')
    const changed = await claims({
      claimsOverrideDetails: {
        claimsToAddOrOverride: { tenant: 'acme', email: 'other@example.com', sub: 'someone-else', aud: 'another' },
        claimsToSuppress: ['email_verified', 'iss', 'cognito:username'],
        groupOverrideDetails: { groupsToOverride: ['a', 'b'], iamRolesToOverride: ['role'], preferredRole: 'role' },
      },
    })
    const roles = { 'cognito:roles': ['role'], 'cognito:preferred_role': 'role' }
    const groups = { 'cognito:groups': ['a', 'b'] }
    assert.deepEqual(difference(plain.id, changed.id), {
      ...{ ...groups, ...roles, tenant: 'acme', email: 'other@example.com' },
      email_verified: undefined,
    })
    assert.deepEqual(difference(plain.access, changed.access), groups)
  })

  test('takes groups and roles away by an empty answer', async () => {
    const { plain, claims } = await fixture('V1_0')
    const changed = await claims({ claimsOverrideDetails: { groupOverrideDetails: {} } })
    const none = { 'cognito:groups': undefined }
    assert.deepEqual(difference(plain.access, changed.access), none)
    const noRoles = { 'cognito:roles': undefined, 'cognito:preferred_role': undefined }
    assert.deepEqual(difference(plain.id, changed.id), { ...none, ...noRoles })
  })

  test('does not know the answers of the later versions', async () => {
    const { plain, claims } = await fixture('V1_0')
    const changed = await claims({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ['everything'] } },
    })
    assert.deepEqual(difference(plain.access, changed.access), {})
  })
})

for (const version of ['V2_0', 'V3_0'] as const) {
  describe(version, () => {
    test('changes both tokens, each by itself', async () => {
      const { poolId, clientId, plain, claims } = await fixture(version)
      const changed = await claims({
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { level: 5, tags: ['a', 'b'] }, claimsToSuppress: ['email'] },
          accessTokenGeneration: {
            claimsToAddOrOverride: { tenant: { id: 1 }, aud: clientId, username: 'john' },
            claimsToSuppress: ['cognito:groups', 'client_id', 'token_use'],
            scopesToAdd: ['orders/read'],
          },
        },
      })
      assert.deepEqual(difference(plain.id, changed.id), { level: 5, tags: ['a', 'b'], email: undefined })
      assert.deepEqual(difference(plain.access, changed.access), {
        tenant: { id: 1 },
        aud: clientId,
        'cognito:groups': undefined,
        scope: `${ADMIN} orders/read`,
      })
      // Whoever verifies tokens takes it as before.
      const issuer = `${server.ctx.settings.publicUrl}/${poolId}`
      const verifier = JwtVerifier.create({ issuer, audience: clientId, jwksUri: `${issuer}/.well-known/jwks.json` })
      const jwks = await (await fetch(`${server.url}/${poolId}/.well-known/jwks.json`)).json()
      verifier.cacheJwks(jwks as never)
      assert.ok(await verifier.verify(changed.tokens.accessToken))
    })

    test('takes the scope away by which users look after themselves', async () => {
      const { sdk, claims } = await fixture(version)
      const { tokens, access } = await claims({
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress: [ADMIN] } },
      })
      assert.equal(access.scope, '')
      const request = sdk.send(new GetUserCommand({ AccessToken: tokens.accessToken }))
      await assert.rejects(
        request,
        serviceError('NotAuthorizedException', 'Access Token does not have required scopes'),
      )
    })
  })
}

test('tokens by a refresh are what the function then says', async () => {
  const { sdk, clientId, claims } = await fixture('V2_0')
  const details = (claim: string) => ({
    claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { claim } } },
  })
  const { tokens, id } = await claims(details('first'))
  assert.equal(id.claim, 'first')
  const RefreshToken = tokens.refreshToken
  const refresh = new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  })
  const second = await answering({ TokenGeneration_RefreshTokens: details('second') }, () => sdk.send(refresh))
  assert.equal(claimsOf(second.AuthenticationResult?.IdToken ?? '').claim, 'second')
  const get = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken })
  const third = await answering({ [SOURCE]: details('third') }, () => sdk.send(get))
  assert.equal(claimsOf(third.AuthenticationResult?.IdToken ?? '').claim, 'third')
  assert.equal(claimsOf((await sdk.send(get)).AuthenticationResult?.IdToken ?? '').claim, undefined)
})

describe('a client’s own token', () => {
  const CLIENT_TOKEN = 'ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType // documented, though the SDK does not know it
  const SCOPES = { scopesToAdd: ['api/admin'], scopesToSuppress: ['api/read'] }
  const response = {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme', sub: 'jane' }, ...SCOPES },
      idTokenGeneration: { claimsToAddOrOverride: { nobody: 'has one' } },
      groupOverrideDetails: { groupsToOverride: ['admins'] },
    },
  }
  const cases: [version: PreTokenGenerationLambdaVersionType, scope: string, tenant: string | undefined][] = [
    ['V2_0', 'api/read api/write', undefined],
    ['V3_0', 'api/write api/admin', 'acme'],
  ]
  for (const [version, scope, tenant] of cases) {
    test(`${version}: ${tenant ? 'is customized' : 'stays as it is'}`, async () => {
      const { sdk, poolId } = await fixture(version)
      await createServer(sdk, poolId, { Scopes: scopes('read', 'write') })
      const { clientId, secret } = await makeClient(sdk, poolId, {
        GenerateSecret: true,
        ExplicitAuthFlows: [CLIENT_TOKEN],
        AllowedOAuthScopes: ['api/read', 'api/write'],
      })
      const request = new GetClientTokenCommand({ ClientId: clientId, Secret: secret ?? '' })
      const answer = await answering({ TokenGeneration_ClientCredentials: response }, () => sdk.send(request))
      const claims = claimsOf(answer.ClientAuthenticationResult?.AccessToken ?? '')
      assert.deepEqual(
        [claims.scope, claims.tenant, claims.sub, claims['cognito:groups']],
        [scope, tenant, clientId, undefined],
      )
    })
  }
})
