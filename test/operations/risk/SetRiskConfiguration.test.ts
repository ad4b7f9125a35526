import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeleteUserPoolClientCommand,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeWatchedPool, missingPool, notWatched } from './fixture.ts'

const server = useServer()
const IDENTITY = 'arn:aws:ses:us-east-1:000000000000:identity/example.com'

type Parts = Omit<SetRiskConfigurationCommandInput, 'UserPoolId' | 'ClientId'>

const everything: Parts = {
  CompromisedCredentialsRiskConfiguration: { EventFilter: ['SIGN_IN'], Actions: { EventAction: 'BLOCK' } },
  AccountTakeoverRiskConfiguration: {
    NotifyConfiguration: {
      From: 'Security <security@example.com>',
      ReplyTo: 'help@example.com',
      SourceArn: IDENTITY,
      BlockEmail: { Subject: 'Blocked', HtmlBody: '<p>We blocked it</p>', TextBody: 'We blocked it' },
      NoActionEmail: { Subject: 'Seen', TextBody: 'We saw it' },
      MfaEmail: { Subject: 'Asked', TextBody: 'We asked for more' },
    },
    Actions: {
      LowAction: { Notify: false, EventAction: 'NO_ACTION' },
      MediumAction: { Notify: true, EventAction: 'MFA_IF_CONFIGURED' },
      HighAction: { Notify: true, EventAction: 'BLOCK' },
    },
  },
  RiskExceptionConfiguration: {
    BlockedIPRangeList: ['192.0.2.0/24', '2001:db8::/32'],
    SkippedIPRangeList: ['10.0.0.1/32'],
  },
}

const set = (UserPoolId: string, parts: Parts, ClientId?: string) =>
  server.client().send(new SetRiskConfigurationCommand({ UserPoolId, ClientId, ...parts }))
const describe = async (UserPoolId: string, ClientId?: string) => {
  const { RiskConfiguration } = await server
    .client()
    .send(new DescribeRiskConfigurationCommand({ UserPoolId, ClientId }))
  return RiskConfiguration
}

test('what is set is shown, each level by itself, and replaced whole', async () => {
  const { poolId, clientId } = await makeWatchedPool(server.client())
  const { RiskConfiguration: answered } = await set(poolId, everything)
  assert.ok(answered?.LastModifiedDate instanceof Date)
  assert.deepEqual(answered, { UserPoolId: poolId, ...everything, LastModifiedDate: answered.LastModifiedDate })
  assert.deepEqual(await describe(poolId), answered)

  const own: Parts = { RiskExceptionConfiguration: { BlockedIPRangeList: [], SkippedIPRangeList: ['192.0.2.7/32'] } }
  const { RiskConfiguration: ofClient } = await set(poolId, own, clientId)
  assert.deepEqual(ofClient, {
    UserPoolId: poolId,
    ClientId: clientId,
    ...own,
    LastModifiedDate: ofClient?.LastModifiedDate,
  })
  assert.deepEqual(await describe(poolId, clientId), ofClient)
  assert.deepEqual(await describe(poolId), answered, 'the pool keeps its own')

  await set(poolId, { RiskExceptionConfiguration: {} })
  const replaced = await describe(poolId)
  assert.deepEqual(replaced?.RiskExceptionConfiguration, {})
  assert.equal(replaced?.AccountTakeoverRiskConfiguration, undefined)
})

test('where no events are named all are meant, and other defaults stay unsaid', async () => {
  const { poolId } = await makeWatchedPool(server.client())
  for (const EventFilter of [undefined, []]) {
    const parts: Parts = {
      CompromisedCredentialsRiskConfiguration: { EventFilter, Actions: { EventAction: 'NO_ACTION' } },
    }
    const { RiskConfiguration } = await set(poolId, parts)
    assert.deepEqual(RiskConfiguration?.CompromisedCredentialsRiskConfiguration, {
      EventFilter: ['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP'],
      Actions: { EventAction: 'NO_ACTION' },
    })
  }
  const { RiskConfiguration } = await set(poolId, { AccountTakeoverRiskConfiguration: { Actions: {} } })
  assert.deepEqual(RiskConfiguration?.AccountTakeoverRiskConfiguration, { Actions: {} })
})

test('a request without parts resets: the pool to nothing, the client to what the pool has', async () => {
  const { poolId, clientId } = await makeWatchedPool(server.client())
  await set(poolId, { RiskExceptionConfiguration: { BlockedIPRangeList: ['192.0.2.0/24'] } })
  await set(poolId, everything, clientId)
  assert.deepEqual((await set(poolId, {}, clientId)).RiskConfiguration, { UserPoolId: poolId, ClientId: clientId })
  assert.deepEqual(await describe(poolId, clientId), await describe(poolId))
  assert.deepEqual((await set(poolId, {})).RiskConfiguration, { UserPoolId: poolId })
  assert.deepEqual(await describe(poolId), { UserPoolId: poolId })
})

test('a client takes its configuration along', async () => {
  const sdk = server.client()
  const { poolId } = await makeWatchedPool(sdk)
  const { clientId } = await makeClient(sdk, poolId)
  await set(poolId, everything, clientId)
  await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
  assert.equal(await server.ctx.store.riskConfigurations.find(poolId, clientId), undefined)
})

const notify = (change: object, Notify = true): Parts => ({
  AccountTakeoverRiskConfiguration: {
    NotifyConfiguration: { SourceArn: IDENTITY, ...change },
    Actions: { LowAction: { Notify, EventAction: 'BLOCK' } },
  },
})
const range = (text: string): Parts => ({ RiskExceptionConfiguration: { SkippedIPRangeList: [text] } })
const IPE = 'InvalidParameterException'
const violation = (rest: string) => `1 validation error detected: ${rest}`
const unchecked = (parts: unknown) => parts as Parts // what the SDK's types forbid

const refusals: [string, Parts & { UserPoolId?: string; ClientId?: string }, string, string | RegExp][] = [
  ...missingPool,
  [
    'an unknown client',
    { ClientId: 'nobodys' },
    'ResourceNotFoundException',
    'User pool client nobodys does not exist.',
  ],
  ...[
    '192.0.2.0',
    '192.0.2.0/33',
    '192.0.2/24',
    '2001:db8::/129',
    'fe80::1%eth0/64',
    '/24',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '',
  ].map((text): [string, Parts, string, string] => [`the range ${text}`, range(text), IPE, 'Incorrect CIDR format']),
  [
    'a blocked range',
    { RiskExceptionConfiguration: { BlockedIPRangeList: ['everyone'] } },
    IPE,
    'Incorrect CIDR format',
  ],
  [
    'too many ranges',
    { RiskExceptionConfiguration: { BlockedIPRangeList: Array.from({ length: 201 }, () => '192.0.2.0/24') } },
    IPE,
    /at 'riskExceptionConfiguration\.blockedIPRangeList' failed to satisfy constraint: Member must have length less than or equal to 200$/,
  ],
  [
    'an unknown event',
    unchecked({
      CompromisedCredentialsRiskConfiguration: { EventFilter: ['SIGN_OUT'], Actions: { EventAction: 'BLOCK' } },
    }),
    IPE,
    /\[Member must satisfy enum value set: \[SIGN_IN, PASSWORD_CHANGE, SIGN_UP\]\]$/,
  ],
  [
    'no action on stolen passwords',
    unchecked({ CompromisedCredentialsRiskConfiguration: { Actions: {} } }),
    IPE,
    violation(
      "Value null at 'compromisedCredentialsRiskConfiguration.actions.eventAction' failed to satisfy constraint: Member must not be null",
    ),
  ],
  [
    'an unknown action on takeovers',
    unchecked({ AccountTakeoverRiskConfiguration: { Actions: { LowAction: { Notify: true, EventAction: 'CRY' } } } }),
    IPE,
    violation(
      "Value 'CRY' at 'accountTakeoverRiskConfiguration.actions.lowAction.eventAction' failed to satisfy constraint: Member must satisfy enum value set: [MFA_IF_CONFIGURED, BLOCK, NO_ACTION, MFA_REQUIRED]",
    ),
  ],
  [
    'a notice that nobody sends',
    { AccountTakeoverRiskConfiguration: { Actions: { LowAction: { Notify: true, EventAction: 'BLOCK' } } } },
    IPE,
    'NotifyConfiguration is required when Notify is true.',
  ],
  [
    'an identity elsewhere',
    notify({ SourceArn: 'arn:aws:ses:ap-south-1:000000000000:identity/example.com' }),
    IPE,
    'Provided SourceArn must be in one of the following SES regions: eu-west-1, us-east-1, us-west-2.',
  ],
  ['a sender that is none', notify({ From: 'security' }), IPE, 'Provided From email address is invalid'],
  ['two senders', notify({ From: 'a@example.com, b@example.com' }), IPE, 'Provided From email address is invalid'],
  ['an answer to nobody', notify({ ReplyTo: 'nobody' }), IPE, 'Provided ReplyTo email address is invalid'],
  [
    'a subject of two lines',
    notify({ MfaEmail: { Subject: 'New\nBcc: all@example.com' } }, false),
    IPE,
    'accountTakeoverRiskConfiguration.notifyConfiguration.mfaEmail.subject must not contain line breaks.',
  ],
  [
    'a short text',
    notify({ BlockEmail: { Subject: 'Hi', TextBody: 'Hi' } }),
    IPE,
    violation(
      "Value 'Hi' at 'accountTakeoverRiskConfiguration.notifyConfiguration.blockEmail.textBody' failed to satisfy constraint: Member must have length greater than or equal to 6",
    ),
  ],
]

test('refusals', async (t) => {
  const { poolId } = await makeWatchedPool(server.client())
  for (const [name, change, error, message] of refusals) {
    const { UserPoolId = poolId, ClientId, ...parts } = change
    await t.test(name, () => assert.rejects(set(UserPoolId, parts, ClientId), serviceError(error, message)))
  }
  assert.deepEqual(await describe(poolId), { UserPoolId: poolId }, 'nothing was stored')
})

test('a pool without threat protection has none', async () => {
  const { poolId, clientId } = await makePool(server.client())
  await assert.rejects(set(poolId, everything), serviceError(...notWatched))
  await assert.rejects(set(poolId, everything, clientId), serviceError(...notWatched))
})

test('a client of another pool is unknown', async () => {
  const sdk = server.client()
  const [one, other] = [await makeWatchedPool(sdk), await makeWatchedPool(sdk)]
  await assert.rejects(set(one.poolId, everything, other.clientId), serviceError('ResourceNotFoundException'))
})

test('a request must name a pool', () =>
  assert.rejects(
    set(undefined as never, {}), // what the SDK's types forbid
    serviceError(IPE, violation("Value null at 'userPoolId' failed to satisfy constraint: Member must not be null")),
  ))
