import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  CreateUserPoolCommand,
  CreateUserPoolReplicaCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createAccessKey, createRoot } from '../../src/flows/credentials.ts'
import { serviceError, useServer } from '../harness.ts'
import { arnOf, makeReplicable, PRIMARY, SECONDARY } from '../operations/replicas/fixture.ts'

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
let root: Keys

const places = { CENOTE_REGIONS: 'us-east-1,eu-west-1,eu-west-2', CENOTE_QUOTAS: 'off' }
const server = useServer(places, 'serve', async ({ ctx }) => {
  const made = await createRoot(ctx, ctx.store.transaction)
  assert.ok(made)
  root = { accessKeyId: made.accessKeyId, secretAccessKey: made.secretAccessKey }
})

const identity = async (name: string, policies: Record<string, unknown>, sessionSeconds?: number): Promise<Keys> => {
  const { accessKeyId, secretAccessKey, sessionToken } = await server.ctx.store.transaction(async (tx) => {
    await tx.identities.insert({ name, isRoot: false, policies: {} }, 0)
    await tx.identities.setPolicies(name, policies)
    return createAccessKey(server.ctx, tx, name, sessionSeconds)
  })
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}

const allow = (Action: string | string[], Resource = '*', more = {}) => ({
  only: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] },
})

const createPool = async (keys: Keys, tags: Record<string, string> = {}, region = 'us-east-1') => {
  const { UserPool } = await server
    .client(region, keys)
    .send(new CreateUserPoolCommand({ PoolName: 'iam', UserPoolTags: tags }))
  return UserPool?.Id ?? ''
}

test('the root is made once', async () => {
  assert.equal(await createRoot(server.ctx, server.ctx.store.transaction), undefined)
})

describe('signatures', () => {
  const list = (keys: Keys, region?: string) =>
    server.client(region, keys).send(new ListUserPoolsCommand({ MaxResults: 1 }))

  test('the root key works', async () => {
    await list(root)
  })
  test('an unknown key', () =>
    assert.rejects(
      list({ ...root, accessKeyId: 'AKIAUNKNOWNKEY' }),
      serviceError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    ))
  test('a wrong secret', () =>
    assert.rejects(
      list({ ...root, secretAccessKey: 'wrong' }),
      serviceError('InvalidSignatureException', /does not match/),
    ))
  test('a session token that no key has', () =>
    assert.rejects(list({ ...root, sessionToken: 'made-up' }), serviceError('UnrecognizedClientException')))
  test('a Region that is not served', () =>
    assert.rejects(
      list(root, 'ap-south-1'),
      serviceError('InvalidSignatureException', "Credential should be scoped to a valid Region, not 'ap-south-1'. "),
    ))
  test('a disabled key', async () => {
    const keys = await identity('leaver', allow('cognito-idp:*'))
    await list(keys)
    await server.ctx.store.transaction((tx) => tx.identities.disableKey(keys.accessKeyId, 1))
    server.travel(1001)
    await assert.rejects(list(keys), serviceError('UnrecognizedClientException'))
  })
  test('a temporary key needs its token, and ends', async () => {
    const keys = await identity('visitor', allow('cognito-idp:ListUserPools'), 60)
    await list(keys)
    const { sessionToken, ...bare } = keys
    await assert.rejects(list(bare), serviceError('UnrecognizedClientException'))
    await assert.rejects(
      list({ ...bare, sessionToken: `${sessionToken}x` }),
      serviceError('UnrecognizedClientException'),
    )
    server.travel(61_000)
    await assert.rejects(
      list(keys),
      serviceError('ExpiredTokenException', 'The security token included in the request is expired'),
    )
    server.travel(-61_000)
  })
  test('a request from ten minutes ago', async () => {
    server.travel(10 * 60 * 1000)
    await assert.rejects(list(root), serviceError('InvalidSignatureException', /^Signature expired: /))
    server.travel(-10 * 60 * 1000)
  })
  test('V18: unsigned', async () => {
    const response = await server.post('ListUserPools', { MaxResults: 1 })
    assert.equal(((await response.json()) as { __type: string }).__type, 'MissingAuthenticationTokenException')
  })
})

describe('policies', () => {
  test('nothing is allowed by default', async () => {
    const keys = await identity('nobody', {})
    await assert.rejects(
      createPool(keys),
      serviceError(
        'AccessDeniedException',
        'User: arn:aws:iam::000000000000:user/nobody is not authorized to perform: cognito-idp:CreateUserPool on resource: * because no identity-based policy allows the cognito-idp:CreateUserPool action',
      ),
    )
  })
  test("V18: a right to one pool is none to another, and doesn't tell whether it exists", async () => {
    const [mine, other] = [await createPool(root), await createPool(root)]
    const keys = await identity(
      'owner',
      allow('cognito-idp:Describe*', `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${mine}`),
    )
    const sdk = server.client('us-east-1', keys)
    await sdk.send(new DescribeUserPoolCommand({ UserPoolId: mine }))
    for (const UserPoolId of [other, 'us-east-1_absent000']) {
      await assert.rejects(
        sdk.send(new DescribeUserPoolCommand({ UserPoolId })),
        serviceError('AccessDeniedException', new RegExp(`userpool/${UserPoolId} because no identity-based policy`)),
      )
    }
    await assert.rejects(
      sdk.send(new DeleteUserPoolCommand({ UserPoolId: mine })),
      serviceError('AccessDeniedException'),
    )
  })
  test('deny wins', async () => {
    const poolId = await createPool(root)
    const keys = await identity('careful', {
      all: allow('cognito-idp:*').only,
      no: { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'cognito-idp:Delete*', Resource: '*' } },
    })
    await assert.rejects(
      server.client('us-east-1', keys).send(new DeleteUserPoolCommand({ UserPoolId: poolId })),
      serviceError('AccessDeniedException', /with an explicit deny in an identity-based policy$/),
    )
  })
  test('conditions on the address, on tags of the pool and on tags of the request', async () => {
    const [red, blue] = [await createPool(root, { team: 'red' }), await createPool(root, { team: 'blue' })]
    const team = { StringEquals: { 'aws:ResourceTag/team': 'red' }, IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }
    const sdk = server.client('us-east-1', await identity('red', allow('cognito-idp:*', '*', { Condition: team })))
    await sdk.send(new DescribeUserPoolCommand({ UserPoolId: red }))
    await assert.rejects(
      sdk.send(new DescribeUserPoolCommand({ UserPoolId: blue })),
      serviceError('AccessDeniedException'),
    )

    const far = { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }
    const away = server.client('us-east-1', await identity('away', allow('cognito-idp:*', '*', { Condition: far })))
    await assert.rejects(
      away.send(new DescribeUserPoolCommand({ UserPoolId: red })),
      serviceError('AccessDeniedException'),
    )

    const tagged = { StringEquals: { 'aws:RequestTag/team': 'red' } }
    const maker = await identity('maker', allow('cognito-idp:CreateUserPool', '*', { Condition: tagged }))
    await createPool(maker, { team: 'red' })
    await assert.rejects(createPool(maker, { team: 'blue' }), serviceError('AccessDeniedException'))
  })
})

describe('V18: a replica is a resource of its own', () => {
  const describePool = async (UserPoolId: string, keys: Keys, region: string) => {
    await server.client(region, keys).send(new DescribeUserPoolCommand({ UserPoolId }))
  }
  const denied = serviceError('AccessDeniedException')
  const replicated = async () => {
    const pool = await makeReplicable(server.client(PRIMARY, root), { UserPoolTags: { team: 'red' } })
    const input = { UserPoolId: pool.poolId, RegionName: SECONDARY, UserPoolTags: { team: 'blue' } }
    await server.client(PRIMARY, root).send(new CreateUserPoolReplicaCommand(input))
    return pool.poolId
  }

  test('by its ARN', async () => {
    const poolId = await replicated()
    for (const [mine, other] of [
      [PRIMARY, SECONDARY],
      [SECONDARY, PRIMARY],
    ] as const) {
      const keys = await identity(`of-${mine}`, allow('cognito-idp:*', arnOf(poolId, mine)))
      await describePool(poolId, keys, mine)
      await assert.rejects(describePool(poolId, keys, other), denied)
    }
  })
  test('by its tags', async () => {
    const poolId = await replicated()
    const team = { StringEquals: { 'aws:ResourceTag/team': 'blue' } }
    const keys = await identity('blue', allow('cognito-idp:*', '*', { Condition: team }))
    await describePool(poolId, keys, SECONDARY)
    await assert.rejects(describePool(poolId, keys, PRIMARY), denied)
    await assert.rejects(describePool(await createPool(root, { team: 'blue' }), keys, SECONDARY), denied)
  })
})

describe('V18: what an operation does not declare has no say in what is allowed', () => {
  const authorized = async (keys: Keys, operation: string, body: object) => {
    const sdk = server.client('us-east-1', keys)
    const command = new ListUserPoolsCommand({ MaxResults: 1 })
    command.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: string; headers: Record<string, string> }
        request.body = JSON.stringify(body)
        request.headers['x-amz-target'] = `AWSCognitoIdentityProviderService.${operation}`
        request.headers['content-length'] = String(Buffer.byteLength(request.body))
        return next(args)
      },
      { step: 'build', priority: 'low' },
    )
    return sdk.send(command)
  }
  const rows: [string, string, (mine: string, other: string) => object][] = [
    ['another member with a pool', 'ListUserPools', (mine) => ({ MaxResults: 1, UserPoolId: mine })],
    ['another member with a pool, to make one', 'CreateUserPool', (mine) => ({ PoolName: 'x', UserPoolId: mine })],
    [
      'a pool beside the resource',
      'TagResource',
      (mine, other) => ({
        ResourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${other}`,
        Tags: { a: 'b' },
        UserPoolId: mine,
      }),
    ],
  ]
  for (const [name, operation, body] of rows) {
    test(name, async () => {
      const [mine, other] = [await createPool(root), await createPool(root)]
      const own = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${mine}`
      const keys = await identity('owner', allow('cognito-idp:*', own))
      await assert.rejects(authorized(keys, operation, body(mine, other)), serviceError('AccessDeniedException'))
    })
  }
  test('tags of another member, and a null among tags', async () => {
    const condition = { Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } } }
    const keys = await identity('maker', allow('cognito-idp:CreateUserPool', '*', condition))
    const denied = serviceError('AccessDeniedException')
    await assert.rejects(authorized(keys, 'CreateUserPool', { PoolName: 'x', Tags: { team: 'red' } }), denied)
    const not = { Condition: { StringNotEquals: { 'aws:RequestTag/team': 'blue' } } }
    const others = await identity('others', allow('cognito-idp:CreateUserPool', '*', not))
    const tags = { team: 'blue', more: null }
    await assert.rejects(authorized(others, 'CreateUserPool', { PoolName: 'x', UserPoolTags: tags }), denied)
  })
})

test('a pool lives in the Region that it was made in', async () => {
  const poolId = await createPool(root, {}, 'eu-west-2')
  assert.match(poolId, /^eu-west-2_[0-9A-Za-z]{9}$/)
  const here = await server.client('us-east-1', root).send(new ListUserPoolsCommand({ MaxResults: 60 }))
  assert.ok(!here.UserPools?.some(({ Id }) => Id === poolId))
  const there = await server.client('eu-west-2', root).send(new ListUserPoolsCommand({ MaxResults: 60 }))
  assert.deepEqual(
    there.UserPools?.map(({ Id }) => Id),
    [poolId],
  )
  await assert.rejects(
    server.client('us-east-1', root).send(new UpdateUserPoolCommand({ UserPoolId: poolId })),
    serviceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`),
  )
})
