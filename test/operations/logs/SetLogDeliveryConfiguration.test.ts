import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetLogDeliveryConfigurationCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeWatchedPool, missingPool } from '../risk/fixture.ts'
import { LOG_GROUP, notifications, userEvents } from './fixture.ts'

const server = useServer()

const set = async (UserPoolId: string, LogConfigurations: LogConfigurationType[]) => {
  const command = new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations })
  return (await server.client().send(command)).LogDeliveryConfiguration
}
const get = async (UserPoolId: string) => {
  const command = new GetLogDeliveryConfigurationCommand({ UserPoolId })
  return (await server.client().send(command)).LogDeliveryConfiguration
}

test('what is set is shown, replaced whole, and taken away by an empty list', async () => {
  const { poolId } = await makeWatchedPool(server.client())
  const lists: LogConfigurationType[][] = [
    [notifications, userEvents],
    [userEvents, notifications],
    [{ ...userEvents, FirehoseConfiguration: undefined, S3Configuration: { BucketArn: 'arn:aws:s3:::bucket' } }],
    [{ ...userEvents, FirehoseConfiguration: undefined, CloudWatchLogsConfiguration: { LogGroupArn: LOG_GROUP } }],
    [],
  ]
  for (const list of lists) {
    const expected = { UserPoolId: poolId, LogConfigurations: JSON.parse(JSON.stringify(list)) }
    assert.deepEqual(await set(poolId, list), expected)
    assert.deepEqual(await get(poolId), expected)
  }
})

test('every pool logs messages that were not delivered', async () => {
  const { poolId } = await makePool(server.client(), { UserPoolTier: 'LITE' })
  await set(poolId, [notifications])
})

const IPE = 'InvalidParameterException'
const elsewhere = (arn: string) => arn.replace('us-east-1', 'eu-west-1')

const refusals: [string, LogConfigurationType[], string, string][] = [
  ['a source twice', [notifications, notifications], IPE, 'Following event sources appear more then once in a request'],
  [
    'a log group elsewhere',
    [{ ...notifications, CloudWatchLogsConfiguration: { LogGroupArn: elsewhere(LOG_GROUP) } }],
    IPE,
    'ARN does not belong to current region',
  ],
  [
    'a stream elsewhere',
    [{ ...userEvents, FirehoseConfiguration: { StreamArn: elsewhere(userEvents.FirehoseConfiguration.StreamArn) } }],
    IPE,
    'ARN does not belong to current region',
  ],
  ['another level', [{ ...notifications, LogLevel: 'INFO' }], IPE, 'LogLevel for userNotification must be ERROR.'],
  ['another level of events', [{ ...userEvents, LogLevel: 'ERROR' }], IPE, 'LogLevel for userAuthEvents must be INFO.'],
  [
    'no place',
    [{ ...notifications, CloudWatchLogsConfiguration: undefined }],
    IPE,
    'Exactly one destination must be given for userNotification: CloudWatchLogsConfiguration.',
  ],
  [
    'a place without a name',
    [{ ...notifications, CloudWatchLogsConfiguration: {} }],
    IPE,
    'Exactly one destination must be given for userNotification: CloudWatchLogsConfiguration.',
  ],
  [
    'a place that it does not go to',
    [{ ...userEvents, EventSource: 'userNotification', LogLevel: 'ERROR' }],
    IPE,
    'Exactly one destination must be given for userNotification: CloudWatchLogsConfiguration.',
  ],
  [
    'two places',
    [{ ...userEvents, S3Configuration: { BucketArn: 'arn:aws:s3:::bucket' } }],
    IPE,
    'Exactly one destination must be given for userAuthEvents: CloudWatchLogsConfiguration, S3Configuration, FirehoseConfiguration.',
  ],
  [
    'no source',
    [{ ...notifications, EventSource: undefined as never }], // what the SDK's types forbid
    IPE,
    "1 validation error detected: Value null at 'logConfigurations.1.member.eventSource' failed to satisfy constraint: Member must not be null",
  ],
  [
    'an unknown source',
    [{ ...notifications, EventSource: 'everything' as never }],
    IPE,
    "1 validation error detected: Value 'everything' at 'logConfigurations.1.member.eventSource' failed to satisfy constraint: Member must satisfy enum value set: [userAuthEvents, userNotification]",
  ],
  [
    'no level',
    [{ ...notifications, LogLevel: undefined as never }],
    IPE,
    "1 validation error detected: Value null at 'logConfigurations.1.member.logLevel' failed to satisfy constraint: Member must not be null",
  ],
  [
    'no list',
    undefined as never,
    IPE,
    "1 validation error detected: Value null at 'logConfigurations' failed to satisfy constraint: Member must not be null",
  ],
]

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeWatchedPool(sdk)
  for (const [name, list, error, message] of refusals) {
    await t.test(name, () => assert.rejects(set(poolId, list), serviceError(error, message)))
  }
  for (const [name, { UserPoolId }, error, message] of missingPool) {
    await t.test(name, () => assert.rejects(set(UserPoolId, []), serviceError(error, message)))
  }
  const tooMany = [notifications, userEvents, userEvents]
  await assert.rejects(set(poolId, tooMany), serviceError(IPE, /Member must have length less than or equal to 2$/))
  assert.deepEqual((await get(poolId))?.LogConfigurations, [])
})

test('what users do is logged of pools that watch them', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await assert.rejects(
    set(poolId, [userEvents]),
    serviceError(
      'FeatureUnavailableInTierException',
      'The following feature is not available for the ESSENTIALS pricing tier configured: Log Streaming',
    ),
  )
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, UserPoolTier: 'PLUS' }))
  await assert.rejects(
    set(poolId, [userEvents]),
    serviceError(IPE, 'userAuthEvents requires threat protection to be enabled for the user pool.'),
  )
})
