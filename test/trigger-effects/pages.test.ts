/** The triggers of a sign-in on the pages, and of the tokens that a client gets by it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CreateUserPoolClientCommandInput, LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider'
import type { TriggerEvent } from '../../src/domain/trigger-event.ts'
import { claimsOf, makeClient } from '../fixture.ts'
import { lambdaArn } from '../functions.ts'
import { authorizeUrl, Browser, exchange, makeSite, PASSWORD, postToken } from '../oauth/site.ts'
import { createServer, scopes } from '../operations/resource-servers/fixture.ts'
import { everyTrigger, useTriggers } from '../triggers.ts'

const { server, answering, eventsOf } = useTriggers()
const HOSTED = 'TokenGeneration_HostedAuth'

const site = (LambdaConfig: LambdaConfigType = everyTrigger, client: Partial<CreateUserPoolClientCommandInput> = {}) =>
  makeSite(server, { LambdaConfig }, client)
const versioned = (LambdaVersion: 'V2_0' | 'V3_0'): LambdaConfigType => ({
  PreTokenGenerationConfig: { LambdaVersion, LambdaArn: lambdaArn('all') },
})
const sources = (events: TriggerEvent[]) => events.map(({ triggerSource }) => triggerSource)

test('a sign-in and its tokens ask these, in this order', async () => {
  const made = await site()
  const browser = new Browser(server)
  const ask = async (work: () => Promise<unknown>) => sources(await eventsOf(work))
  let to = new URL('http://localhost')
  const signIn = async () => {
    to = await browser.signIn(authorizeUrl(server, made))
  }
  assert.deepEqual(await ask(signIn), ['PreAuthentication_Authentication', 'PostAuthentication_Authentication'])
  let refreshToken = ''
  const redeem = async () => {
    refreshToken = String((await exchange(server, made, to)).body.refresh_token)
  }
  assert.deepEqual(await ask(redeem), [HOSTED])
  const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: made.clientId }
  assert.deepEqual(await ask(() => postToken(server, refresh)), ['TokenGeneration_RefreshTokens'])
  const again = async () => {
    to = (await browser.request(authorizeUrl(server, made))).url
  }
  assert.deepEqual(await ask(again), [], 'the browser is signed in')
  assert.deepEqual(await ask(redeem), [HOSTED])
  const atOnce = () => browser.request(authorizeUrl(server, made, { response_type: 'token' }))
  assert.deepEqual(await ask(atOnce), [HOSTED])
})

test('PreTokenGeneration changes the tokens, and not what binds them to the request', async () => {
  const made = await site(versioned('V2_0'))
  const to = await new Browser(server).signIn(authorizeUrl(server, made, { nonce: 'n1' }))
  const details = {
    idTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme', nonce: 'n2', aud: 'another' } },
    accessTokenGeneration: { scopesToAdd: ['orders/read'], scopesToSuppress: ['openid'] },
  }
  const answers = { [HOSTED]: { claimsAndScopeOverrideDetails: details } }
  const { body } = await answering(answers, () => exchange(server, made, to))
  const { tenant, nonce, aud } = claimsOf(String(body.id_token))
  assert.deepEqual([tenant, nonce, aud], ['acme', 'n1', made.clientId])
  assert.equal(claimsOf(String(body.access_token)).scope, 'orders/read')
})

describe('a function refuses', () => {
  for (const trigger of ['PreAuthentication', 'PostAuthentication']) {
    test(`${trigger}: the page says why, and nobody is signed in`, async () => {
      const made = await site()
      const browser = new Browser(server)
      await browser.open(authorizeUrl(server, made))
      const answers = { [`${trigger}_Authentication`]: { error: 'not <here>' } }
      const page = await answering(answers, () => browser.submit({ username: 'jane', password: PASSWORD }))
      assert.ok(page.text.includes(`${trigger} failed with error not &lt;here&gt;.`), page.text)
      const { url, text } = await browser.request(authorizeUrl(server, made))
      assert.equal(url.searchParams.get('code'), null)
      assert.ok(text.includes('name="password"'))
    })
  }

  test('PreTokenGeneration: there are no tokens', async () => {
    const made = await site()
    const to = await new Browser(server).signIn(authorizeUrl(server, made))
    const answers = { [HOSTED]: { error: 'no tokens today' } }
    const { status, body } = await answering(answers, () => exchange(server, made, to))
    assert.equal(status, 400)
    assert.equal(body.access_token, undefined)
    assert.equal(body.error, 'invalid_request')
    assert.equal(body.error_description, 'PreTokenGeneration failed with error no tokens today.')
  })
})

test('UserMigration brings over who signs in there', async () => {
  const made = await site()
  const browser = new Browser(server)
  const jane = {
    userAttributes: { email: 'maria@example.com' },
    finalUserStatus: 'CONFIRMED',
    messageAction: 'SUPPRESS',
  }
  await answering({ UserMigration_Authentication: jane }, () =>
    browser.signIn(authorizeUrl(server, made), 'maria', 'Old-horse-9'),
  )
  const later = await new Browser(server).signIn(authorizeUrl(server, made), 'maria', 'Old-horse-9')
  assert.equal(claimsOf(String((await exchange(server, made, later)).body.id_token)).email, 'maria@example.com')
})

test('a client’s own token is what a function of the third version says, by what the client has sent', async () => {
  const made = await site(versioned('V3_0'))
  await createServer(made.sdk, made.poolId, { Scopes: scopes('read', 'write') })
  const { clientId, secret } = await makeClient(made.sdk, made.poolId, {
    GenerateSecret: true,
    ExplicitAuthFlows: [],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['api/read', 'api/write'],
  })
  const details = {
    accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' }, scopesToSuppress: ['api/write'] },
  }
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret ?? '',
    aws_client_metadata: JSON.stringify({ env: 'test' }),
  }
  let body: Record<string, unknown> = {}
  const [event, ...more] = await eventsOf(
    async () => {
      body = (await postToken(server, form)).body
    },
    { TokenGeneration_ClientCredentials: { claimsAndScopeOverrideDetails: details } },
  )
  assert.deepEqual(more, [])
  assert.deepEqual([event?.version, event?.triggerSource], ['3', 'TokenGeneration_ClientCredentials'])
  assert.deepEqual([event?.request.clientMetadata, event?.request.scopes], [{ env: 'test' }, ['api/read', 'api/write']])
  const { tenant, scope } = claimsOf(String(body.access_token))
  assert.deepEqual([tenant, scope], ['acme', 'api/read'])
})
