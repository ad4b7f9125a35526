/** What is asked of a replica in its own Region: its own tags, logs and domains, and what repeats the settings of its pool. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  GetUserPoolMfaConfigCommand,
  ListTagsForResourceCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createDomain, custom, describeDomain } from '../domains/fixture.ts'
import { LOG_GROUP, notifications } from '../logs/fixture.ts'
import { watching } from '../risk/fixture.ts'
import { arnOf, KEY, makeReplicated, PRIMARY, SECONDARY } from './fixture.ts'

const server = useServer()
const here = () => server.client(PRIMARY)
const abroad = () => server.client(SECONDARY)

const refused = serviceError(
  'InvalidParameterException',
  'These settings are changed in the primary Region of the user pool. In another one they must be repeated as they are.',
)

test('UpdateUserPool takes tags of its own with the settings of the pool, and no others', async (t) => {
  const stated = { AutoVerifiedAttributes: ['email' as const], UserPoolTags: { team: 'pool' } }
  const { poolId: UserPoolId } = await makeReplicated(here(), 'INACTIVE', stated)
  const update = (more: Partial<UpdateUserPoolCommandInput>) =>
    abroad().send(new UpdateUserPoolCommand({ ...stated, UserPoolId, ...more }))
  const tagsIn = async (region: string) => {
    const command = new ListTagsForResourceCommand({ ResourceArn: arnOf(UserPoolId, region) })
    return (await server.client(region).send(command)).Tags
  }
  const before = await here().send(new DescribeUserPoolCommand({ UserPoolId }))
  await update({ UserPoolTags: { team: 'replica' } })
  assert.deepEqual([await tagsIn(SECONDARY), await tagsIn(PRIMARY)], [{ team: 'replica' }, { team: 'pool' }])
  await update({ ...KEY, MfaConfiguration: 'OFF', UserPoolTags: undefined })
  assert.deepEqual(await tagsIn(SECONDARY), {})
  const rows: [string, Partial<UpdateUserPoolCommandInput>][] = [
    ['a setting that is left out', { AutoVerifiedAttributes: undefined }],
    ['another name', { PoolName: 'another' }],
    ['protection', { DeletionProtection: 'ACTIVE' }],
    ['a function', { LambdaConfig: { PreSignUp: 'arn:aws:lambda:us-east-1:000000000000:function:f' } }],
    ['a sender', { EmailConfiguration: { ReplyToEmailAddress: 'a@example.com' } }],
    ['another tier', { UserPoolTier: 'PLUS' }],
  ]
  for (const [name, more] of rows) {
    await t.test(name, () => assert.rejects(update({ ...more, UserPoolTags: { no: 'tag' } }), refused))
  }
  assert.deepEqual(await tagsIn(SECONDARY), {})
  const after = await here().send(new DescribeUserPoolCommand({ UserPoolId }))
  assert.deepEqual(after.UserPool, before.UserPool)
})

test('SetUserPoolMfaConfig takes the factors of the pool, and no others', async () => {
  const { poolId: UserPoolId } = await makeReplicated(here())
  const set = (region: string, more: Partial<SetUserPoolMfaConfigCommandInput>) =>
    server.client(region).send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...more }))
  const totp = { MfaConfiguration: 'OPTIONAL' as const, SoftwareTokenMfaConfiguration: { Enabled: true } }
  await assert.rejects(set(SECONDARY, totp), refused)
  await set(PRIMARY, totp)
  await assert.rejects(set(SECONDARY, {}), refused)
  await assert.rejects(set(SECONDARY, { ...totp, MfaConfiguration: 'ON' }), refused)
  const { $metadata, ...answer } = await set(SECONDARY, totp)
  assert.deepEqual(answer, totp)
  const { $metadata: _, ...shown } = await here().send(new GetUserPoolMfaConfigCommand({ UserPoolId }))
  assert.deepEqual(shown, totp)
})

test('SetRiskConfiguration takes what the pool does about risks, and nothing else', async () => {
  const { poolId: UserPoolId } = await makeReplicated(here(), 'INACTIVE', watching)
  const set = async (region: string, more: Partial<SetRiskConfigurationCommandInput>) =>
    (await server.client(region).send(new SetRiskConfigurationCommand({ UserPoolId, ...more }))).RiskConfiguration
  const exceptions = { RiskExceptionConfiguration: { BlockedIPRangeList: ['192.0.2.0/24'] } }
  await set(SECONDARY, {})
  await assert.rejects(set(SECONDARY, exceptions), refused)
  const made = await set(PRIMARY, exceptions)
  assert.deepEqual(await set(SECONDARY, exceptions), made)
  await assert.rejects(set(SECONDARY, {}), refused)
})

test('a replica says by itself what it logs, to places in its Region', async () => {
  const { poolId: UserPoolId } = await makeReplicated(here())
  const set = (region: string, LogConfigurations: LogConfigurationType[]) =>
    server.client(region).send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }))
  const get = async (region: string) => {
    const command = new GetLogDeliveryConfigurationCommand({ UserPoolId })
    return (await server.client(region).send(command)).LogDeliveryConfiguration?.LogConfigurations
  }
  const own = {
    ...notifications,
    CloudWatchLogsConfiguration: { LogGroupArn: LOG_GROUP.replace(PRIMARY, SECONDARY) },
  }
  await assert.rejects(
    set(SECONDARY, [notifications]),
    serviceError('InvalidParameterException', 'ARN does not belong to current region'),
  )
  await set(SECONDARY, [own])
  assert.deepEqual([await get(PRIMARY), await get(SECONDARY)], [[], [own]])
  await set(PRIMARY, [notifications])
  await set(SECONDARY, [])
  assert.deepEqual([await get(PRIMARY), await get(SECONDARY)], [[notifications], []])
})

suite('domains of the pool can be had in either Region:', () => {
  for (const [name, config] of [
    ['a prefix', {}],
    ['a custom domain', { Domain: 'auth.replica.example', CustomDomainConfig: custom }],
  ] as const) {
    test(name, async () => {
      const { poolId: UserPoolId } = await makeReplicated(here())
      const { domain: Domain } = await createDomain(abroad(), UserPoolId, config)
      const { CustomDomainConfig } = { CustomDomainConfig: undefined, ...config }
      await abroad().send(
        new UpdateUserPoolDomainCommand({ UserPoolId, Domain, CustomDomainConfig, ManagedLoginVersion: 2 }),
      )
      const described = await describeDomain(abroad(), Domain)
      assert.deepEqual([described?.UserPoolId, described?.ManagedLoginVersion], [UserPoolId, 2])
      assert.deepEqual(await describeDomain(here(), Domain), described)
      assert.deepEqual(await describeDomain(server.client('eu-central-1'), Domain), {})
      await abroad().send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }))
      assert.deepEqual(await describeDomain(here(), Domain), {})
    })
  }
})
