// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policies write their variables so

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accessDenied, type Decision, evaluate, type PolicyRequest, parsePolicy } from '../../src/domain/policy.ts'
import { cpuMs } from '../cpu-time.ts'

const POOL = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abcdefghi'
const OTHER = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_jklmnopqr'
const ANY_POOL = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/*'

const context = {
  principalArn: 'arn:aws:iam::000000000000:user/ops/ann',
  username: 'ann',
  currentTime: Date.UTC(2026, 10, 20, 12),
  secureTransport: true,
}
const onPool: PolicyRequest = { action: 'cognito-idp:AdminGetUser', resource: POOL, context }
const onNone: PolicyRequest = { action: 'cognito-idp:CreateUserPool', resource: '*', context }

type Statement = Record<string, unknown>
const allow = (members: Statement = {}): Statement => ({
  Effect: 'Allow',
  ...('NotAction' in members ? {} : { Action: '*' }),
  ...('NotResource' in members ? {} : { Resource: '*' }),
  ...members,
})
const deny = (members: Statement = {}): Statement => ({ ...allow(members), Effect: 'Deny' })
const policy = (...statements: Statement[]) => parsePolicy({ Version: '2012-10-17', Statement: statements })

type Row = [name: string, statements: Statement[], request: PolicyRequest, decision: Decision]
const table = (title: string, rows: readonly Row[]) =>
  describe(title, () => {
    for (const [name, statements, request, decision] of rows) {
      test(name, () => assert.equal(evaluate([policy(...statements)], request), decision))
    }
  })

table('effects', [
  ['Allow', [allow()], onPool, 'allow'],
  ['an Allow for something else', [allow({ Action: 's3:*' })], onPool, 'implicit-deny'],
  ['Deny alone', [deny()], onPool, 'explicit-deny'],
  ['Deny before Allow', [deny(), allow()], onPool, 'explicit-deny'],
  ['Deny after Allow', [allow(), deny()], onPool, 'explicit-deny'],
  ['a Deny for something else', [allow(), deny({ Action: 's3:*' })], onPool, 'allow'],
  [
    'a Deny whose condition fails',
    [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': false } } })],
    onPool,
    'allow',
  ],
  ['an empty Condition', [allow({ Condition: {} })], onPool, 'allow'],
])

test('policies of one principal count together', () => {
  assert.equal(evaluate([], onPool), 'implicit-deny')
  assert.equal(evaluate([policy(allow({ Action: 's3:*' })), policy(allow())], onPool), 'allow')
  assert.equal(evaluate([policy(allow()), policy(deny())], onPool), 'explicit-deny')
})

test('one statement may stand without a list, and in the older version', () => {
  for (const version of [{}, { Version: '2008-10-17' }, { Version: '2012-10-17', Id: 'x' }]) {
    assert.equal(evaluate([parsePolicy({ ...version, Statement: allow() })], onPool), 'allow')
  }
})

const action = (...Action: string[]) => [allow({ Action })]
table('actions', [
  ['the action', action('cognito-idp:AdminGetUser'), onPool, 'allow'],
  ['in another case', action('Cognito-IDP:admingetuser'), onPool, 'allow'],
  ['of which it is a beginning', action('cognito-idp:AdminGetUserX'), onPool, 'implicit-deny'],
  ['that is a beginning of it', action('cognito-idp:AdminGet'), onPool, 'implicit-deny'],
  ['all of the service', action('cognito-idp:*'), onPool, 'allow'],
  ['all of all', action('*:*'), onPool, 'allow'],
  ['an asterisk at the end', action('cognito-idp:Admin*'), onPool, 'allow'],
  ['an asterisk in front', action('cognito-idp:*User'), onPool, 'allow'],
  ['asterisks all around', action('cognito-idp:*n*t*'), onPool, 'allow'],
  ['runs that overlap', action('cognito-idp:AdminGet*GetUser'), onPool, 'implicit-deny'],
  ['asterisks that stand for nothing', action('cognito-idp:*Admin**GetUser*'), onPool, 'allow'],
  ['runs in another order', action('cognito-idp:*User*Get*'), onPool, 'implicit-deny'],
  ['question marks', action('cognito-idp:Admin?et????'), onPool, 'allow'],
  ['a question mark too few', action('cognito-idp:Admin?et???'), onPool, 'implicit-deny'],
  ['a question mark between asterisks', action('cognito-idp:*G?t*'), onPool, 'allow'],
  ['one of several', action('s3:*', 'cognito-idp:AdminGetUser'), onPool, 'allow'],
  ['another service with the same name', action('cognito-identity:AdminGetUser'), onPool, 'implicit-deny'],
  ['NotAction of another', [allow({ NotAction: 'cognito-idp:AdminDeleteUser' })], onPool, 'allow'],
  ['NotAction of this', [allow({ NotAction: ['s3:*', 'cognito-idp:Admin*'] })], onPool, 'implicit-deny'],
  ['Deny NotAction', [allow(), deny({ NotAction: 'cognito-idp:List*' })], onPool, 'explicit-deny'],
])

const resource = (...Resource: string[]) => [allow({ Resource })]
const notResource = (...NotResource: string[]) => allow({ NotResource })
const asUser = (username: string | undefined, id = username): PolicyRequest => ({
  ...onPool,
  resource: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
  context: { ...context, username },
})

table('resources', [
  ['the pool', resource(POOL), onPool, 'allow'],
  ['another pool', resource(OTHER), onPool, 'implicit-deny'],
  ['any pool', resource(ANY_POOL), onPool, 'allow'],
  ['one of several', resource(OTHER, POOL), onPool, 'allow'],
  ['in another case', resource(POOL.replace('abc', 'ABC')), onPool, 'implicit-deny'],
  ['another account', resource(ANY_POOL.replace('000000000000', '111111111111')), onPool, 'implicit-deny'],
  ['another partition', resource(ANY_POOL.replace('arn:aws', 'arn:aws-cn')), onPool, 'implicit-deny'],
  ['any region and account', resource('arn:aws:cognito-idp:*:*:userpool/us-east-1_abcdefghi'), onPool, 'allow'],
  ['a region by wildcards', resource('arn:aws:cognito-idp:us-*-?:*:userpool/*'), onPool, 'allow'],
  [
    'an asterisk reaches over no colon',
    resource('arn:aws:cognito-idp:us-*:0:000000000000:userpool/us-east-1_abcdefghi'),
    onPool,
    'implicit-deny',
  ],
  ['an empty account', resource('arn:aws:cognito-idp:us-east-1::userpool/*'), onPool, 'implicit-deny'],
  ['all of the service', resource('arn:aws:cognito-idp:*'), onPool, 'allow'],
  ['all of the region', resource('arn:aws:cognito-idp:us-east-1:*'), onPool, 'allow'],
  ['all of another region', resource('arn:aws:cognito-idp:us-west-2:*'), onPool, 'implicit-deny'],
  ['another service', resource('arn:aws:s3:::bucket/*'), onPool, 'implicit-deny'],
  ['no pool: *', resource('*'), onNone, 'allow'],
  ['no pool: a pool', resource(POOL), onNone, 'implicit-deny'],
  ['no pool: any pool', resource(ANY_POOL), onNone, 'implicit-deny'],
  ['no pool: all of the service', resource('arn:aws:cognito-idp:*'), onNone, 'implicit-deny'],
  ['no pool: Deny on any pool', [allow(), deny({ Resource: ANY_POOL })], onNone, 'allow'],
  ['NotResource of another', [notResource(OTHER)], onPool, 'allow'],
  ['NotResource of this', [notResource(OTHER, POOL)], onPool, 'implicit-deny'],
  ['NotResource of a pool, and no pool', [notResource(POOL)], onNone, 'allow'],
  ['NotResource of all', [notResource('*')], onNone, 'implicit-deny'],
  ['a variable', resource('arn:aws:cognito-idp:*:*:userpool/${aws:username}'), asUser('ann'), 'allow'],
  [
    'a variable in another case, amid text',
    resource('arn:aws:cognito-idp:*:*:userpool/a-${AWS:userName}-z*'),
    asUser('ann', 'a-ann-z9'),
    'allow',
  ],
  [
    'a variable of another value',
    resource('arn:aws:cognito-idp:*:*:userpool/${aws:username}'),
    asUser('bob', 'ann'),
    'implicit-deny',
  ],
  [
    'a variable without value',
    resource('arn:aws:cognito-idp:*:*:userpool/${aws:username}'),
    asUser(undefined),
    'implicit-deny',
  ],
  [
    'a default',
    resource("arn:aws:cognito-idp:*:*:userpool/${aws:username, 'no:one'}"),
    asUser(undefined, 'no:one'),
    'allow',
  ],
  [
    'a default not needed',
    resource("arn:aws:cognito-idp:*:*:userpool/${aws:username, 'none'}"),
    asUser('ann', 'none'),
    'implicit-deny',
  ],
  [
    'a wildcard in the value of a variable',
    resource('arn:aws:cognito-idp:*:*:userpool/${aws:username}'),
    asUser('*', 'ann'),
    'implicit-deny',
  ],
  ['an escaped wildcard', resource('arn:aws:cognito-idp:*:*:userpool/${*}'), asUser('ann'), 'implicit-deny'],
  ['an escaped wildcard itself', resource('arn:aws:cognito-idp:*:*:userpool/${*}${?}${$}'), asUser('*?$'), 'allow'],
])

test('wildcards take linear time', () => {
  const statement = allow({ Condition: { StringLike: { 'aws:UserAgent': `${'*a'.repeat(30)}b` } } })
  const request = { ...onPool, context: { ...context, userAgent: 'a'.repeat(100_000) } }
  const took = cpuMs(() => assert.equal(evaluate([policy(statement)], request), 'implicit-deny'))
  // A matcher that tried all ways would not end within the age of the universe.
  assert.ok(took < 5000, `${took} ms`)
})

describe('the answer to a denied request', () => {
  const rows: [Exclude<Decision, 'allow'>, PolicyRequest, string][] = [
    [
      'implicit-deny',
      onNone,
      'User: arn:aws:iam::000000000000:user/ops/ann is not authorized to perform: cognito-idp:CreateUserPool ' +
        'on resource: * because no identity-based policy allows the cognito-idp:CreateUserPool action',
    ],
    [
      'explicit-deny',
      onPool,
      'User: arn:aws:iam::000000000000:user/ops/ann is not authorized to perform: cognito-idp:AdminGetUser ' +
        `on resource: ${POOL} with an explicit deny in an identity-based policy`,
    ],
  ]
  for (const [decision, request, message] of rows) {
    test(decision, () => {
      const { name, status, message: actual } = accessDenied(decision, request)
      assert.deepEqual({ name, status, actual }, { name: 'AccessDeniedException', status: 400, actual: message })
    })
  }
})
