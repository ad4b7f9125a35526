/** Each way in which the service differs from the standards, seen in a pool of the service and in a strict one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Deviation, deviations } from '../../../src/oauth/deviations.ts'
import { useServer } from '../../harness.ts'
import {
  authorizeUrl,
  Browser,
  exchange,
  jane,
  LOGOUT,
  makeSite,
  postForm,
  postToken,
  returned,
  type Site,
  signInForTokens,
  strict,
  userInfo,
} from '../site.ts'

let service: Site
let standard: Site
const server = useServer({}, 'dev', async (server) => {
  const make = async (pool: Parameters<typeof makeSite>[1]) => {
    const site = await makeSite(server, pool)
    const UserAttributes = [
      { Name: 'email', Value: 'jane@example.com' },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'phone_number', Value: '+15550100' },
      { Name: 'updated_at', Value: '1700000000' },
    ]
    await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
    const joe = { UserPoolId: site.poolId, Username: 'joe' }
    await site.sdk.send(new AdminCreateUserCommand({ ...joe, MessageAction: 'SUPPRESS' }))
    await site.sdk.send(new AdminSetUserPasswordCommand({ ...joe, Password: 'Correct-Horse-8', Permanent: true }))
    return site
  }
  service = await make({})
  standard = await make(strict)
})

/** What a site does, and what the service and the standards say that it should. */
type Proof = { see(site: Site): Promise<unknown>; readonly service: unknown; readonly standard: unknown }

const refused = (site: Site, change: Record<string, string | undefined>) =>
  new Browser(server).send(authorizeUrl(server, site, change)).then(returned)

const proofs: Readonly<Record<Deviation, Proof>> = {
  'flags-as-text': {
    async see(site) {
      const { body } = await userInfo(server, (await signInForTokens(server, site)).accessToken)
      return [body.email_verified, body.phone_number_verified, body.updated_at]
    },
    service: ['true', 'false', '1700000000'],
    standard: [true, false, 1_700_000_000],
  },
  'no-issuer': {
    async see(site) {
      const issuer = `${server.ctx.settings.publicUrl}/${site.poolId}`
      const to = await new Browser(server).signIn(authorizeUrl(server, site))
      const implicit = await new Browser(server).signIn(authorizeUrl(server, site, { response_type: 'token' }))
      const error = await refused(site, { prompt: 'none' })
      const given = [to.searchParams.get('iss'), new URLSearchParams(implicit.hash.slice(1)).get('iss'), error.iss]
      return given.map((iss) => iss === issuer)
    },
    service: [false, false, false],
    standard: [true, true, true],
  },
  'plain-discovery': {
    async see({ poolId }) {
      const response = await fetch(`${server.url}/${poolId}/.well-known/openid-configuration`)
      const document = (await response.json()) as Record<string, unknown>
      const more = ['grant_types_supported', 'claims_supported', 'code_challenge_methods_supported']
      return [...more, 'prompt_values_supported'].map((name) => name in document)
    },
    service: [false, false, false, false],
    standard: [true, true, true, true],
  },
  'client-error-400': {
    async see({ clientId }) {
      const fields = { grant_type: 'refresh_token', refresh_token: 'x', client_id: clientId, client_secret: 'wrong' }
      const { status, headers } = await postToken(server, fields)
      return [status, headers.get('www-authenticate')]
    },
    service: [400, null],
    standard: [401, 'Basic realm="token"'],
  },
  'redirect-error': {
    async see(site) {
      const to = await new Browser(server).signIn(authorizeUrl(server, site))
      return (await exchange(server, site, to, { redirect_uri: 'https://app.example.com/other' })).body.error
    },
    service: 'unauthorized_client',
    standard: 'invalid_grant',
  },
  'response-type-error': {
    see: async (site) => (await refused(site, { response_type: 'id_token' })).error,
    service: 'invalid_request',
    standard: 'unsupported_response_type',
  },
  'hint-ignored': {
    async see(site) {
      const { browser, idToken } = await signInForTokens(server, site)
      const joe = new Browser(server)
      await joe.signIn(authorizeUrl(server, site), 'joe', 'Correct-Horse-8')
      const of = async (user: Browser, id_token_hint: string) =>
        returned(await user.send(authorizeUrl(server, site, { prompt: 'none', id_token_hint }))).error
      return [await of(browser, idToken), await of(joe, idToken), await of(browser, 'x')]
    },
    service: [undefined, undefined, undefined],
    standard: [undefined, 'login_required', 'invalid_request'],
  },
  'silent-logout': {
    async see(site) {
      const { browser, idToken } = await signInForTokens(server, site)
      const parameters = { id_token_hint: idToken, post_logout_redirect_uri: LOGOUT }
      const plain = await browser.open(`${server.url}/logout`)
      const hinted = await browser.open(`${server.url}/logout?${new URLSearchParams(parameters)}`)
      return [plain.status, plain.text.includes('<form'), hinted.url.href === LOGOUT]
    },
    service: [400, false, false],
    standard: [200, true, true],
  },
  'form-body-token': {
    async see(site) {
      const { accessToken } = await signInForTokens(server, site)
      return (await postForm(server, '/oauth2/userInfo', { access_token: accessToken })).status
    },
    service: 400,
    standard: 200,
  },
}

for (const [name, { see, service: asService, standard: asStandard }] of Object.entries(proofs))
  test(`${name}: ${deviations[name as Deviation]}`, async () => {
    assert.deepEqual(await see(service), asService, 'as the service')
    assert.deepEqual(await see(standard), asStandard, 'in strict mode')
  })

test('OIDC Core section 3.1.2.1: whoever signs in as another user than the hint means, gets no code', async () => {
  const { idToken } = await signInForTokens(server, standard)
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, standard, { id_token_hint: idToken }))
  assert.equal(returned(await browser.submit({ username: 'joe', password: 'Correct-Horse-8' })).error, 'login_required')
})
