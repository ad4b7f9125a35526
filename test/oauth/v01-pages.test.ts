/** What the pages of a client that hides users tell of who is there: nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CHOICE } from '../choice.ts'
import { makePool, makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { authorizeUrl, Browser, codeClient } from './site.ts'

const server = useServer()
const WRONG = 'Wrong-Horse-9'

type Where = { readonly sdk: CognitoIdentityProviderClient; readonly poolId: string; readonly clientId: string }

const makeNamed = ({ sdk, poolId }: Where, name: string) =>
  makeUser(sdk, poolId, name, { email: `${name}@example.com`, email_verified: 'true' })

/** What becomes of a user called so. */
const states: Readonly<Record<string, (where: Where, name: string) => Promise<unknown>>> = {
  known: makeNamed,
  disabled: async (where, name) => {
    await makeNamed(where, name)
    await where.sdk.send(new AdminDisableUserCommand({ UserPoolId: where.poolId, Username: name }))
  },
  reset: async (where, name) => {
    await makeNamed(where, name)
    await where.sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: where.poolId, Username: name }))
  },
  unconfirmed: ({ sdk, clientId }, name) =>
    sdk.send(
      new SignUpCommand({
        ClientId: clientId,
        Username: name,
        Password: PASSWORD,
        UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }],
      }),
    ),
}

/** What somebody fills in, page after page. */
type Ways = Readonly<Record<string, { readonly path: string; readonly forms: readonly Record<string, string>[] }>>

const recovery = { path: '/forgotPassword', forms: [{}, { code: '123456', password: WRONG }] }
const kinds: Readonly<Record<string, { readonly factors: ('PASSWORD' | 'EMAIL_OTP')[]; readonly ways: Ways }>> = {
  'a password': {
    factors: ['PASSWORD'],
    ways: { 'a password': { path: '/oauth2/authorize', forms: [{ password: WRONG }] }, 'a new password': recovery },
  },
  'a choice': {
    factors: ['PASSWORD', 'EMAIL_OTP'],
    ways: {
      'a password': { path: '/oauth2/authorize', forms: [{}, { answer: 'PASSWORD' }, { password: WRONG }] },
      'a code': { path: '/oauth2/authorize', forms: [{}, { answer: 'EMAIL_OTP' }, { code: '12345678' }] },
      'a new password': recovery,
    },
  },
}

/** The pages that somebody sees on a way, without what differs each time. An address is masked for everybody. */
const seen = async (clientId: string, name: string, { path, forms }: Ways[string]) => {
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, { clientId }).replace('/oauth2/authorize', path))
  const pages = []
  for (const [index, form] of forms.entries()) {
    const { status, url, headers, text } = await browser.submit(index === 0 ? { username: name, ...form } : form)
    const same = [name, browser.cookies.get('XSRF-TOKEN') ?? ''].reduce((all, one) => all.replaceAll(one, '-'), text)
    const body = same.replace(/step=[\w-]+/g, 'step').replace(/[\w*]+@[\w*.]+/g, 'address')
    pages.push({ status, path: url.pathname, headers: [...headers.keys()], body })
  }
  return pages
}

for (const [kind, { factors, ways }] of Object.entries(kinds))
  test(`V01: pages with ${kind} are the same for users in any state and for nobody`, async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(
      sdk,
      { AutoVerifiedAttributes: ['email'], Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors } } },
      { ...codeClient, ...(factors.length > 1 && CHOICE), PreventUserExistenceErrors: 'ENABLED' },
    )
    for (const [state, make] of Object.entries(states)) await make({ sdk, poolId, clientId }, `somebody-${state}`)
    for (const [what, way] of Object.entries(ways)) {
      const nobody = await seen(clientId, 'nobody-at-all', way)
      for (const state of Object.keys(states))
        assert.deepEqual(await seen(clientId, `somebody-${state}`, way), nobody, `${state}: ${what}`)
    }
  })
