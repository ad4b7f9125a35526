import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminInitiateAuthCommand, type AdminInitiateAuthCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool, makeUser, PASSWORD } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

const initiate = (input: Partial<AdminInitiateAuthCommandInput>, region?: string) =>
  server.client(region).send(
    new AdminInitiateAuthCommand({
      UserPoolId: '',
      ClientId: '',
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'jane', PASSWORD },
      ...input,
    }),
  )

test('both names of the flow, and refresh', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const names = { UserPoolId: poolId, ClientId: clientId }
  await initiate({ ...names, AuthFlow: 'ADMIN_NO_SRP_AUTH' })
  const { AuthenticationResult } = await initiate(names)
  const refreshed = await initiate({
    ...names,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
  })
  assert.equal(refreshed.AuthenticationResult?.RefreshToken, undefined)
  assert.ok(refreshed.AuthenticationResult?.IdToken)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  const stranger = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const bare = await makeClient(sdk, poolId, { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] })
  const names = { UserPoolId: poolId, ClientId: clientId }
  const rows: [string, Partial<AdminInitiateAuthCommandInput>, string, string][] = [
    [
      'an unknown pool',
      { ...names, UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      "another pool's client",
      { ...names, ClientId: stranger.clientId },
      'ResourceNotFoundException',
      `User pool client ${stranger.clientId} does not exist.`,
    ],
    [
      'a flow of users',
      { ...names, AuthFlow: 'USER_PASSWORD_AUTH' },
      'InvalidParameterException',
      'Initiate Auth method not supported.',
    ],
    [
      'a flow that is off',
      { UserPoolId: poolId, ClientId: bare.clientId },
      'InvalidParameterException',
      'Auth flow not enabled for this client',
    ],
    [
      'a wrong password',
      { ...names, AuthParameters: { USERNAME: 'jane', PASSWORD: 'wrong' } },
      'NotAuthorizedException',
      'Incorrect username or password.',
    ],
  ]
  for (const [name, input, error, message] of rows) {
    await t.test(name, () => assert.rejects(initiate(input), serviceError(error, message)))
  }
  await t.test('another Region', () =>
    assert.rejects(
      initiate(names, 'eu-west-1'),
      serviceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`),
    ),
  )
})

test('V18: unsigned, it is refused', async () => {
  const response = await server.post('AdminInitiateAuth', {})
  assert.equal(response.status, 400)
  assert.deepEqual(await response.json(), {
    __type: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  })
})
