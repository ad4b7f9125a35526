import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddCustomAttributesCommand, GetCSVHeaderCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

const standard =
  'name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at'.split(
    ',',
  )
const own = ['cognito:mfa_enabled', 'cognito:username']

test('the columns of a pool, its custom attributes among them', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { Schema: [{ Name: 'team', AttributeDataType: 'String' }] })
  const header = async () => {
    const { $metadata, ...answer } = await sdk.send(new GetCSVHeaderCommand({ UserPoolId: poolId }))
    return answer
  }
  assert.deepEqual(await header(), { UserPoolId: poolId, CSVHeader: [...standard, 'custom:team', ...own] })
  const CustomAttributes = [
    { Name: 'size', AttributeDataType: 'Number' as const },
    { Name: 'note', AttributeDataType: 'String' as const, DeveloperOnlyAttribute: true },
  ]
  await sdk.send(new AddCustomAttributesCommand({ UserPoolId: poolId, CustomAttributes }))
  assert.deepEqual((await header()).CSVHeader, [...standard, 'custom:team', 'custom:size', ...own])
})

test('refusals', async (t) => {
  const rows: [string, string | undefined, string, string][] = [
    [
      'an unknown pool',
      'us-east-1_nosuchone',
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      'no pool',
      undefined,
      'InvalidParameterException',
      "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an id of another form',
      'pool',
      'InvalidParameterException',
      String.raw`1 validation error detected: Value 'pool' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
    ],
  ]
  for (const [name, UserPoolId, error, message] of rows) {
    await t.test(name, () =>
      assert.rejects(server.client().send(new GetCSVHeaderCommand({ UserPoolId })), serviceError(error, message)),
    )
  }
})
