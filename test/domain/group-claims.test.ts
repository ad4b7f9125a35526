import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type GroupMembership, groupClaims } from '../../src/domain/group-claims.ts'

const group = (name: string, precedence?: number, roleArn?: string): GroupMembership => ({ name, precedence, roleArn })

suite('groupClaims', () => {
  const cases: [
    name: string,
    groups: GroupMembership[],
    names: string[],
    roles: string[],
    preferred: string | undefined,
  ][] = [
    ['no groups', [], [], [], undefined],
    ['by precedence, 0 first, none last', [group('c'), group('b', 5), group('a', 0)], ['a', 'b', 'c'], [], undefined],
    ['equals by name', [group('b', 1), group('a', 1), group('B', 1)], ['B', 'a', 'b'], [], undefined],
    ['the lowest precedence is preferred', [group('a', 2, 'r2'), group('b', 1, 'r1')], ['b', 'a'], ['r1', 'r2'], 'r1'],
    [
      'a tie of different roles prefers none',
      [group('a', 1, 'r1'), group('b', 1, 'r2')],
      ['a', 'b'],
      ['r1', 'r2'],
      undefined,
    ],
    ['a tie of one role prefers it', [group('a', 1, 'r'), group('b', 1, 'r')], ['a', 'b'], ['r'], 'r'],
    [
      'a tie below the best does not matter',
      [group('a', 0, 'r'), group('b', 1, 's'), group('c', 1, 't')],
      ['a', 'b', 'c'],
      ['r', 's', 't'],
      'r',
    ],
    ['groups without role do not compete', [group('a', 0), group('b', 1, 'r')], ['a', 'b'], ['r'], 'r'],
    ['no precedence at all', [group('a', undefined, 'r')], ['a'], ['r'], 'r'],
    [
      'a tie without precedence',
      [group('a', undefined, 'r'), group('b', undefined, 's')],
      ['a', 'b'],
      ['r', 's'],
      undefined,
    ],
  ]
  for (const [name, groups, names, roles, preferredRole] of cases) {
    test(name, () => assert.deepEqual(groupClaims(groups), { groups: names, roles, preferredRole }))
  }

  test('V60 group names are only names', () => {
    assert.deepEqual(groupClaims([group('__proto__', 1), group('constructor', 2)]).groups, ['__proto__', 'constructor'])
  })
})
