import assert from 'node:assert/strict'
import { test } from 'node:test'
import { provisionedRates } from '../../src/domain/provisioned-limit.ts'

const rates = { UserAuthentication: 120, UserAuthenticationResponse: 360, UserRead: 120, UserList: 30 }
const limit = (category: string, value: number, region = 'us-east-1') => ({ region, category, value })

test('rates are raised by what each Region has beyond the free one', () => {
  const rows: [string, ReturnType<typeof limit>[], Partial<typeof rates>][] = [
    ['nothing provisioned', [], {}],
    ['one category', [limit('UserRead', 200)], { UserRead: 200 }],
    ['two Regions', [limit('UserRead', 200), limit('UserRead', 130, 'eu-west-1')], { UserRead: 210 }],
    ['what is free by now', [limit('UserRead', 100)], {}],
    [
      'sign-ins, and with them their answers',
      [limit('UserAuthentication', 130)],
      { UserAuthentication: 130, UserAuthenticationResponse: 390 },
    ],
  ]
  for (const [name, limits, change] of rows) {
    assert.deepEqual(provisionedRates(rates, limits), { ...rates, ...change }, name)
  }
})

test('what nothing spends is no rate of this server', () => {
  assert.equal(provisionedRates(rates, [limit('UserFederation', 100)]).UserRead, 120)
})
