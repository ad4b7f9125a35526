import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD } from '../fixture.ts'
import { customAuthTriggers, lambdaArn, makeFunctions } from '../functions.ts'
import { serviceError, startTestServer, useServer } from '../harness.ts'

const functions = makeFunctions({ throws: { module: 'odd.js', handler: 'throws' } })
after(() => functions.remove())

type Custom = { sdk: CognitoIdentityProviderClient; poolId: string; clientId: string; hidingClientId: string }
const custom = {} as Custom
const FLOWS = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const] }
const GENERIC = serviceError('NotAuthorizedException', 'Incorrect username or password.')

const server = useServer(functions.environment, 'dev', async (started) => {
  const sdk = started.client()
  const pool = { LambdaConfig: customAuthTriggers, AliasAttributes: ['email' as const] }
  const { poolId, clientId } = await makePool(sdk, pool, FLOWS)
  const hiding = await makeClient(sdk, poolId, { ...FLOWS, PreventUserExistenceErrors: 'ENABLED' })
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  Object.assign(custom, { sdk, poolId, clientId, hidingClientId: hiding.clientId })
})

const begin = (username = 'jane', clientId = custom.clientId, parameters: Record<string, string> = {}) =>
  custom.sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME: username, ...parameters },
      ClientMetadata: { of: 'the start' },
    }),
  )

const answer = (
  Session: string | undefined,
  ANSWER: string,
  { username = 'jane', clientId = custom.clientId, metadata = undefined as Record<string, string> | undefined } = {},
) =>
  custom.sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session,
      ChallengeResponses: { USERNAME: username, ANSWER },
      ...(metadata && { ClientMetadata: metadata }),
    }),
  )

describe('a custom sign-in', () => {
  test('asks what the functions make, and gives tokens for what they find right', async () => {
    const first = await begin()
    assert.equal(first.ChallengeName, 'CUSTOM_CHALLENGE')
    assert.deepEqual(first.ChallengeParameters, { question: 'Round 1', USERNAME: 'jane' })
    const { AuthenticationResult } = await answer(first.Session, 'right')
    assert.equal(claimsOf(AuthenticationResult?.IdToken ?? '')['cognito:username'], 'jane')
    assert.ok(AuthenticationResult?.RefreshToken)
  })

  test('goes on after a wrong answer, as the functions want', async () => {
    const first = await begin()
    const second = await answer(first.Session, 'wrong')
    assert.deepEqual(second.ChallengeParameters, { question: 'Round 2', USERNAME: 'jane' })
    const { AuthenticationResult } = await answer(second.Session, 'right')
    assert.ok(AuthenticationResult?.AccessToken)
  })

  test('shows the functions what the service shows them', async () => {
    const before = functions.events().length
    const first = await begin('jane@example.com')
    const second = await answer(first.Session, 'wrong', { metadata: { why: 'not' } })
    await answer(second.Session, 'right')
    const events = functions.events().slice(before)
    const sources = ['Define', 'Create', 'Verify', 'Define', 'Create', 'Verify', 'Define']
    assert.deepEqual(
      events.map(({ triggerSource }) => triggerSource.replace(/Auth.*/, '')),
      sources,
    )
    const sub = claimsOf((await tokens()).id).sub
    const userAttributes = {
      sub,
      'cognito:user_status': 'CONFIRMED',
      'cognito:email_alias': 'jane@example.com',
      email: 'jane@example.com',
      email_verified: 'true',
    }
    const round = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'ROUND_1' }
    const requests = [
      { userAttributes, session: [] },
      { userAttributes, challengeName: 'CUSTOM_CHALLENGE', session: [] },
      {
        userAttributes,
        privateChallengeParameters: { answer: 'right' },
        challengeAnswer: 'wrong',
        clientMetadata: { why: 'not' },
      },
      { userAttributes, session: [round], clientMetadata: { why: 'not' } },
      { userAttributes, challengeName: 'CUSTOM_CHALLENGE', session: [round], clientMetadata: { why: 'not' } },
      { userAttributes, privateChallengeParameters: { answer: 'right' }, challengeAnswer: 'right' },
      {
        userAttributes,
        session: [round, { ...round, challengeResult: true, challengeMetadata: 'ROUND_2' }],
      },
    ]
    assert.deepEqual(
      events.map(({ request }) => request),
      requests,
    )
    const { request: _, response, ...envelope } = events[0] ?? {}
    assert.deepEqual(envelope, {
      version: '1',
      region: 'us-east-1',
      userPoolId: custom.poolId,
      userName: 'jane',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: custom.clientId },
      triggerSource: 'DefineAuthChallenge_Authentication',
    })
    assert.deepEqual(response, { challengeName: null, issueTokens: null, failAuthentication: null })
  })

  test('comes after the password where the client begins with it', async () => {
    const before = functions.events().length
    await new Promise<CognitoUserSession>((resolve, reject) => {
      const pool = new CognitoUserPool({ UserPoolId: custom.poolId, ClientId: custom.clientId, endpoint: server.url })
      const user = new CognitoUser({ Username: 'jane', Pool: pool })
      user.setAuthenticationFlowType('CUSTOM_AUTH')
      const callbacks = {
        onSuccess: resolve,
        onFailure: reject,
        customChallenge: () => user.sendCustomChallengeAnswer('right', callbacks),
      }
      user.authenticateUser(new AuthenticationDetails({ Username: 'jane', Password: PASSWORD }), callbacks)
    })
    const sessions = functions
      .events()
      .slice(before)
      .filter(({ triggerSource }) => triggerSource.startsWith('Define'))
      .map(({ request }) => request.session as { challengeName: string }[])
    assert.deepEqual(
      sessions.map((session) => session.map(({ challengeName }) => challengeName)),
      [['SRP_A'], ['SRP_A', 'PASSWORD_VERIFIER'], ['SRP_A', 'PASSWORD_VERIFIER', 'CUSTOM_CHALLENGE']],
    )
  })
})

const tokens = async () => {
  const first = await begin()
  const { AuthenticationResult } = await answer(first.Session, 'right')
  return { id: AuthenticationResult?.IdToken ?? '' }
}

describe('a custom sign-in ends', () => {
  test('when the functions say so, and its Session with it', async () => {
    let { Session } = await begin()
    for (let round = 1; round < 3; round++) Session = (await answer(Session, 'wrong')).Session
    await assert.rejects(answer(Session, 'wrong'), GENERIC)
    await assert.rejects(
      answer(Session, 'right'),
      serviceError('NotAuthorizedException', 'Invalid session for the user.'),
    )
  })

  test('with tokens, and its Session with it', async () => {
    const { Session } = await begin()
    await answer(Session, 'right')
    await assert.rejects(
      answer(Session, 'right'),
      serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
    )
  })

  test('for answers in parallel to one Session, of which one is judged', async () => {
    const { Session } = await begin()
    const before = functions.events().length
    const guesses = ['a', 'b', 'c', 'd', 'right', 'e', 'f', 'g']
    await Promise.allSettled(guesses.map((guess) => answer(Session, guess)))
    const judged = functions
      .events()
      .slice(before)
      .filter(({ triggerSource }) => triggerSource.startsWith('Verify'))
    assert.equal(judged.length, 1)
  })

  test('for a name that nobody has, whatever the functions say', async () => {
    const at = { username: 'nobody', clientId: custom.hidingClientId }
    const before = functions.events().length
    const first = await begin(at.username, at.clientId)
    assert.equal(first.ChallengeName, 'CUSTOM_CHALLENGE')
    await assert.rejects(answer(first.Session, 'right', at), GENERIC)
    for (const { request } of functions.events().slice(before)) {
      assert.deepEqual([request.userNotFound, request.userAttributes], [true, {}])
    }
    await assert.rejects(begin('nobody'), serviceError('UserNotFoundException', 'User does not exist.'))
  })
})

describe('a custom sign-in is refused:', () => {
  const failing = (LambdaConfig: Partial<typeof customAuthTriggers>) => async () => {
    const { clientId } = await makePool(
      custom.sdk,
      { LambdaConfig },
      { ...FLOWS, PreventUserExistenceErrors: 'ENABLED' },
    )
    return begin('nobody', clientId)
  }
  const triggers = { ...customAuthTriggers }
  const cases: [why: string, sign: () => Promise<unknown>, error: string, message: string][] = [
    [
      'the pool lacks a trigger',
      failing({ DefineAuthChallenge: triggers.DefineAuthChallenge }),
      'InvalidParameterException',
      'Custom auth lambda trigger is not configured for the user pool.',
    ],
    [
      'a function refuses',
      failing({ ...triggers, DefineAuthChallenge: lambdaArn('throws') }),
      'UserLambdaValidationException',
      'DefineAuthChallenge failed with error not today.',
    ],
    [
      'a function is not there',
      failing({ ...triggers, CreateAuthChallenge: lambdaArn('none') }),
      'UnexpectedLambdaException',
      'CreateAuthChallenge invocation failed due to error ResourceNotFoundException.',
    ],
  ]
  for (const [why, sign, error, message] of cases) {
    test(why, () => assert.rejects(sign, serviceError(error, message)))
  }
})

test('V22 ClientMetadata decides nothing by itself, and reaches no token', async () => {
  const first = await begin()
  const metadata = { issueTokens: 'true', answerCorrect: 'true', sub: 'other', __proto__x: 'y' }
  const second = await answer(first.Session, 'wrong', { metadata })
  assert.equal(second.AuthenticationResult, undefined)
  const { AuthenticationResult } = await answer(second.Session, 'right', { metadata })
  for (const token of [AuthenticationResult?.IdToken, AuthenticationResult?.AccessToken]) {
    const claims = claimsOf(token ?? '')
    assert.notEqual(claims.sub, 'other')
    assert.ok(!('issueTokens' in claims || 'answerCorrect' in claims || '__proto__x' in claims))
  }
})

test('a function sees the user as it is now', async () => {
  const first = await begin()
  const UserAttributes = [{ Name: 'name', Value: 'Jane' }]
  await custom.sdk.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId: custom.poolId, Username: 'jane', UserAttributes }),
  )
  await custom.sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: custom.poolId, Username: 'jane' }))
  await answer(first.Session, 'right')
  const { userAttributes = {} } = functions.events().at(-1)?.request ?? {}
  const { name, 'cognito:token_nbf': signedOutAt } = userAttributes as Record<string, string>
  assert.equal(name, 'Jane')
  assert.match(String(signedOutAt), /^\d{13}$/)
})

test('a list of functions that is wrong stops the server’s start', async () => {
  await assert.rejects(startTestServer({ CENOTE_FUNCTIONS: '/none.json' }), {
    mistakes: ['CENOTE_FUNCTIONS: cannot read /none.json (ENOENT)'],
  })
})
