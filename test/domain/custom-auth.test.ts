import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkCustomAuth, eventRounds, type Round, readChallenge, readDecision } from '../../src/domain/custom-auth.ts'
import type { LambdaConfig } from '../../src/domain/pool.ts'
import { readReply } from '../../src/domain/trigger-reply.ts'

const envelope = {
  version: '1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_x',
  userName: 'jane',
  callerContext: { awsSdkVersion: 'x', clientId: 'y' },
}
const responseOf = (response: unknown) => readReply({ ...envelope, response })
const serviceError = (name: string, message: string) => ({ name, message })
const unrecognizable = serviceError('InvalidLambdaResponseException', 'Unrecognizable lambda output')

describe('what a function gives back is the whole event', () => {
  const response = { answerCorrect: true }
  const whole = { ...envelope, response }
  const without = (name: string) => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name))
  const invalidJson = serviceError('InvalidLambdaResponseException', 'Invalid lambda function output : Invalid JSON')
  const cases: [what: string, reply: unknown, expected: typeof unrecognizable | undefined][] = [
    ['as it is', whole, undefined],
    ['with more in it', { ...whole, more: 1, request: 'gone' }, undefined],
    ['with nothing where a text was', { ...whole, userName: null, callerContext: null }, undefined],
    ['null', null, invalidJson],
    ['a text', 'text', unrecognizable],
    ['a list', [whole], unrecognizable],
    ...Object.keys(whole).map((name): [string, unknown, typeof unrecognizable] => [
      `without ${name}`,
      without(name),
      unrecognizable,
    ]),
    ['a version that is a number', { ...whole, version: 1 }, unrecognizable],
    ['a caller that is a text', { ...whole, callerContext: 'x' }, unrecognizable],
    ['a response of null', { ...whole, response: null }, unrecognizable],
    ['a response that is a list', { ...whole, response: [] }, unrecognizable],
    ['another case', { ...without('response'), Response: response }, unrecognizable],
  ]
  for (const [what, reply, expected] of cases) {
    test(what, () => {
      if (expected) assert.throws(() => readReply(reply), expected)
      else assert.deepEqual(readReply(reply), new Map([['answerCorrect', true]]))
    })
  }
})

describe('what DefineAuthChallenge decides', () => {
  const srp: Round[] = [{ challengeName: 'SRP_A', challengeResult: true }]
  const password: Round[] = [...srp, { challengeName: 'PASSWORD_VERIFIER', challengeResult: true }]
  const custom = { challengeName: 'CUSTOM_CHALLENGE' }
  const verifier = { challengeName: 'PASSWORD_VERIFIER' }
  const cases: [what: string, response: object, history: readonly Round[], expected: string][] = [
    ['tokens', { issueTokens: true }, [], 'tokens'],
    ['tokens, and a challenge beside them', { ...custom, issueTokens: true }, [], 'tokens'],
    ['failure', { failAuthentication: true }, password, 'fail'],
    ['failure and tokens at once', { issueTokens: true, failAuthentication: true }, password, 'fail'],
    ['a challenge', custom, password, 'CUSTOM_CHALLENGE'],
    [
      'a challenge with both flags',
      { ...custom, issueTokens: false, failAuthentication: null },
      [],
      'CUSTOM_CHALLENGE',
    ],
    ['a password after SRP_A', verifier, srp, 'PASSWORD_VERIFIER'],
    ['a password without SRP_A', verifier, [], 'unrecognizable'],
    ['a password once more', verifier, password, 'unrecognizable'],
    ['a challenge of the service’s own', { challengeName: 'SMS_MFA' }, password, 'unrecognizable'],
    ['a challenge in lower case', { challengeName: 'custom_challenge' }, [], 'unrecognizable'],
    ['nothing', {}, [], 'unrecognizable'],
    ['nothing but falsehood', { issueTokens: false, failAuthentication: false }, [], 'unrecognizable'],
    ['tokens as a text', { issueTokens: 'true' }, [], 'unrecognizable'],
    ['failure as a number', { ...custom, failAuthentication: 1 }, [], 'unrecognizable'],
    ['a challenge that is no text', { challengeName: ['CUSTOM_CHALLENGE'] }, [], 'unrecognizable'],
    ['tokens by a prototype', JSON.parse('{"__proto__":{"issueTokens":true}}'), [], 'unrecognizable'],
  ]
  for (const [what, response, history, expected] of cases) {
    test(what, () => {
      const decide = () => readDecision(responseOf(response), history)
      if (expected === 'unrecognizable') return assert.throws(decide, unrecognizable)
      const decision = decide()
      assert.equal(decision.kind === 'challenge' ? decision.name : decision.kind, expected)
    })
  }
})

describe('what CreateAuthChallenge makes', () => {
  test('is parameters and metadata', () => {
    const response = {
      publicChallengeParameters: { question: '?', none: null },
      privateChallengeParameters: { answer: '!' },
      challengeMetadata: 'M',
    }
    const { publicParameters, privateParameters, metadata } = readChallenge(responseOf(response))
    assert.deepEqual({ ...publicParameters }, { question: '?' })
    assert.deepEqual({ ...privateParameters }, { answer: '!' })
    assert.equal(metadata, 'M')
  })

  test('may be nothing', () => {
    const nothing = { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null }
    for (const response of [nothing, {}]) {
      const { publicParameters, privateParameters, metadata } = readChallenge(responseOf(response))
      assert.deepEqual([{ ...publicParameters }, { ...privateParameters }, metadata], [{}, {}, undefined])
    }
  })

  test('V60 may be named like members of every object', () => {
    const names = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}')
    const { publicParameters } = readChallenge(responseOf({ publicChallengeParameters: names }))
    assert.deepEqual(Object.entries(publicParameters), Object.entries(names))
    assert.equal(({} as { a?: string }).a, undefined)
  })

  const cases: [what: string, response: object][] = [
    ['numbers', { publicChallengeParameters: { a: 1 } }],
    ['deeper objects', { privateChallengeParameters: { a: {} } }],
    ['a list', { publicChallengeParameters: ['a'] }],
    ['a text', { publicChallengeParameters: 'a' }],
    ['metadata that is no text', { challengeMetadata: {} }],
    ['more than a Session should carry', { privateChallengeParameters: { a: 'x'.repeat(65_536) } }],
  ]
  for (const [what, response] of cases) {
    test(`is not ${what}`, () => assert.throws(() => readChallenge(responseOf(response)), unrecognizable))
  }
})

test('the rounds of an event say null where there is no metadata', () => {
  const history: Round[] = [
    { challengeName: 'SRP_A', challengeResult: true },
    { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'M' },
  ]
  assert.deepEqual(eventRounds(history), [
    { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null },
    { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'M' },
  ])
})

test('a pool needs all three triggers', () => {
  const all: LambdaConfig = { defineAuthChallenge: 'a', createAuthChallenge: 'a', verifyAuthChallengeResponse: 'a' }
  const check = (lambdaConfig: LambdaConfig) => checkCustomAuth({ settings: { lambdaConfig } } as never)
  check(all)
  for (const missing of Object.keys(all)) {
    const config = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing))
    const text = 'Custom auth lambda trigger is not configured for the user pool.'
    assert.throws(() => check(config), serviceError('InvalidParameterException', text))
  }
})
