import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type DeliveryMedium,
  type DeliveryPool,
  invitationDeliveries,
  maskDestination,
  recoveryDelivery,
  resendDelivery,
  toCodeDeliveryDetails,
  verificationDelivery,
} from '../../src/domain/delivery.ts'

const map = (attributes: Record<string, string>) => new Map(Object.entries(attributes))
const email = { email: 'jane@example.com' }
const phone = { phone_number: '+15551234567' }
const verifiedEmail = { ...email, email_verified: 'true' }
const verifiedPhone = { ...phone, phone_number_verified: 'true' }
const noRecovery = {
  name: 'InvalidParameterException',
  message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
}

suite('masks', () => {
  const cases: [medium: DeliveryMedium, destination: string, mask: string][] = [
    ['EMAIL', 'jane@gmail.com', 'j***@g***'],
    ['EMAIL', 'j@g', 'j***@g***'],
    ['EMAIL', '𝒿ane@例子.公司', '𝒿***@例***'],
    ['SMS', '+15551234567', '+*******4567'],
    ['SMS', '+123456789012345', '+*******2345'],
  ]
  for (const [medium, destination, mask] of cases) {
    test(`${destination} as ${mask}`, () => assert.equal(maskDestination(medium, destination), mask))
  }
})

suite('a sign-up', () => {
  const cases: [
    name: string,
    autoVerifiedAttributes: DeliveryPool['autoVerifiedAttributes'],
    attributes: object,
    to: string | undefined,
  ][] = [
    ['nothing is auto-verified', [], { ...email, ...phone }, undefined],
    ['only the auto-verified counts', ['email'], { ...email, ...phone }, 'email'],
    ['phone wins over email', ['email', 'phone_number'], { ...email, ...phone }, 'phone_number'],
    ['email where there is no phone', ['phone_number', 'email'], email, 'email'],
    ['no address of the kind', ['phone_number'], email, undefined],
  ]
  for (const [name, autoVerifiedAttributes = [], attributes, to] of cases) {
    test(`is verified: ${name}`, () => {
      const delivery = verificationDelivery({ autoVerifiedAttributes }, map({ ...attributes }))
      assert.equal(delivery?.attributeName, to)
    })
  }

  test('tells the masked way', () => {
    const delivery = verificationDelivery({ autoVerifiedAttributes: ['phone_number'] }, map(phone))
    assert.deepEqual(delivery && toCodeDeliveryDetails(delivery), {
      attributeName: 'phone_number',
      deliveryMedium: 'SMS',
      destination: '+*******4567',
    })
  })

  test('has its code sent again, if anywhere', () => {
    assert.equal(resendDelivery({ autoVerifiedAttributes: ['email'] }, map(email)).destination, 'jane@example.com')
    const refused = {
      name: 'InvalidParameterException',
      message: 'Cannot resend codes. Auto verification not turned on.',
    }
    assert.throws(() => resendDelivery({}, map(email)), refused)
    assert.throws(() => resendDelivery({ autoVerifiedAttributes: ['phone_number'] }, map(email)), refused)
  })
})

suite('a recovery', () => {
  const setting = (...names: ('verified_email' | 'verified_phone_number' | 'admin_only')[]): DeliveryPool => ({
    accountRecoverySetting: { recoveryMechanisms: names.map((name, index) => ({ name, priority: index + 1 })) },
  })
  const both = { ...verifiedEmail, ...verifiedPhone }
  const emailFirst = setting('verified_email', 'verified_phone_number')
  const cases: [name: string, pool: DeliveryPool, attributes: object, mfa: DeliveryMedium[], to: string][] = [
    ['legacy: phone first', {}, both, [], 'phone_number'],
    ['legacy: then email', {}, { ...phone, ...verifiedEmail }, [], 'email'],
    ['legacy: even where the phone is the second factor', {}, both, ['SMS'], 'phone_number'],
    ['an empty setting is legacy', { accountRecoverySetting: { recoveryMechanisms: [] } }, both, [], 'phone_number'],
    ['the preferred one', emailFirst, both, [], 'email'],
    ['the next if the preferred is not verified', emailFirst, { ...email, ...verifiedPhone }, [], 'phone_number'],
    [
      'by priority, not by place',
      {
        accountRecoverySetting: {
          recoveryMechanisms: [...(emailFirst.accountRecoverySetting?.recoveryMechanisms ?? [])].reverse(),
        },
      },
      both,
      [],
      'email',
    ],
    ['not by the second factor', emailFirst, both, ['EMAIL'], 'phone_number'],
  ]
  for (const [name, pool, attributes, mfa, to] of cases) {
    test(name, () => {
      assert.equal(recoveryDelivery(pool, map({ ...attributes }), new Set(mfa)).attributeName, to)
    })
  }

  const refused: [name: string, pool: DeliveryPool, attributes: object, mfa: DeliveryMedium[]][] = [
    ['nothing verified', {}, { ...email, ...phone }, []],
    ['a flag that is not true', {}, { ...email, email_verified: 'false' }, []],
    ['a flag without an address', {}, { email_verified: 'true' }, []],
    ['only another kind', setting('verified_email'), verifiedPhone, []],
    ['only the second factor', setting('verified_phone_number'), verifiedPhone, ['SMS']],
  ]
  for (const [name, pool, attributes, mfa] of refused) {
    test(`is refused: ${name}`, () => {
      assert.throws(() => recoveryDelivery(pool, map({ ...attributes }), new Set(mfa)), noRecovery)
    })
  }

  test('is refused: administrators only', () => {
    assert.throws(() => recoveryDelivery(setting('admin_only'), map(both), new Set()), {
      name: 'NotAuthorizedException',
      message: 'Contact administrator to reset password.',
    })
  })
})

test('an invitation goes by SMS unless said, and only to addresses there are', () => {
  const media = (attributes: Record<string, string>, desired?: DeliveryMedium[]) =>
    invitationDeliveries(map(attributes), desired).map(({ deliveryMedium }) => deliveryMedium)
  assert.deepEqual(media({ ...email, ...phone }), ['SMS'])
  assert.deepEqual(media(email), [])
  assert.deepEqual(media({ ...email, ...phone }, ['EMAIL', 'SMS', 'EMAIL']), ['EMAIL', 'SMS'])
  assert.deepEqual(media(phone, ['EMAIL', 'SMS']), ['SMS'])
  assert.deepEqual(media({ ...email, ...phone }, []), [])
})
