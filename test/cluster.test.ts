/** Two servers on one database: what one of them did, the other knows at once. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserPoolSessionConfigurationCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Cluster, onPostgres, startCluster } from './cluster/nodes.ts'
import { makeClient, makePool, makeUser, PASSWORD, signIn } from './fixture.ts'
import { serviceError, type TestServer } from './harness.ts'
import { PARALLEL, race, requireOne } from './security/race.ts'

const NEW_PASSWORD = 'Battery-staple-7'
const MAX_SESSIONS = 3
const rotating = { RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 } }

describe('two servers on one database', onPostgres, () => {
  let cluster: Cluster
  let servers: readonly TestServer[] = []
  let nodes: CognitoIdentityProviderClient[] = []
  let a: CognitoIdentityProviderClient
  let b: CognitoIdentityProviderClient
  let pool: Awaited<ReturnType<typeof makePool>>

  before(async () => {
    cluster = await startCluster()
    servers = cluster.servers
    nodes = servers.map((server) => server.client())
    const [first, second] = nodes
    assert.ok(first && second)
    a = first
    b = second
    pool = await makePool(a, { AutoVerifiedAttributes: ['email'] })
  })
  after(async () => {
    for (const server of servers) await server.stop()
    await cluster.database.drop()
  })

  let made = 0
  const newName = () => `user${made++}`
  const newUser = async () => {
    const name = newName()
    await makeUser(a, pool.poolId, name)
    return name
  }

  const trackSessions = (UserPoolId: string) =>
    a.send(
      new SetUserPoolSessionConfigurationCommand({
        UserPoolId,
        UserSessionTracking: 'ENABLED',
        TokenSession: { MaxPerUser: MAX_SESSIONS },
      }),
    )

  const signUp = async (node = a) => {
    const name = newName()
    const email = `${name}@example.com`
    const UserAttributes = [{ Name: 'email', Value: email }]
    await node.send(new SignUpCommand({ ClientId: pool.clientId, Username: name, Password: PASSWORD, UserAttributes }))
    return { name, email }
  }

  const challenge = async (node: CognitoIdentityProviderClient) => {
    const name = newName()
    await a.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: name,
        TemporaryPassword: PASSWORD,
        MessageAction: 'SUPPRESS',
      }),
    )
    const { Session } = await node.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: name, PASSWORD },
      }),
    )
    const answer = (other: CognitoIdentityProviderClient) =>
      other.send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.clientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: name, NEW_PASSWORD },
        }),
      )
    return { name, answer }
  }

  const refresh = (node: CognitoIdentityProviderClient, clientId: string, token: string) =>
    node.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: token }))

  test('tokens of one are taken by the other, and both publish the same keys', async () => {
    const { poolId, clientId } = await makePool(a)
    await makeUser(b, poolId, 'jane')
    // The keys of the pool are made by whichever is first.
    const signed = await Promise.all(
      Array.from({ length: 10 }, (_, index) => signIn(index % 2 ? a : b, clientId, 'jane')),
    )
    for (const { accessToken } of signed) {
      for (const node of nodes) {
        assert.equal((await node.send(new GetUserCommand({ AccessToken: accessToken }))).Username, 'jane')
      }
    }
    const [one, other] = await Promise.all(
      servers.map(async ({ url }) => (await fetch(`${url}/${poolId}/.well-known/jwks.json`)).json()),
    )
    assert.deepEqual(one, other)
    assert.equal((one as { keys: unknown[] }).keys.length, 2)
  })

  test('the first keys of a pool are made once, however many need them at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const { poolId } = await makePool(a)
      const uses = ['id', 'access'] as const
      const kids = await Promise.all(
        servers.map(({ ctx }) => Promise.all(uses.map(async (use) => (await ctx.keys.active(poolId, use)).kid))),
      )
      assert.deepEqual(kids[0], kids[1])
      const stored = await servers[0]?.ctx.store.signingKeys.list(poolId)
      assert.deepEqual(stored?.map(({ kid }) => kid).sort(), kids[0]?.toSorted())
    }
  })

  test('a refresh token that was rotated on one is refused on the other, with all that came of it', async () => {
    const { clientId } = await makeClient(a, pool.poolId, rotating)
    const { refreshToken } = await signIn(a, clientId, await newUser())
    const { AuthenticationResult: next } = await refresh(a, clientId, refreshToken)
    await assert.rejects(refresh(b, clientId, refreshToken), serviceError('RefreshTokenReuseException'))
    for (const node of nodes) {
      const revoked = serviceError('NotAuthorizedException', 'Refresh Token has been revoked')
      await assert.rejects(refresh(node, clientId, next?.RefreshToken ?? ''), revoked)
    }
  })

  test('a refresh token that was rotated is refused, too, where the clock is behind that of the first', async () => {
    const { clientId } = await makeClient(a, pool.poolId, rotating)
    const { refreshToken } = await signIn(a, clientId, await newUser())
    await refresh(a, clientId, refreshToken)
    servers[1]?.travel(-60_000)
    await assert.rejects(refresh(b, clientId, refreshToken), serviceError('RefreshTokenReuseException'))
    servers[1]?.travel(60_000)
  })

  test('failures on either count for both', async () => {
    const name = await newUser()
    await cluster.server.freeze(async () => {
      for (const node of [a, b, a, b, b]) {
        const wrong = serviceError('NotAuthorizedException', 'Incorrect username or password.')
        await assert.rejects(signIn(node, pool.clientId, name, 'Wrong-horse-9'), wrong)
      }
      for (const node of nodes) {
        const locked = serviceError('NotAuthorizedException', 'Password attempts exceeded')
        await assert.rejects(signIn(node, pool.clientId, name), locked)
      }
    })
    for (const server of servers) server.travel(1000)
    await signIn(a, pool.clientId, name)
  })

  test('V04 of 100 wrong passwords at once on both five are looked at', async () => {
    const name = await newUser()
    await cluster.server.freeze(async () => {
      const guess = async (sdk: CognitoIdentityProviderClient) =>
        signIn(sdk, pool.clientId, name, 'Wrong-horse-9').then(
          () => 'in',
          ({ message }: Error) => message,
        )
      const { winners } = await race(cluster, async (sdk) => () => guess(sdk))
      const counts = Map.groupBy(winners, ({ answer }) => answer)
      const looked = counts.get('Incorrect username or password.')?.length
      assert.deepEqual([looked, counts.get('Password attempts exceeded')?.length], [5, PARALLEL - 5])
    })
  })

  test('what is limited in an hour is limited on both together', async () => {
    const { name } = await signUp()
    const resend = (node: CognitoIdentityProviderClient) =>
      node.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: name }))
    for (const node of [a, b, b, a, a]) await resend(node)
    for (const node of nodes) await assert.rejects(resend(node), serviceError('LimitExceededException'))
  })

  test('what changes on one is changed on the other at once', async () => {
    const { poolId } = await makePool(a)
    const protection = async (node: CognitoIdentityProviderClient) =>
      (await node.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).UserPool?.DeletionProtection
    for (const DeletionProtection of ['ACTIVE', 'INACTIVE', 'ACTIVE', 'INACTIVE'] as const) {
      await protection(b)
      await a.send(new UpdateUserPoolCommand({ UserPoolId: poolId, DeletionProtection }))
      assert.equal(await protection(b), DeletionProtection)
    }
    const name = await newUser()
    await signIn(b, pool.clientId, name)
    const Password = NEW_PASSWORD
    await a.send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username: name, Password, Permanent: true }),
    )
    await assert.rejects(signIn(b, pool.clientId, name), serviceError('NotAuthorizedException'))
    await signIn(b, pool.clientId, name, NEW_PASSWORD)
  })

  type Signed = { poolId: string; clientId: string; name: string } & Awaited<ReturnType<typeof signIn>>
  const ends: Record<string, (signed: Signed) => Promise<unknown>> = {
    'signs out': ({ accessToken }) => a.send(new GlobalSignOutCommand({ AccessToken: accessToken })),
    'revokes the refresh token': ({ clientId, refreshToken }) =>
      a.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken })),
    'signs the user out': ({ poolId, name }) =>
      a.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: name })),
    'disables the user': ({ poolId, name }) =>
      a.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: name })),
    'deletes the user': ({ poolId, name }) =>
      a.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: name })),
    'revokes the session': async ({ poolId, name }) => {
      const given = { UserPoolId: poolId, Username: name }
      const { Sessions } = await a.send(new AdminListUserSessionsCommand(given))
      const SessionId = Sessions?.[0]?.SessionId
      await a.send(new AdminRevokeUserSessionCommand({ ...given, SessionId }))
    },
    'signs in once more than sessions are allowed': async ({ clientId, name }) => {
      for (let times = 0; times < MAX_SESSIONS; times++) await signIn(a, clientId, name)
    },
    'deletes the client': ({ poolId, clientId }) =>
      a.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId })),
    'deletes the pool': ({ poolId }) => a.send(new DeleteUserPoolCommand({ UserPoolId: poolId })),
  }
  for (const [name, end] of Object.entries(ends)) {
    test(`V20 whoever ${name} on one ends the session on the other at once`, async () => {
      const { poolId, clientId } = await makePool(a)
      await trackSessions(poolId)
      await makeUser(a, poolId, 'jane')
      const signed = await signIn(b, clientId, 'jane')
      await b.send(new GetUserCommand({ AccessToken: signed.accessToken }))
      await end({ poolId, clientId, name: 'jane', ...signed })
      const refused = (error: unknown) => {
        const { name } = error as Error
        return ['NotAuthorizedException', 'UserNotFoundException', 'ResourceNotFoundException'].includes(name)
      }
      await assert.rejects(b.send(new GetUserCommand({ AccessToken: signed.accessToken })), refused)
      await assert.rejects(refresh(b, clientId, signed.refreshToken), refused)
    })
  }

  test('R19: of 100 users and groups of one name at once on both exactly one is made', async () => {
    const Username = newName()
    const user = new SignUpCommand({ ClientId: pool.clientId, Username, Password: PASSWORD })
    requireOne(await race(cluster, async (sdk) => () => sdk.send(user)), [
      'UsernameExistsException: User already exists',
    ])
    const group = new CreateGroupCommand({ UserPoolId: pool.poolId, GroupName: 'gold' })
    requireOne(await race(cluster, async (sdk) => () => sdk.send(group)), [
      'GroupExistsException: A group with the name already exists.',
    ])
  })

  test('each message is delivered once, whoever queued it', async () => {
    const signedUp = await Promise.all(Array.from({ length: 30 }, (_, index) => signUp(index % 2 ? a : b)))
    for (const { email } of signedUp) {
      for (const server of servers) assert.equal((await server.inbox(email)).length, 1)
    }
  })

  test('when one has ended, the other goes on', async () => {
    const { answer } = await challenge(a)
    await servers[0]?.stop()
    servers = servers.slice(1)
    assert.ok((await answer(b)).AuthenticationResult?.AccessToken)
    assert.ok(((await b.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools?.length ?? 0) > 0)
  })
})
