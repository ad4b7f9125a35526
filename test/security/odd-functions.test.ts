import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { makePool, makeUser } from '../fixture.ts'
import { lambdaArn, makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'

const functions = makeFunctions({ evil: { module: './evil.js', handler: 'evil' } })
after(() => functions.remove())
let clientId = ''
const server = useServer(functions.environment, 'dev', async (started) => {
  const sdk = started.client()
  const evil = lambdaArn('evil')
  const made = await makePool(
    sdk,
    { LambdaConfig: { DefineAuthChallenge: evil, CreateAuthChallenge: evil, VerifyAuthChallengeResponse: evil } },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
  )
  clientId = made.clientId
  await makeUser(sdk, made.poolId, 'jane')
})

type Answer = {
  __type?: string
  message?: string
  Session?: string
  ChallengeParameters?: Record<string, string>
  AuthenticationResult?: object
}

const ask = async (operation: string, input: object) => {
  const response = await server.post(operation, { ClientId: clientId, ...input })
  return { status: response.status, text: response, body: (await response.json()) as Answer }
}

/** Answers the first challenge of a sign-in in which one function then replies so. */
const answerWith = async (source: string, reply: string) => {
  const { body } = await ask('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: 'jane' } })
  return ask('RespondToAuthChallenge', {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: body.Session,
    ChallengeResponses: { USERNAME: 'jane', ANSWER: 'x' },
    ClientMetadata: { reply: `{"source":"${source}",${reply}}` },
  })
}

const DEFINE = 'DefineAuthChallenge_Authentication'
const CREATE = 'CreateAuthChallenge_Authentication'
const VERIFY = 'VerifyAuthChallengeResponse_Authentication'
const REFUSED = 'InvalidLambdaResponseException'
const ASKED = undefined
const long = (characters: number) => JSON.stringify('x'.repeat(characters))

/** What a function replies, as JSON text, and the error that comes of it, if any. */
const rows: [name: string, source: string, reply: string, error: string | undefined][] = [
  ['a challenge of the service', DEFINE, '"response":{"challengeName":"NEW_PASSWORD_REQUIRED"}', REFUSED],
  ['a setting up', DEFINE, '"response":{"challengeName":"MFA_SETUP"}', REFUSED],
  ['a device’s proof', DEFINE, '"response":{"challengeName":"DEVICE_PASSWORD_VERIFIER"}', REFUSED],
  ['a password late', DEFINE, '"response":{"challengeName":"PASSWORD_VERIFIER"}', REFUSED],
  ['a challenge called __proto__', DEFINE, '"response":{"challengeName":"__proto__"}', REFUSED],
  ['nothing', DEFINE, '"response":{}', REFUSED],
  ['tokens as a text', DEFINE, '"response":{"issueTokens":"true"}', REFUSED],
  ['tokens as a number', DEFINE, '"response":{"issueTokens":1}', REFUSED],
  ['tokens by the prototype', DEFINE, '"response":{"__proto__":{"issueTokens":true}}', REFUSED],
  ['tokens and failure', DEFINE, '"response":{"issueTokens":true,"failAuthentication":true}', 'NotAuthorizedException'],
  ['right, as a text', VERIFY, '"response":{"answerCorrect":"true"}', REFUSED],
  ['right, by the prototype', VERIFY, '"response":{"__proto__":{"answerCorrect":true}}', ASKED],
  ['parameters that are a list', CREATE, '"response":{"publicChallengeParameters":["x"]}', REFUSED],
  ['parameters that hold objects', CREATE, '"response":{"privateChallengeParameters":{"a":{"b":"c"}}}', REFUSED],
  ['a prototype', CREATE, '"response":{"publicChallengeParameters":{"__proto__":{"polluted":"x"}}}', REFUSED],
  ['names of prototypes', CREATE, '"response":{"publicChallengeParameters":{"__proto__":"x","toString":"y"}}', ASKED],
  ['private names of prototypes', CREATE, '"response":{"privateChallengeParameters":{"__proto__":"x"}}', ASKED],
  ['another’s name', CREATE, '"response":{"publicChallengeParameters":{"USERNAME":"john"}}', ASKED],
  [
    'no text',
    CREATE,
    '"response":{"publicChallengeParameters":{"a":"\\u0000\\ud800"},"challengeMetadata":"\\u0000"}',
    ASKED,
  ],
  ['much', CREATE, `"response":{"privateChallengeParameters":{"a":${long(50_000)}}}`, ASKED],
  ['too much', CREATE, `"response":{"privateChallengeParameters":{"a":${long(70_000)}}}`, REFUSED],
  ['metadata that is an object', CREATE, '"response":{"challengeMetadata":{}}', REFUSED],
  [
    'an error of many lines',
    CREATE,
    '"throws":"a\\r\\nx-evil: 1\\r\\n\\r\\n\\u0000\\ud800é"',
    'UserLambdaValidationException',
  ],
  ['a long error', VERIFY, `"throws":${long(100_000)}`, 'UserLambdaValidationException'],
]

describe('V21, V60: a function answers', () => {
  for (const [name, source, reply, error] of rows) {
    test(`${name}, in ${source}`, async () => {
      const { status, text, body } = await answerWith(source, reply)
      assert.equal(body.__type, error)
      assert.equal(status, error ? 400 : 200)
      assert.equal(body.AuthenticationResult, undefined)
      assert.equal(text.headers.get('x-evil'), null)
      assert.equal(({} as { polluted?: string }).polluted, undefined)
      if (error) return
      assert.equal(body.ChallengeParameters?.USERNAME, 'jane')
      assert.ok((body.Session?.length ?? 0) <= 2048)
      // It goes on from there, whatever has to be remembered.
      const next = await ask('RespondToAuthChallenge', {
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: body.Session,
        ChallengeResponses: { USERNAME: 'jane', ANSWER: 'x' },
        ClientMetadata: { reply: `{"source":"${DEFINE}","response":{"issueTokens":true}}` },
      })
      assert.ok(next.body.AuthenticationResult, next.body.message)
    })
  }

  test('and nothing of that is the server’s error', () => {
    assert.deepEqual(
      server.log.filter((line) => line.includes('"level":"error"')),
      [],
    )
  })
})
