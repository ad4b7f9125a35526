import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import type { Context } from '../../src/context.ts'
import type { Round } from '../../src/domain/custom-auth.ts'
import type { LambdaConfig } from '../../src/domain/pool.ts'
import {
  type CustomSignIn,
  createAuthChallenge,
  defineAuthChallenge,
  verifyAuthChallenge,
} from '../../src/flows/triggers/custom-auth.ts'
import { openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn, makeFunctions } from '../functions.ts'
import { startLoopback } from '../outbound/loopback.ts'

const odd = ['echo', 'nothing', 'silent', 'throws', 'exits', 'circular', 'prototype', 'loop']
const files = makeFunctions(Object.fromEntries(odd.map((handler) => [handler, { module: 'odd.js', handler }])))
const log: string[] = []
const line = (fields: object, message: string) => void log.push(`${message} ${JSON.stringify(fields)}`)
const functions = openFunctions(
  { mode: 'serve', functionsFile: files.file, maxReplyBytes: 2000 },
  { debug: line, warn: line },
)
/** For functions that do not answer: nothing that has to answer is given so little time. */
const impatient = openFunctions(
  { mode: 'serve', functionsFile: files.file, timeLimit: 1000 },
  { debug: line, warn: line },
)
const contextOf = (given: typeof functions) =>
  ({ outbound: { functions: given }, log: { debug: line, warn: line } }) as unknown as Context // all that triggers need
const ctx = contextOf(functions)

after(async () => {
  await functions.close()
  await impatient.close()
  files.remove()
})

const triggers: LambdaConfig = {
  defineAuthChallenge: lambdaArn('define'),
  createAuthChallenge: lambdaArn('create'),
  verifyAuthChallengeResponse: lambdaArn('verify'),
}

/** Jane, who signs in; `lambdaConfig` replaces functions. */
const signIn = (given: Partial<CustomSignIn> = {}, lambdaConfig: LambdaConfig = {}, hides = false): CustomSignIn =>
  ({
    pool: {
      id: 'us-east-1_TestPool1',
      region: 'us-east-1',
      settings: { lambdaConfig: { ...triggers, ...lambdaConfig }, aliasAttributes: ['email'] },
    },
    client: { id: 'client1', settings: { preventUserExistenceErrors: hides ? 'ENABLED' : 'LEGACY' } },
    user: {
      username: 'jane',
      sub: 'the-sub',
      status: 'CONFIRMED',
      signedOutAt: 0,
      attributes: new Map([
        ['email', 'jane@example.com'],
        ['email_verified', 'true'],
      ]),
    },
    isKnown: true,
    via: { origin: { ipAddress: '192.0.2.1', userAgent: 'aws-sdk-nodejs/2.856.0 linux/v14' }, metadata: undefined },
    ...given,
  }) as unknown as CustomSignIn

const via = (metadata: Record<string, string>) => ({ ...signIn().via, metadata })
const history: Round[] = [
  { challengeName: 'SRP_A', challengeResult: true },
  { challengeName: 'PASSWORD_VERIFIER', challengeResult: true },
  { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'ROUND_1' },
]
const session = history.map((round) => ({ ...round, challengeMetadata: round.challengeMetadata ?? null }))

describe('the events are those of the service:', () => {
  const userAttributes = {
    sub: 'the-sub',
    'cognito:user_status': 'CONFIRMED',
    'cognito:email_alias': 'jane@example.com',
    email: 'jane@example.com',
    email_verified: 'true',
  }
  const envelope = {
    version: '1',
    region: 'us-east-1',
    userPoolId: 'us-east-1_TestPool1',
    userName: 'jane',
    callerContext: { awsSdkVersion: 'aws-sdk-nodejs-2.856.0', clientId: 'client1' },
  }
  const define = {
    ...envelope,
    triggerSource: 'DefineAuthChallenge_Authentication',
    request: { userAttributes, session },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  }
  const cases: [what: string, call: () => Promise<unknown>, expected: object][] = [
    ['DefineAuthChallenge', () => defineAuthChallenge(ctx, { ...signIn(), history }), define],
    [
      'DefineAuthChallenge at the start',
      () => defineAuthChallenge(ctx, { ...signIn(), history: [] }),
      { ...define, request: { userAttributes, session: [] } },
    ],
    [
      'with ClientMetadata',
      () => defineAuthChallenge(ctx, { ...signIn({ via: via({ a: 'b' }) }), history }),
      { ...define, request: { userAttributes, session, clientMetadata: { a: 'b' } } },
    ],
    [
      'of a client that hides who exists',
      () => defineAuthChallenge(ctx, { ...signIn({}, {}, true), history }),
      { ...define, request: { userAttributes, session, userNotFound: false } },
    ],
    [
      'of somebody who does not exist',
      () => defineAuthChallenge(ctx, { ...signIn({ isKnown: false }, {}, true), history }),
      { ...define, request: { userAttributes: {}, session, userNotFound: true } },
    ],
    [
      'CreateAuthChallenge',
      () => createAuthChallenge(ctx, { ...signIn(), history }),
      {
        ...envelope,
        triggerSource: 'CreateAuthChallenge_Authentication',
        request: { userAttributes, challengeName: 'CUSTOM_CHALLENGE', session },
        response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
      },
    ],
    [
      'VerifyAuthChallengeResponse',
      () => verifyAuthChallenge(ctx, { ...signIn(), privateParameters: { answer: 'right' }, answer: 'wrong' }),
      {
        ...envelope,
        triggerSource: 'VerifyAuthChallengeResponse_Authentication',
        request: { userAttributes, privateChallengeParameters: { answer: 'right' }, challengeAnswer: 'wrong' },
        response: { answerCorrect: null },
      },
    ],
  ]
  for (const [what, call, expected] of cases) {
    test(what, async () => {
      await call()
      assert.deepEqual(files.events().at(-1), expected)
    })
  }
})

describe('what the functions answer', () => {
  const answering = (define: object, isKnown = true) =>
    defineAuthChallenge(ctx, {
      ...signIn({ via: via({ define: JSON.stringify(define) }), isKnown }, {}, !isKnown),
      history,
    })

  test('decides what comes next', async () => {
    assert.deepEqual(await answering({ issueTokens: true }), { kind: 'tokens' })
    assert.deepEqual(await answering({ failAuthentication: true }), { kind: 'fail' })
    assert.deepEqual(await answering({ challengeName: 'CUSTOM_CHALLENGE' }), {
      kind: 'challenge',
      name: 'CUSTOM_CHALLENGE',
    })
  })

  test('gives nobody tokens in the name of a user who does not exist', async () => {
    assert.deepEqual(await answering({ issueTokens: true }, false), { kind: 'fail' })
  })

  test('ends a sign-in that goes on without end', async () => {
    const endless = Array.from({ length: 101 }, () => ({ challengeName: 'CUSTOM_CHALLENGE', challengeResult: false }))
    assert.deepEqual(await defineAuthChallenge(ctx, { ...signIn(), history: endless }), { kind: 'fail' })
  })

  test('makes a challenge', async () => {
    const { publicParameters, privateParameters, metadata } = await createAuthChallenge(ctx, { ...signIn(), history })
    assert.deepEqual(
      [{ ...publicParameters }, { ...privateParameters }, metadata],
      [{ question: 'Round 4' }, { answer: 'right' }, 'ROUND_4'],
    )
  })

  test('judges an answer, and what it says nothing of is wrong', async () => {
    const judge = (answer: string, config: LambdaConfig = {}) =>
      verifyAuthChallenge(ctx, { ...signIn({}, config), privateParameters: { answer: 'right' }, answer })
    assert.equal(await judge('right'), true)
    assert.equal(await judge('wrong'), false)
    assert.equal(await judge('right', { verifyAuthChallengeResponse: lambdaArn('echo') }), false)
  })
})

describe('a trigger fails with the service’s error:', () => {
  const cases: [what: string, name: string, error: string, message: string][] = [
    ['its own error', 'throws', 'UserLambdaValidationException', 'DefineAuthChallenge failed with error not today.'],
    [
      'it ends its process',
      'exits',
      'UserLambdaValidationException',
      'DefineAuthChallenge failed with error Runtime exited with error: exit status 3.',
    ],
    ...['nothing', 'circular'].map((name): [string, string, string, string] => [
      name,
      name,
      'InvalidLambdaResponseException',
      'Invalid lambda function output : Invalid JSON',
    ]),
    ...['echo', 'prototype'].map((name): [string, string, string, string] => [
      name,
      name,
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ]),
    [
      'nobody has configured it',
      'unheard-of',
      'UnexpectedLambdaException',
      'DefineAuthChallenge invocation failed due to error ResourceNotFoundException.',
    ],
  ]
  for (const [what, name, error, message] of cases) {
    test(what, async () => {
      const failing = signIn({}, { defineAuthChallenge: lambdaArn(name) })
      await assert.rejects(defineAuthChallenge(ctx, { ...failing, history: [] }), { name: error, message })
    })
  }

  for (const name of ['silent', 'loop']) {
    test(name, async () => {
      const failing = signIn({}, { defineAuthChallenge: lambdaArn(name) })
      await assert.rejects(defineAuthChallenge(contextOf(impatient), { ...failing, history: [] }), {
        name: 'UnexpectedLambdaException',
        message: 'DefineAuthChallenge invocation failed due to error Socket timeout while invoking Lambda function.',
      })
    })
  }

  test('a pool that lacks one of the three', async () => {
    const { createAuthChallenge: _, ...some } = triggers
    const lacking = signIn()
    const pool = { ...lacking.pool, settings: { ...lacking.pool.settings, lambdaConfig: some } }
    await assert.rejects(defineAuthChallenge(ctx, { ...lacking, pool, history: [] }), {
      name: 'InvalidParameterException',
      message: 'Custom auth lambda trigger is not configured for the user pool.',
    })
  })

  test('with a line in the log that names the function and the trigger', () => {
    const entries = log.filter((entry) => entry.includes('unheard-of'))
    assert.match(entries.join('\n'), /CENOTE_FUNCTIONS does not say/)
    assert.match(entries.join('\n'), /a trigger has failed.*DefineAuthChallenge/)
  })
})

test('a function that takes too long is tried three times, one with an error of its own once', async () => {
  // At an endpoint, which is there at once and counts what it was asked: no module has to be loaded in time.
  const unanswered: Record<string, number> = { '/twice': 2, '/ever': 9 }
  const endpoint = await startLoopback((response, { path, body }) => {
    if (path === '/complaint') {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{}')
      return
    }
    const asked = endpoint.received.filter((request) => request.path === path).length
    if (asked <= (unanswered[path] ?? 0)) return
    const event = JSON.parse(body) as object
    response.end(JSON.stringify({ ...event, response: { challengeName: 'CUSTOM_CHALLENGE' } }))
  })
  const names = ['twice', 'ever', 'complaint']
  const list = files.path('endpoint.json')
  writeFileSync(
    list,
    JSON.stringify(Object.fromEntries(names.map((name) => [name, { url: `${endpoint.url}/${name}` }]))),
  )
  const asked = openFunctions(
    { mode: 'serve', functionsFile: list, functionsSecret: 'sixteen characters', timeLimit: 1500 },
    { debug: line, warn: line },
  )
  const tries = async (name: string) => {
    const flaky = signIn({}, { defineAuthChallenge: lambdaArn(name) })
    const given = { ...flaky, history: [] }
    const outcome = await defineAuthChallenge(contextOf(asked), given).catch((error: Error) => error)
    const calls = endpoint.received.filter(({ path }) => path === `/${name}`).length
    return `${outcome instanceof Error ? outcome.name : outcome.kind} after ${calls}`
  }
  assert.deepEqual(await Promise.all(names.map(tries)), [
    'challenge after 3',
    'UnexpectedLambdaException after 3',
    'UserLambdaValidationException after 1',
  ])
  await asked.close()
  endpoint.close()
})
