import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type EventChallenge, eventChallenges, noRisk } from '../../src/domain/auth-event.ts'
import { eventRecord, notificationRecord } from '../../src/domain/log-record.ts'
import type { Challenge } from '../../src/domain/sign-in.ts'
import { deviceName } from '../../src/domain/user-agent.ts'

describe('what an event tells of a sign-in', () => {
  const rows: [string, Challenge[], Challenge | undefined, string[]][] = [
    ['a password', ['PASSWORD'], undefined, ['Password:Success']],
    ['a password by SRP', ['PASSWORD_VERIFIER'], undefined, ['Password:Success']],
    ['a wrong password', [], 'PASSWORD_VERIFIER', ['Password:Failure']],
    ['a second factor', ['PASSWORD', 'SOFTWARE_TOKEN_MFA'], undefined, ['Password:Success', 'Mfa:Success']],
    ['a wrong code after it', ['PASSWORD'], 'EMAIL_OTP', ['Password:Success', 'Mfa:Failure']],
    ['a code in place of a password', ['EMAIL_OTP'], undefined, []],
    ['a wrong one', [], 'EMAIL_OTP', []],
    ['a passkey', ['WEB_AUTHN'], undefined, []],
    ['a device', ['PASSWORD', 'DEVICE_PASSWORD_VERIFIER'], undefined, ['Password:Success']],
  ]
  for (const [name, proved, failed, expected] of rows) {
    test(name, () => {
      const words = ({ name: of, response }: EventChallenge) => `${of}:${response}`
      assert.deepEqual(eventChallenges({ proved: new Set(proved) }, failed).map(words), expected)
    })
  }
})

test('a device is called by what is known of it', () => {
  const rows: [string | undefined, string][] = [
    [undefined, 'Other, Other'],
    ['', 'Other, Other'],
    ['curl/8.5.0', 'curl 8, Other'],
    ['(Windows NT 10.0)', 'Other, Windows 10'],
  ]
  for (const [userAgent, expected] of rows) assert.equal(deviceName(userAgent), expected)
})

test('records are one line each, whatever stands in them', () => {
  const event = {
    poolId: 'us-east-1_Pool',
    id: 'id',
    sub: 'sub',
    clientId: 'client',
    type: 'SignUp' as const,
    response: 'InProgress' as const,
    challenges: [],
    context: { ipAddress: '192.0.2.1', deviceName: 'Other, Other', timezone: undefined },
    risk: noRisk,
    createdAt: Date.UTC(2024, 6, 17, 17, 25, 55),
    feedback: undefined,
  }
  const username = 'a\n"b"\u2028{'
  const details = { username, requestId: undefined, hasContextData: true, at: 1_687_297_330_677 }
  const { line, source, poolId } = eventRecord(event, details)
  assert.deepEqual([source, poolId], ['userAuthEvents', 'us-east-1_Pool'])
  assert.ok(!line.includes('\n'))
  const { message, eventTimestamp } = JSON.parse(line)
  assert.equal(eventTimestamp, '1687297330677')
  assert.equal(message.userName, username)
  assert.equal(message.creationDate, 'Wed Jul 17 17:25:55 UTC 2024')
  assert.deepEqual([message.requestId, message.hasContextData, message.riskDecision], ['', 'true', 'PASS'])
  assert.equal(
    notificationRecord('us-east-1_Pool', 'gone', 1).line,
    '{"eventTimestamp":"1","eventSource":"USER_NOTIFICATION","logLevel":"ERROR","message":{"details":"gone"},"logSourceId":{"userPoolId":"us-east-1_Pool"}}',
  )
})
