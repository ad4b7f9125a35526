import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { signIn as signInByApi } from '../fixture.ts'
import { lambdaArn } from '../functions.ts'
import { useTriggers } from '../triggers.ts'
import { jane, makeSite, PASSWORD, postForm, type Site, signInForTokens, strict, userInfo } from './site.ts'

const { server, answering } = useTriggers()

const texts = {
  invalid_request: 'Bad OAuth2 request at UserInfo Endpoint',
  invalid_token: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
  insufficient_scope: 'The access token has no scope openid.',
}
const statuses = { invalid_request: 400, invalid_token: 401, insufficient_scope: 403 }

const checkRefusal = (
  { status, headers, body }: Awaited<ReturnType<typeof userInfo>>,
  error: keyof typeof texts,
  why?: string,
) => {
  assert.equal(status, statuses[error], why)
  assert.deepEqual(body, { error, error_description: texts[error] })
  assert.equal(headers.get('www-authenticate'), `Bearer error="${error}", error_description="${texts[error]}"`)
  assert.equal(headers.get('access-control-allow-origin'), '*')
  assert.match(headers.get('cache-control') ?? '', /no-store/)
}

const make = async (pool = {}): Promise<Site> => {
  const site = await makeSite(server, pool)
  const UserAttributes = [
    { Name: 'email', Value: 'jane@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
  return site
}

const get = async (headers: Record<string, string>, query = '') => {
  const response = await fetch(`${server.url}/oauth2/userInfo${query}`, { headers })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

test('OIDC Core section 5.3.2: tells of the user of a token, by GET and POST', async () => {
  const { accessToken } = await signInForTokens(server, await make(), { scope: 'openid email' })
  const { status, headers, body } = await userInfo(server, accessToken)
  assert.equal(status, 200)
  assert.equal(headers.get('content-type'), 'application/json;charset=UTF-8')
  assert.equal(headers.get('access-control-allow-origin'), '*')
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.match(headers.get('x-amz-cognito-request-id') ?? '', /^[\da-f-]{36}$/)
  const { sub, ...rest } = body
  assert.match(String(sub), /^[\da-f-]{36}$/)
  assert.deepEqual(rest, { email: 'jane@example.com', email_verified: 'true', username: 'jane' })
  for (const scheme of ['Bearer', 'bearer', 'BEARER'])
    assert.deepEqual(
      (await postForm(server, '/oauth2/userInfo', {}, { authorization: `${scheme} ${accessToken}` })).body,
      body,
    )
})

test('RFC 6750 section 3.1: a request without one token is answered invalid_request', async () => {
  const { accessToken } = await signInForTokens(server, await make())
  for (const headers of [
    {},
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
    { authorization: `Basic ${accessToken}` },
    { authorization: accessToken },
    { authorization: `Bearer ${accessToken} ${accessToken}` },
    { authorization: `Bearer ${accessToken}, Bearer ${accessToken}` },
  ] as Record<string, string>[])
    checkRefusal(await get(headers), 'invalid_request', JSON.stringify(headers))
  checkRefusal(await get({}, `?access_token=${accessToken}`), 'invalid_request', 'in the query')
  checkRefusal(await postForm(server, '/oauth2/userInfo', { access_token: accessToken }), 'invalid_request')
  const both = { authorization: `Bearer ${accessToken}` }
  checkRefusal(await postForm(server, '/oauth2/userInfo', { access_token: accessToken }, both), 'invalid_request')
})

test('RFC 6750 section 2.2: a strict pool takes the token in a form, once', async () => {
  const { accessToken } = await signInForTokens(server, await make(strict))
  assert.equal((await postForm(server, '/oauth2/userInfo', { access_token: accessToken })).status, 200)
  const twice = [0, 1].map(() => ['access_token', accessToken] as const)
  checkRefusal(await postForm(server, '/oauth2/userInfo', twice), 'invalid_request')
})

test('RFC 6750 section 3.1: what is no access token of a standing sign-in is answered invalid_token', async () => {
  const site = await make()
  const { accessToken, idToken, refreshToken } = await signInForTokens(server, site)
  const [head, body] = accessToken.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const token of [idToken, refreshToken, 'x', `${head}.${body}.`, `${none}.${body}.`, `${accessToken}x`])
    checkRefusal(await userInfo(server, token), 'invalid_token', token)
  server.travel(3_600_000)
  checkRefusal(await userInfo(server, accessToken), 'invalid_token', 'after an hour')
})

for (const [what, Command] of [
  ['disabled', AdminDisableUserCommand],
  ['deleted', AdminDeleteUserCommand],
  ['signed out', AdminUserGlobalSignOutCommand],
  ['told to reset the password', AdminResetUserPasswordCommand],
] as const)
  test(`the token of a user who was ${what} is answered invalid_token`, async () => {
    const site = await make()
    const { accessToken } = await signInForTokens(server, site)
    await site.sdk.send(new Command(jane(site)))
    checkRefusal(await userInfo(server, accessToken), 'invalid_token')
  })

test('RFC 6750 section 3.1: a token without openid is answered insufficient_scope', async () => {
  const site = await make()
  const byPage = await signInForTokens(server, site, { scope: 'aws.cognito.signin.user.admin' })
  checkRefusal(await userInfo(server, byPage.accessToken), 'insufficient_scope')
  const byApi = await signInByApi(site.sdk, site.clientId, 'jane', PASSWORD)
  checkRefusal(await userInfo(server, byApi.accessToken), 'insufficient_scope')
})

test('scopes that a function added or took away count', async () => {
  const site = await make({
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: lambdaArn('all') } },
  })
  const changed = (accessTokenGeneration: object, scope: string) =>
    answering({ TokenGeneration_HostedAuth: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } }, () =>
      signInForTokens(server, site, { scope }),
    )
  const added = await changed({ scopesToAdd: ['openid', 'email'] }, 'aws.cognito.signin.user.admin')
  assert.equal((await userInfo(server, added.accessToken)).body.email, 'jane@example.com')
  const taken = await changed({ scopesToSuppress: ['openid'] }, 'openid email')
  checkRefusal(await userInfo(server, taken.accessToken), 'insufficient_scope')
})
