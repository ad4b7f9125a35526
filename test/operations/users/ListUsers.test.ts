import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, listOf, missing } from './fixture.ts'

const server = useServer()
const HOUR_MS = 60 * 60 * 1000

const list = (input: Partial<ListUsersCommandInput>) =>
  server.client().send(new ListUsersCommand({ UserPoolId: '', ...input }))

/** All pages of a list, by user names. */
const pages = async (input: Partial<ListUsersCommandInput>): Promise<string[][]> => {
  const found: string[][] = []
  let PaginationToken: string | undefined
  do {
    const page = await list({ ...input, ...(PaginationToken !== undefined && { PaginationToken }) })
    found.push((page.Users ?? []).map(({ Username }) => Username ?? ''))
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  return found
}

const people: [username: string, attributes: Record<string, string>][] = [
  [
    'jane',
    { email: 'Jane@example.com', name: 'Jane Doe', given_name: 'Jane', family_name: 'Doe', preferred_username: 'jj' },
  ],
  ['janet', { email: 'janet@example.com', name: 'Janet', phone_number: '+15551230001' }],
  ['Jan', { email: 'jan@example.org', given_name: 'Jan' }],
  ['quoted', { name: 'a "quoted" \\ name' }],
  ['percent', { name: '100%_sure', email: 'percent@example.com' }],
  ['mary', { phone_number: '+15551230002', nickname: 'mm' }],
  ['zoe', { name: 'zoë', email: 'zoe@example.com' }],
]

let poolId = ''
const subs = new Map<string, string>()

test('there are people', async () => {
  const sdk = server.client()
  poolId = (await makePool(sdk, { Schema: [{ Name: 'role', AttributeDataType: 'String' }] })).poolId
  for (const [username, attributes] of people) {
    if (username === 'zoe') await makeUser(sdk, poolId, username, attributes)
    subs.set(username, username === 'zoe' ? '' : await createUser(sdk, poolId, username, attributes))
  }
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'mary' }))
})

test('answers users whole, or with the attributes asked for', async () => {
  const { Users, PaginationToken, $metadata, ...rest } = await list({ UserPoolId: poolId, Filter: 'username = "jane"' })
  assert.deepEqual([rest, PaginationToken], [{}, undefined])
  const [jane] = Users ?? []
  assert.deepEqual(Users, [
    {
      Username: 'jane',
      Attributes: listOf({ sub: subs.get('jane') ?? '', ...people[0]?.[1] }),
      UserCreateDate: jane?.UserCreateDate,
      UserLastModifiedDate: jane?.UserCreateDate,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    },
  ])
  const some = await list({
    UserPoolId: poolId,
    Filter: 'username ^= "jane"',
    AttributesToGet: ['phone_number', 'sub'],
  })
  assert.deepEqual(
    some.Users?.map(({ Attributes }) => Attributes),
    [listOf({ sub: subs.get('jane') ?? '' }), listOf({ sub: subs.get('janet') ?? '', phone_number: '+15551230001' })],
  )
})

test('pages of every size hold every user once, in one order', async () => {
  for (const Filter of [
    '',
    'email ^= ""',
    'username ^= ""',
    'sub ^= ""',
    'status = "Enabled"',
    'cognito:user_status ^= "F"',
  ]) {
    const [whole = [], ...others] = await pages({ UserPoolId: poolId, Filter })
    assert.deepEqual(others, [])
    for (let Limit = 1; Limit <= people.length + 1; Limit++) {
      const found = await pages({ UserPoolId: poolId, Filter, Limit })
      assert.deepEqual(found.flat(), whole, `${Filter} by ${Limit}`)
      assert.equal(found.length, Math.max(1, Math.ceil(whole.length / Limit)))
    }
  }
  assert.deepEqual((await pages({ UserPoolId: poolId, Limit: 0 })).flat().sort(), [...subs.keys()].sort())
})

test('a page has 60 users unless told otherwise', async () => {
  const sdk = server.client()
  const many = await makePool(sdk)
  const names = Array.from({ length: 61 }, (_, index) => `user${String(index).padStart(2, '0')}`)
  await Promise.all(names.map((name) => createUser(sdk, many.poolId, name)))
  const found = await pages({ UserPoolId: many.poolId, Filter: 'username ^= "user"' })
  assert.deepEqual(found, [names.slice(0, 60), names.slice(60)])
})

test('filters', async (t) => {
  const rows: [filter: string, usernames: string[]][] = [
    ['', [...subs.keys()]],
    ['username = "jane"', ['jane']],
    ['"username" ^= "jan"', ['jane', 'janet']],
    ['username = "JANE"', []],
    ['username = "jane@example.com"', []],
    ['email = "jane@example.com"', ['jane']],
    ['email = "JANE@EXAMPLE.COM"', ['jane']],
    ['"email" ^= "jan"', ['jane', 'janet', 'Jan']],
    ['email="jan"', []],
    ['name = "jane doe"', ['jane']],
    ['  given_name  ^=  "ja"  ', ['jane', 'Jan']],
    ['family_name = "doe"', ['jane']],
    ['preferred_username = "jj"', ['jane']],
    ['phone_number ^= "+1555"', ['janet', 'mary']],
    ['name = "a \\"quoted\\" \\\\ name"', ['quoted']],
    ['name = "zoe\u0308"', ['zoe']],
    ['cognito:user_status = "Confirmed"', ['zoe']],
    ['cognito:user_status = "CONFIRM"', []],
    ['cognito:user_status ^= "confirm"', ['zoe']],
    ['"cognito:user_status" ^= ""', [...subs.keys()]],
    ['cognito:user_status = "UNCONFIRMED"', []],
    ['status = "Disabled"', ['mary']],
    ['status ^= "Dis"', ['mary']],
    ['status = "disabled"', []],
    ['status ^= ""', [...subs.keys()]],
    [`sub = "${'0'.repeat(8)}"`, []],
    // V58: wildcards, quotes and comments of SQL are text.
    ['name ^= "100%"', ['percent']],
    ['name ^= "%"', []],
    ['name = "100%_sure"', ['percent']],
    ['email ^= "p_rcent"', []],
    ['name = "\' or 1=1 --"', []],
    ['username ^= "*"', []],
  ]
  for (const [Filter, usernames] of rows) {
    await t.test(Filter, async () => {
      assert.deepEqual((await pages({ UserPoolId: poolId, Filter })).flat().sort(), usernames.toSorted())
    })
  }
  await t.test('sub', async () => {
    const sub = subs.get('jane') ?? ''
    assert.deepEqual(await pages({ UserPoolId: poolId, Filter: `sub = "${sub}"` }), [['jane']])
    assert.deepEqual(await pages({ UserPoolId: poolId, Filter: `sub ^= "${sub.slice(0, 30)}"` }), [['jane']])
  })
})

test('V58, V59: filters that are refused', async (t) => {
  const parse = 'Error while parsing filter.'
  const rows: [filter: string, message: string][] = [
    ['jane', parse],
    ['email', parse],
    ['email = jane', parse],
    ['email = "jane', parse],
    ['email = "ja"ne"', parse],
    ['email = "jane\\x"', parse],
    ['email == "jane"', parse],
    ['email != "jane"', parse],
    ['email = "a" and name = "b"', parse],
    ['email = "a"; drop table users', parse],
    ['email like "%"', parse],
    ['password = "x"', 'Invalid search attribute: password'],
    ['sealed_verifier ^= "v"', 'Invalid search attribute: sealed_verifier'],
    ['custom:role = "admin"', 'Invalid search attribute: custom:role'],
    ['nickname = "mm"', 'Invalid search attribute: nickname'],
    ['__proto__ = "x"', 'Invalid search attribute: __proto__'],
    ['constructor = "x"', 'Invalid search attribute: constructor'],
    [
      `email = "${'a'.repeat(256)}"`,
      `1 validation error detected: Value 'email = "${'a'.repeat(256)}"' at 'filter' failed to satisfy constraint: Member must have length less than or equal to 256`,
    ],
  ]
  for (const [Filter, message] of rows) {
    await t.test(Filter.slice(0, 40), () =>
      assert.rejects(list({ UserPoolId: poolId, Filter }), serviceError('InvalidParameterException', message)),
    )
  }
  await t.test('NUL', () =>
    assert.rejects(list({ UserPoolId: poolId, Filter: 'email = "a\0"' }), serviceError('SerializationException')),
  )
})

test('V58: a token goes on with its own list only, for an hour', async (t) => {
  const sdk = server.client()
  const other = await makePool(sdk)
  const first = { UserPoolId: poolId, Limit: 1, Filter: 'email ^= "j"' }
  const token = (await list(first)).PaginationToken ?? ''
  const flipped = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`
  const rows: [string, Partial<ListUsersCommandInput>][] = [
    ['another filter', { Filter: 'email ^= "ja"' }],
    ['no filter', { Filter: '' }],
    ['another pool', { UserPoolId: other.poolId }],
    ['other attributes', { AttributesToGet: ['email'] }],
    ['an altered token', { PaginationToken: flipped }],
    ['a longer token', { PaginationToken: `${token}A` }],
    ['an invented token', { PaginationToken: 'abc' }],
  ]
  for (const [name, change] of rows) {
    await t.test(name, () =>
      assert.rejects(
        list({ ...first, PaginationToken: token, ...change }),
        serviceError('InvalidParameterException', 'Invalid pagination token'),
      ),
    )
  }
  const next = await list({ ...first, Limit: 2, PaginationToken: token })
  assert.deepEqual(
    next.Users?.map(({ Username }) => Username),
    ['jane', 'janet'],
  )
  server.travel(HOUR_MS)
  await assert.rejects(list({ ...first, PaginationToken: token }), serviceError('InvalidParameterException'))
})

test('refusals', async (t) => {
  const rows: [string, Partial<ListUsersCommandInput>, string, string][] = [
    ...missing(poolId)
      .slice(0, 2)
      .map(([...row]) => row as [string, object, string, string]),
    [
      'an attribute that there is not',
      { AttributesToGet: ['email', 'custom:x'] },
      'InvalidParameterException',
      'One or more requested attributes do not exist.',
    ],
    [
      'a page too long',
      { Limit: 61 },
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      'a page of less than nothing',
      { Limit: -1 },
      'InvalidParameterException',
      "1 validation error detected: Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
