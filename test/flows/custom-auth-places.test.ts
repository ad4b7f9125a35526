import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { TriggerEvent } from '../../src/domain/trigger-event.ts'
import { claimsOf, makePool, makeUser } from '../fixture.ts'
import { customAuthTriggers, lambdaArn, makeFunctions } from '../functions.ts'
import { startTestServer } from '../harness.ts'
import { startLambdaRuntime } from '../lambda-runtime.ts'
import { startLoopback } from '../outbound/loopback.ts'

const files = makeFunctions()
after(() => files.remove())

test('a sign-in whose functions are a module, at an HTTP endpoint and in AWS Lambda', async () => {
  const runtime = await startLambdaRuntime({ define: { file: files.path('custom-auth.js'), handler: 'define' } })
  const endpoint = await startLoopback((response, { body }) => {
    const { request, ...event } = JSON.parse(body) as TriggerEvent
    const answerCorrect = request.challengeAnswer === 'right'
    response.end(JSON.stringify({ ...event, request, response: { answerCorrect } }))
  })
  const list = { create: { module: './custom-auth.js', handler: 'create' }, verify: { url: endpoint.url } }
  writeFileSync(files.path('places.json'), JSON.stringify(list))
  const server = await startTestServer({
    CENOTE_FUNCTIONS: files.path('places.json'),
    CENOTE_FUNCTIONS_SECRET: 'sixteen characters',
    CENOTE_LAMBDA: runtime.url,
  })
  try {
    const sdk = server.client()
    const client = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH' as const] }
    const { poolId, clientId } = await makePool(sdk, { LambdaConfig: customAuthTriggers }, client)
    await makeUser(sdk, poolId, 'jane')
    const { Session } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME: 'jane' },
      }),
    )
    const { AuthenticationResult } = await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session,
        ChallengeResponses: { USERNAME: 'jane', ANSWER: 'right' },
      }),
    )
    assert.equal(claimsOf(AuthenticationResult?.IdToken ?? '')['cognito:username'], 'jane')
    assert.deepEqual(
      runtime.invocations.map(({ name }) => name),
      ['define', 'define'],
    )
    assert.deepEqual(
      endpoint.received.map(({ headers }) => headers['cenote-function']),
      [lambdaArn('verify')],
    )
  } finally {
    await server.stop()
    await runtime.close()
    endpoint.close()
  }
})
