import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()
const NEW_PASSWORD = 'Battery-staple-7'

const begin = async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'jane',
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    }),
  )
  const { Session } = await sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'jane', PASSWORD },
    }),
  )
  const respond = (pool: string, client: string) =>
    sdk.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: pool,
        ClientId: client,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'jane', NEW_PASSWORD },
      }),
    )
  return { sdk, poolId, clientId, respond }
}

test('a new password in place of a temporary one', async () => {
  const { sdk, poolId, clientId, respond } = await begin()
  const { AuthenticationResult } = await respond(poolId, clientId)
  assert.ok(AuthenticationResult?.RefreshToken)
  await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
})

test('V18: a Session of one pool is worth nothing in another, even for a user of the same name', async () => {
  const { respond } = await begin()
  const other = await begin()
  await assert.rejects(
    respond(other.poolId, other.clientId),
    serviceError('NotAuthorizedException', 'Invalid session for the user.'),
  )
})

test('V18: unsigned, it is refused', async () => {
  const response = await server.post('AdminRespondToAuthChallenge', {})
  assert.equal(((await response.json()) as { __type: string }).__type, 'MissingAuthenticationTokenException')
})
