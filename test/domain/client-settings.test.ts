import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checkClient } from '../../src/domain/client-rules.ts'
import { type ClientInput, clientSettings } from '../../src/domain/client-settings.ts'
import type { Pool } from '../../src/domain/pool.ts'
import { newPoolSettings } from '../../src/domain/pool-settings.ts'

const place = { region: 'us-east-1', accountId: '000000000000' }
const pool: Pool = {
  id: 'us-east-1_x',
  region: 'us-east-1',
  name: 'pool',
  settings: newPoolSettings({}, place),
  schema: [],
  tags: {},
  passwordMode: 'srp',
  createdAt: 0,
  updatedAt: 0,
}
const check = (input: ClientInput) =>
  checkClient({
    settings: clientSettings(input),
    pool,
    hasSecret: false,
    customScopes: new Set(),
    providers: new Set(),
    doing: 'creating',
  })
const refused = { message: 'Invalid range for token validity.' }
const minutes = { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'minutes' } as const

suite('validity', () => {
  const edges: [name: string, good: ClientInput, bad: ClientInput][] = [
    ['5 minutes of access', { accessTokenValidity: 5 }, { accessTokenValidity: 4 }],
    ['a day of access', { accessTokenValidity: 1440 }, { accessTokenValidity: 1441 }],
    ['5 minutes of ID', { idTokenValidity: 5 }, { idTokenValidity: 4 }],
    ['a day of ID', { idTokenValidity: 1440 }, { idTokenValidity: 1441 }],
    ['an hour of refresh', { refreshTokenValidity: 60 }, { refreshTokenValidity: 59 }],
    ['3650 days of refresh', { refreshTokenValidity: 5_256_000 }, { refreshTokenValidity: 5_256_001 }],
  ]
  for (const [name, good, bad] of edges) {
    test(`ends at ${name}`, () => {
      const lives = { refreshTokenValidity: 43_200, tokenValidityUnits: minutes }
      check({ accessTokenValidity: 60, idTokenValidity: 60, ...lives, ...good })
      assert.throws(() => check({ accessTokenValidity: 60, idTokenValidity: 60, ...lives, ...bad }), refused)
    })
  }

  test('counts an hour where access is not stated', () => {
    check({ refreshTokenValidity: 60, tokenValidityUnits: { refreshToken: 'minutes' } })
  })

  test('V10 takes no extreme number', () => {
    for (const value of [Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY, Number.MIN_SAFE_INTEGER, -1]) {
      for (const member of ['accessTokenValidity', 'idTokenValidity', 'refreshTokenValidity'] as const) {
        assert.throws(() => check({ [member]: value }), refused, `${member} ${value}`)
      }
    }
  })
})

test('settings have no members that are undefined, so that storage and answers agree', () => {
  const settings = clientSettings({})
  assert.deepEqual(JSON.parse(JSON.stringify(settings)), settings)
  assert.ok(!Object.values<unknown>(settings).includes(undefined))
})
