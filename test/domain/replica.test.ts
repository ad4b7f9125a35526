import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ServiceError } from '../../src/domain/errors.ts'
import { isMultiRegionKey, requireEnabled, requireRepeated } from '../../src/domain/replica.ts'

const { operations } = JSON.parse(readFileSync(new URL('../model/cognito-idp.json', import.meta.url), 'utf8')) as {
  operations: Record<string, { errors: string[] }>
}

const refusalOf = (name: string, status: 'ACTIVE' | 'INACTIVE') => {
  try {
    requireEnabled(name, { poolId: 'us-east-1_Pool', status })
    return undefined
  } catch (error) {
    assert.ok(error instanceof ServiceError)
    return error.name
  }
}

test('a replica refuses operations by errors that they declare', () => {
  for (const [name, { errors }] of Object.entries(operations)) {
    for (const status of ['ACTIVE', 'INACTIVE'] as const) {
      const refusal = refusalOf(name, status)
      // These two name no pool.
      if (['CreateUserPool', 'ListUserPools', 'GetProvisionedLimit', 'UpdateProvisionedLimit'].includes(name)) continue
      assert.ok(refusal === undefined || errors.includes(refusal), `${name}: ${refusal}`)
    }
  }
})

test('what it answers depends on its state', () => {
  const rows: [string, string | undefined, string | undefined][] = [
    ['DescribeUserPool', undefined, undefined],
    ['TagResource', undefined, undefined],
    ['AdminInitiateAuth', 'OperationNotEnabledException', undefined],
    ['GetIdentityProviderByIdentifier', 'ResourceNotFoundException', undefined],
    ['UpdateUserPool', undefined, undefined],
    ['DeleteUserPool', 'OperationNotEnabledException', 'OperationNotEnabledException'],
    ['AdminCreateUser', 'OperationNotEnabledException', 'OperationNotEnabledException'],
    ['CreateIdentityProvider', 'ResourceNotFoundException', 'ResourceNotFoundException'],
    ['no operation', 'OperationNotEnabledException', 'OperationNotEnabledException'],
  ]
  for (const [name, inactive, active] of rows) {
    assert.deepEqual([refusalOf(name, 'INACTIVE'), refusalOf(name, 'ACTIVE')], [inactive, active], name)
  }
})

test('what is repeated is so in any order, and as if what is not stated were not there', () => {
  const before = { a: 1, b: { c: [2, 3], d: 'x' } }
  requireRepeated(before, { b: { d: 'x', c: [2, 3], e: undefined }, a: 1 })
  const others = [{}, { a: 1 }, { ...before, a: 2 }, { ...before, b: { c: [3, 2], d: 'x' } }, { ...before, e: false }]
  for (const after of others) {
    assert.throws(() => requireRepeated(before, after), { name: 'InvalidParameterException' }, JSON.stringify(after))
  }
})

test('keys of several Regions are known by their ids', () => {
  const rows: [string, boolean][] = [
    ['arn:aws:kms:us-east-1:000000000000:key/mrk-0123456789abcdef0123456789abcdef', true],
    ['arn:aws-cn:kms:cn-north-1:000000000000:key/mrk-1', true],
    ['arn:aws:kms:us-east-1:000000000000:key/0123', false],
    ['arn:aws:kms:us-east-1:000000000000:alias/mrk-1', false],
    ['arn:aws:s3:us-east-1:000000000000:key/mrk-1', false],
    ['', false],
  ]
  for (const [arn, expected] of rows) assert.equal(isMultiRegionKey(arn), expected, arn)
})
