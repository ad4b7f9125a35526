import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { changeAttributes } from '../../src/domain/address-changes.ts'
import type { VerifiedAttribute } from '../../src/domain/pool.ts'

type Values = Record<string, string>
type Pool = { verifies?: VerifiedAttribute[]; waits?: VerifiedAttribute[] }

const run = ({ verifies = [], waits = [] }: Pool, before: Values, set: Values, removed: string[] = []) => {
  const { attributes, toProve } = changeAttributes({
    settings: {
      autoVerifiedAttributes: verifies,
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: waits },
    },
    before: new Map(Object.entries(before)),
    changes: { set: new Map(Object.entries(set)), removed: new Set(removed) },
  })
  return {
    attributes: Object.fromEntries(attributes),
    toProve: toProve.map(({ deliveryMedium, destination }) => `${deliveryMedium} ${destination}`),
  }
}

const old = { email: 'old@x.io', email_verified: 'true' }
const verifies: Pool = { verifies: ['email'] }
const waits: Pool = { verifies: ['email'], waits: ['email'] }

suite('changeAttributes', () => {
  const rows: [name: string, pool: Pool, before: Values, set: Values, after: Values, toProve: string[]][] = [
    ['other attributes', verifies, old, { name: 'J' }, { ...old, name: 'J' }, []],
    [
      'a new address, verified by nobody',
      {},
      old,
      { email: 'new@x.io' },
      { email: 'new@x.io', email_verified: 'false' },
      [],
    ],
    [
      'a new address',
      verifies,
      old,
      { email: 'new@x.io' },
      { email: 'new@x.io', email_verified: 'false' },
      ['EMAIL new@x.io'],
    ],
    [
      'a first address',
      verifies,
      {},
      { email: 'new@x.io' },
      { email: 'new@x.io', email_verified: 'false' },
      ['EMAIL new@x.io'],
    ],
    ['a first address that waits', waits, {}, { email: 'new@x.io' }, {}, ['EMAIL new@x.io']],
    [
      'a new address that waits',
      waits,
      old,
      { email: 'new@x.io', name: 'J' },
      { ...old, name: 'J' },
      ['EMAIL new@x.io'],
    ],
    [
      'one that waits, and a flag of its own',
      waits,
      old,
      { email: 'new@x.io', email_verified: 'false' },
      old,
      ['EMAIL new@x.io'],
    ],
    [
      'an unverified one that waits',
      waits,
      { email: 'old@x.io' },
      { email: 'new@x.io' },
      { email: 'old@x.io' },
      ['EMAIL new@x.io'],
    ],
    ['the same address', waits, old, { email: 'old@x.io' }, old, []],
    [
      'the same address, un-verified',
      verifies,
      old,
      { email: 'old@x.io', email_verified: 'false' },
      { ...old, email_verified: 'false' },
      [],
    ],
    [
      'a verified address',
      verifies,
      {},
      { email: 'new@x.io', email_verified: 'true' },
      { email: 'new@x.io', email_verified: 'true' },
      [],
    ],
    [
      'a verified address where others wait',
      waits,
      old,
      { email: 'new@x.io', email_verified: 'true' },
      { email: 'new@x.io', email_verified: 'true' },
      [],
    ],
    ['a flag alone', waits, old, { email_verified: 'false' }, { ...old, email_verified: 'false' }, []],
    [
      'the other kind of address',
      verifies,
      old,
      { phone_number: '+15550001111' },
      { ...old, phone_number: '+15550001111', phone_number_verified: 'false' },
      [],
    ],
  ]
  for (const [name, pool, before, set, attributes, toProve] of rows) {
    test(name, () => assert.deepEqual(run(pool, before, set), { attributes, toProve }))
  }

  test('both addresses', () => {
    const set = { phone_number: '+15550001111', email: 'new@x.io' }
    const { toProve } = run({ verifies: ['email', 'phone_number'] }, {}, set)
    assert.deepEqual(toProve, ['EMAIL new@x.io', 'SMS +15550001111'])
  })

  test('what is removed is gone', () => {
    const { attributes } = run(verifies, { ...old, name: 'J' }, { name: 'K' }, ['email', 'email_verified', 'locale'])
    assert.deepEqual(attributes, { name: 'K' })
  })
})
