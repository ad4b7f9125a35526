import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Pool } from '../../src/domain/pool.ts'
import { eventAttributes, sdkVersion } from '../../src/domain/trigger-event.ts'
import type { User } from '../../src/domain/user.ts'

describe('the caller’s SDK by its User-Agent', () => {
  const unknown = 'aws-sdk-unknown-unknown'
  const cases: [userAgent: string | undefined, expected: string][] = [
    ['aws-sdk-js/2.1639.0 promise', 'aws-sdk-js-2.1639.0'],
    ['aws-sdk-nodejs/2.856.0 linux/v14.16.0 callback', 'aws-sdk-nodejs-2.856.0'],
    ['aws-sdk-iOS/2.9.3 iOS/12.0 en_US', 'aws-sdk-ios-2.9.3'],
    ['aws-sdk-java/2.20.43 Linux/5.10', 'aws-sdk-java-2.20.43'],
    ['aws-sdk-js/3.1169.0 ua/2.1 os/linux', unknown],
    ['aws-amplify/5.0.4 js', unknown],
    ['Boto3/1.26 aws-sdk-js/2.1.0', unknown],
    ['aws-sdk-java/x', unknown],
    [`aws-sdk-java/2.${'1'.repeat(500)}`, unknown],
    ['', unknown],
    [undefined, unknown],
  ]
  for (const [userAgent, expected] of cases) {
    test(`${userAgent?.slice(0, 40)}`, () => assert.equal(sdkVersion(userAgent), expected))
  }
})

describe('the attributes of a user in an event', () => {
  const user = (attributes: [string, string][], signedOutAt = 0) =>
    ({ sub: 'the-sub', status: 'CONFIRMED', signedOutAt, attributes: new Map(attributes) }) as unknown as User
  const pool = (settings: Partial<Pool['settings']> = {}) => ({ settings }) as unknown as Pool
  const email: [string, string][] = [
    ['email', 'jane@example.com'],
    ['email_verified', 'true'],
    ['custom:team', 'red'],
  ]
  const status = { sub: 'the-sub', 'cognito:user_status': 'CONFIRMED' }
  const all = { ...status, ...Object.fromEntries(email) }
  const cases: [what: string, attributes: Readonly<Record<string, string>>, expected: object][] = [
    ['all of them, as texts', eventAttributes(pool(), user(email)), all],
    ['none', eventAttributes(pool(), user([])), status],
    [
      'a verified alias',
      eventAttributes(pool({ aliasAttributes: ['email', 'phone_number'] }), user(email)),
      { ...all, 'cognito:email_alias': 'jane@example.com' },
    ],
    [
      'an alias that is not verified',
      eventAttributes(pool({ aliasAttributes: ['email'] }), user([['email', 'jane@example.com']])),
      { ...status, email: 'jane@example.com' },
    ],
    ['after a global sign-out', eventAttributes(pool(), user(email, 1234)), { ...all, 'cognito:token_nbf': '1234' }],
  ]
  for (const [what, attributes, expected] of cases) {
    test(what, () => assert.deepEqual(attributes, expected))
  }
})
