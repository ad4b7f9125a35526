import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { AuthenticationResultType, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, PASSWORD } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { begin, journey } from './journeys.ts'
import { complete } from './starts.ts'
import { type Dress, makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

/** What a client could hope to be believed, under the names of claims, answers, policies and prototypes. */
const noise: Record<string, string> = Object.fromEntries(
  [
    ...['sub', 'username', 'scope', 'token_use', 'iss', 'aud', 'client_id', 'exp', 'acr', 'amr', 'device_key'],
    ...['cognito:groups', 'cognito:roles', 'cognito:preferred_role', 'cognito:username', 'custom:role', 'role'],
    ...['email', 'email_verified', 'phone_number_verified', 'identities', 'version', 'auth_time', 'origin_jti'],
    ...['answerCorrect', 'issueTokens', 'failAuthentication', 'challengeName', 'userNotFound', 'entry', 'proved'],
    ...['isKnown', 'enabled', 'status', 'goal', 'MfaConfiguration', 'ExplicitAuthFlows', 'PreventUserExistenceErrors'],
    ...['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length'],
    ...['$where', "' or '1'='1", '{"Effect":"Allow"}', '../../etc/passwd'],
  ].map((name) => [name, 'canary']),
)
const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', canary: noise }] })

const contextFor = (isAdmin: boolean) => ({
  ClientMetadata: { ...noise, Policy },
  AnalyticsMetadata: { AnalyticsEndpointId: 'canary' },
  ...(isAdmin
    ? {
        ContextData: {
          IpAddress: '127.0.0.1',
          ServerName: 'canary',
          ServerPath: '/canary',
          HttpHeaders: Object.entries(noise).map(([headerName, headerValue]) => ({ headerName, headerValue })),
          EncodedData: Policy,
        },
      }
    : { UserContextData: { IpAddress: '127.0.0.1', EncodedData: Policy } }),
})

type Command = { input: Record<string, unknown> }

/** Sends the requests of a sign-in with `more`, and keeps what came of them. */
const saying =
  (results: AuthenticationResultType[], more: (isAdmin: boolean) => object): Dress =>
  (sdk) => {
    const send = async (command: Command) => {
      const { input } = command
      const carrier = (['AuthParameters', 'ChallengeResponses'] as const).find((name) => input[name])
      if (carrier) Object.assign(input, more(Boolean(input.UserPoolId)))
      const answer = (await sdk.send(command as never)) as { AuthenticationResult?: AuthenticationResultType }
      if (answer.AuthenticationResult) results.push(answer.AuthenticationResult)
      return answer
    }
    return { send } as unknown as CognitoIdentityProviderClient // all that travellers use of it
  }

const ofEachSignIn = [
  ...['jti', 'origin_jti', 'event_id', 'iat', 'exp', 'auth_time', 'device_key'],
  ...['sub', 'username', 'cognito:username', 'email', 'phone_number'],
]
const lasting = (token = '') => {
  const claims = claimsOf(token)
  const values = Object.entries(claims).filter(([name]) => !ofEachSignIn.includes(name))
  return { names: Object.keys(claims).sort(), values: Object.fromEntries(values) }
}

describe('V22: what requests say of their context decides nothing and is in no token', () => {
  for (const [name, { kind, start }] of Object.entries(complete)) {
    test(name, async () => {
      const signIn = async (more: (isAdmin: boolean) => object) => {
        const results: AuthenticationResultType[] = []
        const who = await world.makeTraveller(kind, 'telling', saying(results, more))
        const end = await journey(who, start, () => begin(who, start))
        const { AccessToken, IdToken } = results.at(-1) ?? {}
        assert.doesNotMatch(JSON.stringify([AccessToken, IdToken].map((token) => claimsOf(token ?? ''))), /canary/)
        return { end, access: lasting(AccessToken), id: lasting(IdToken) }
      }
      const plain = await signIn(() => ({}))
      assert.match(plain.end, /tokens$/)
      assert.deepEqual(await signIn(contextFor), plain)
    })
  }
})

type Told = { __type?: string; message?: string; Session?: string; AuthenticationResult?: AuthenticationResultType }

test('V22, V60: names of prototypes are names like others', async () => {
  const who = await world.makeTraveller('plain')
  const polluting = '"constructor":"canary","prototype":"canary","toString":"canary","__defineGetter__":"canary"'
  const post = async (operation: string, body: string) => {
    const response = await server.post(operation, body)
    const answer = (await response.json()) as Told
    return { status: response.status, ...answer }
  }
  const at = `"ClientId":"${who.clientId}","ClientMetadata":{${polluting}},"AnalyticsMetadata":{${polluting}}`
  const given = (more: string) => `{"USERNAME":"${who.username}",${more},${polluting}}`
  const byPassword = `{${at},"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":${given(`"PASSWORD":"${PASSWORD}"`)}}`
  const first = await post('InitiateAuth', byPassword)
  assert.equal(first.status, 200, first.message)
  const wrong = byPassword.replace(PASSWORD, 'wrong')
  assert.equal((await post('InitiateAuth', wrong)).__type, 'NotAuthorizedException')
  const custom = `{${at},"AuthFlow":"CUSTOM_AUTH","AuthParameters":${given('"CHALLENGE_NAME":"constructor"')}}`
  const { Session } = await post('InitiateAuth', custom)
  const answer = (ANSWER: string) =>
    `{${at},"ChallengeName":"CUSTOM_CHALLENGE","Session":"${Session}","ChallengeResponses":${given(`"ANSWER":"${ANSWER}"`)}}`
  const { AuthenticationResult } = await post('RespondToAuthChallenge', answer('right'))
  const { IdToken, AccessToken } = AuthenticationResult ?? {}
  for (const token of [IdToken, AccessToken]) assert.doesNotMatch(JSON.stringify(claimsOf(token ?? '')), /canary/)
  for (const name of ['constructor', 'toString', 'hasOwnProperty', '__defineGetter__']) {
    const odd = `{"ClientId":"${who.clientId}","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"${name}":"x"}}`
    assert.equal((await post('InitiateAuth', odd)).__type, 'InvalidParameterException', 'USERNAME is still missing')
    const asChallenge = `{"ClientId":"${who.clientId}","ChallengeName":"${name}","ChallengeResponses":{"USERNAME":"x"}}`
    assert.equal((await post('RespondToAuthChallenge', asChallenge)).__type, 'InvalidParameterException')
  }
  const proto = byPassword.replace('"constructor"', '"__proto__"')
  assert.equal((await post('InitiateAuth', proto)).__type, 'SerializationException')
  assert.equal(({} as { canary?: string }).canary, undefined)
  assert.equal(String({}), '[object Object]')
})
