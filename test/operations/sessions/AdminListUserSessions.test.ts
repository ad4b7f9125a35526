import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminInitiateAuthCommand,
  AdminListUserSessionsCommand,
  type AdminListUserSessionsCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { newSessionId } from '../../../src/domain/generated-names.ts'
import { makePool, makeUser, PASSWORD } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeTracked, NO_PAGE, NO_POOL, NO_TRACKING, type Refusal } from './fixture.ts'

const server = useServer()

test('lists the sessions of one user, none of which is the current one', async () => {
  const { sdk, poolId, enter } = await makeTracked(server)
  const [first, second] = [await enter(), await enter()]
  const mary = await enter('mary')
  const list = async (Username: string) => {
    const { Sessions, NextToken } = await sdk.send(new AdminListUserSessionsCommand({ UserPoolId: poolId, Username }))
    assert.equal(NextToken, undefined)
    return Sessions?.map(({ SessionId, IsCurrentSession }) => [SessionId, IsCurrentSession])
  }
  assert.deepEqual(await list('jane'), [
    [second.id, false],
    [first.id, false],
  ])
  assert.deepEqual(await list('mary'), [[mary.id, false]])
})

test('an administrator’s server tells where its user signs in from', async () => {
  const { sdk, poolId, clientId } = await makeTracked(server)
  const headerValue = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0'
  await sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'jane', PASSWORD },
      ContextData: {
        IpAddress: '192.0.2.42',
        ServerName: 'app.example.com',
        ServerPath: '/',
        HttpHeaders: [{ headerName: 'User-Agent', headerValue }],
      },
    }),
  )
  const { Sessions } = await sdk.send(new AdminListUserSessionsCommand({ UserPoolId: poolId, Username: 'jane' }))
  const [session] = Sessions ?? []
  assert.deepEqual([session?.LastIPAddress, session?.DeviceType], ['192.0.2.42', 'Firefox 126 / Linux'])
})

test('a page has 125 sessions, and its token leads to the rest of this list alone', async () => {
  const { sdk, poolId, clientId } = await makeTracked(server)
  const user = await server.ctx.store.users.findByName(poolId, 'jane')
  assert.ok(user)
  const expected: string[] = []
  // More than a sign-in would leave.
  await server.ctx.store.transaction(async (tx) => {
    for (let index = 0; index < 130; index++) {
      const now = server.ctx.now() + Math.floor(index / 3)
      const id = newSessionId('tkn', server.ctx.random)
      expected.push(id)
      await tx.tokens.insertFamily(
        {
          ...{ poolId, id: `family-${index}`, sub: user.sub, clientId, scope: '', authTime: now },
          ...{ expiresAt: now + 100_000, revokedAt: undefined, deviceKey: undefined, authentication: undefined },
          eventId: undefined,
          ssoSessionId: undefined,
          resource: undefined,
          session: { id, createdAt: now, lastActiveAt: now, ipAddress: '', userAgent: undefined },
        },
        `hash-${index}`,
        now,
      )
    }
  })
  const list = (change: Partial<AdminListUserSessionsCommandInput> = {}) =>
    sdk.send(new AdminListUserSessionsCommand({ UserPoolId: poolId, Username: 'jane', ...change }))
  const first = await list()
  const rest = await list({ NextToken: first.NextToken })
  assert.deepEqual([first.Sessions?.length, rest.Sessions?.length, rest.NextToken], [125, 5, undefined])
  const found = [...(first.Sessions ?? []), ...(rest.Sessions ?? [])].map(({ SessionId }) => SessionId ?? '')
  assert.deepEqual(found.toSorted(), expected.toSorted())
  const ofMary = list({ Username: 'mary', NextToken: first.NextToken })
  await assert.rejects(ofMary, serviceError(...NO_PAGE))
})

test('refusals', async (t) => {
  const { sdk, poolId } = await makeTracked(server)
  const untracked = await makePool(sdk)
  await makeUser(sdk, untracked.poolId, 'jane')
  const rows: Refusal<AdminListUserSessionsCommandInput>[] = [
    ['an unknown user', { Username: 'nobody' }, 'UserNotFoundException', 'User does not exist.'],
    ['an unknown pool', { UserPoolId: 'us-east-1_nosuchone' }, ...NO_POOL],
    ['a pool that does not track', { UserPoolId: untracked.poolId }, ...NO_TRACKING],
    ['a page token that is none', { NextToken: 'abc' }, ...NO_PAGE],
  ]
  for (const [name, change, error, message] of rows) {
    const given = { UserPoolId: poolId, Username: 'jane', ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new AdminListUserSessionsCommand(given)), serviceError(error, message)),
    )
  }
})
