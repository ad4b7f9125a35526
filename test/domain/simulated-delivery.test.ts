import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type Nobody,
  simulatedDestination,
  simulatedRecovery,
  simulatedResend,
} from '../../src/domain/simulated-delivery.ts'

const nobody = (username: string, pool: Partial<Nobody['pool']> = {}, key = 'k'): Nobody => ({
  pool: { caseSensitive: false, ...pool },
  username,
  key: Buffer.from(key),
})
const byEmail: Partial<Nobody['pool']> = {
  accountRecoverySetting: { recoveryMechanisms: [{ priority: 1, name: 'verified_email' }] },
}

suite('simulated deliveries', () => {
  test('mask the name where it is an address', () => {
    assert.deepEqual(simulatedRecovery(nobody('jane@gmail.com')), {
      attributeName: 'email',
      deliveryMedium: 'EMAIL',
      destination: 'j***@g***',
    })
    assert.deepEqual(simulatedRecovery(nobody('+15551234567')), {
      attributeName: 'phone_number',
      deliveryMedium: 'SMS',
      destination: '+*******4567',
    })
  })

  test('mask what a user has, of that which the pool would choose', () => {
    const user = (...attributes: [string, string][]) => ({
      ...nobody('jane', { autoVerifiedAttributes: ['phone_number', 'email'] }),
      attributes: new Map(attributes),
    })
    const [email, phone] = [['email', 'ann@example.com'] as const, ['phone_number', '+15550009876'] as const]
    const rows = [
      [user([...email]), 'a***@e***'],
      [user([...email], [...phone]), '+*******9876'],
      [user(['email', ''], [...phone]), '+*******9876'],
    ] as const
    for (const [who, shown] of rows)
      assert.deepEqual([simulatedRecovery(who).destination, simulatedResend(who).destination], [shown, shown])
    assert.deepEqual(simulatedResend(user(['name', 'Ann'])), simulatedResend(nobody('jane', user().pool)))
  })

  const media: [name: string, pool: Partial<Nobody['pool']>, username: string, to: string][] = [
    ['legacy order', {}, 'jane', 'phone_number'],
    ['what the pool verifies', { autoVerifiedAttributes: ['email'] }, 'jane', 'email'],
    ['what users sign in by', { usernameAttributes: ['email'] }, 'jane', 'email'],
    ['the only way to recover', byEmail, 'jane', 'email'],
    ['no way that the pool does not use', byEmail, '+15551234567', 'email'],
  ]
  for (const [name, pool, username, to] of media) {
    test(`go by ${name}`, () => assert.equal(simulatedRecovery(nobody(username, pool)).attributeName, to))
  }

  test('look like real ones', () => {
    for (let index = 0; index < 500; index++) {
      assert.match(simulatedDestination('email', nobody(`user${index}`)), /^[a-z]\*\*\*@[a-z]\*\*\*$/)
      assert.match(simulatedDestination('phone_number', nobody(`user${index}`)), /^\+\*{7}\d{4}$/)
    }
  })

  test('are the same for the same name and key alone', () => {
    const of = (username: string, key?: string) => simulatedDestination('phone_number', nobody(username, {}, key))
    assert.equal(of('jane'), of('JANE'))
    assert.equal(of('jos\u00e9'), of('jose\u0301'))
    assert.notEqual(of('jane'), of('jane', 'other'))
    assert.ok(new Set(Array.from({ length: 100 }, (_, index) => of(`user${index}`))).size > 80)
  })

  test('refuse what is refused to everybody', () => {
    const adminOnly: Partial<Nobody['pool']> = {
      accountRecoverySetting: { recoveryMechanisms: [{ priority: 1, name: 'admin_only' }] },
    }
    assert.throws(() => simulatedRecovery(nobody('jane', adminOnly)), { name: 'NotAuthorizedException' })
    assert.throws(() => simulatedResend(nobody('jane')), { name: 'InvalidParameterException' })
    assert.equal(
      simulatedResend(nobody('jane', { autoVerifiedAttributes: ['email', 'phone_number'] })).deliveryMedium,
      'SMS',
    )
  })
})
