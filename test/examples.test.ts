import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser } from './fixture.ts'
import { lambdaArn } from './functions.ts'
import { serviceError, useServer } from './harness.ts'

const CENOTE_FUNCTIONS = join(import.meta.dirname, '../examples/triggers/functions.json')
const server = useServer({ CENOTE_FUNCTIONS })

/** The code that the example has printed last. */
const printedCode = async () => {
  for (let tries = 0; tries < 1000; tries++) {
    const code = server.log.map((line) => /the code for jane@example\.com is (\d{6})/.exec(line)?.[1])
    const last = code.findLast((found) => found !== undefined)
    if (last) return last
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('The example has printed no code')
}

test('examples/triggers sign users in by a code that is sent once, with three tries', async () => {
  const sdk = server.client()
  const LambdaConfig = {
    DefineAuthChallenge: lambdaArn('define-auth-challenge'),
    CreateAuthChallenge: lambdaArn('create-auth-challenge'),
    VerifyAuthChallengeResponse: lambdaArn('verify-auth-challenge-response'),
  }
  const flows = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const] }
  const { poolId, clientId } = await makePool(sdk, { LambdaConfig }, flows)
  await makeUser(sdk, poolId, 'jane')
  const UserAttributes = [{ Name: 'email', Value: 'jane@example.com' }]
  await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes }))
  const begin = async () => {
    const AuthParameters = { USERNAME: 'jane' }
    return sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters }))
  }
  const answer = (Session: string | undefined, ANSWER: string) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session,
        ChallengeResponses: { USERNAME: 'jane', ANSWER },
      }),
    )

  const first = await begin()
  assert.deepEqual(first.ChallengeParameters, { medium: 'EMAIL', USERNAME: 'jane' })
  const code = await printedCode()
  const second = await answer(first.Session, 'wrong')
  assert.ok((await answer(second.Session, code)).AuthenticationResult?.AccessToken)
  assert.equal(server.log.filter((line) => line.includes('the code for')).length, 1)

  let { Session } = await begin()
  for (let round = 1; round < 3; round++) Session = (await answer(Session, 'wrong')).Session
  await assert.rejects(answer(Session, 'wrong'), serviceError('NotAuthorizedException'))
})
