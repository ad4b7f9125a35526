/** What UserMigration brings over. The rules of its answers are in test/domain/user-migration.test.ts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
  ListUsersCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError } from '../harness.ts'
import { SMS } from '../mfa.ts'
import { makeTriggerPool, useTriggers } from '../triggers.ts'

const { server, answering, eventsOf } = useTriggers()

const EMAIL = 'jane@example.com'
const userAttributes = { email: EMAIL, email_verified: 'true' }
const jane = { userAttributes, finalUserStatus: 'CONFIRMED', messageAction: 'SUPPRESS' }
const NEW_PASSWORD = 'Battery-staple-7'

const fixture = async (pool: Partial<CreateUserPoolCommandInput> = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makeTriggerPool(sdk, pool)
  return {
    sdk,
    poolId,
    clientId,
    migrate: (response: Record<string, unknown>, typed = 'jane', password = PASSWORD) =>
      answering({ UserMigration_Authentication: response }, () => signIn(sdk, clientId, typed, password)),
    async user(Username = 'jane') {
      const found = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
      const attributes = Object.fromEntries((found.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]))
      return { ...found, attributes }
    },
    usernames: async () => {
      const { Users = [] } = await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))
      return Users.map(({ Username }) => Username)
    },
    written: async () => (await server.inbox()).filter((message) => message.poolId === poolId),
    failure: serviceError('UserNotFoundException', `Exception migrating user in app client ${clientId}`),
  }
}

describe('whoever is brought over', () => {
  test('signs in by the password that was typed, then and later, without the function', async () => {
    const { sdk, clientId, migrate, user, written } = await fixture()
    assert.ok((await migrate({ ...jane, userAttributes: { ...userAttributes, name: 'Jane' } })).accessToken)
    const { UserStatus, attributes } = await user()
    const { sub: _, ...given } = attributes
    assert.deepEqual([UserStatus, given], ['CONFIRMED', { ...userAttributes, name: 'Jane' }])
    const events = await eventsOf(() => signIn(sdk, clientId, 'jane'))
    assert.deepEqual(
      events.filter(({ triggerSource }) => triggerSource.startsWith('UserMigration')),
      [],
    )
    assert.deepEqual(await written(), [])
    const wrong = signIn(sdk, clientId, 'jane', 'Wrong-horse-9')
    await assert.rejects(wrong, serviceError('NotAuthorizedException', 'Incorrect username or password.'))
  })

  test('keeps a password that the pool would not take as a new one', async () => {
    const { sdk, clientId, migrate } = await fixture()
    assert.ok((await migrate(jane, 'jane', 'short')).accessToken)
    assert.ok((await signIn(sdk, clientId, 'jane', 'short')).accessToken)
  })

  for (const finalUserStatus of [undefined, 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD']) {
    test(`sets a new password by a code, where finalUserStatus is ${finalUserStatus}`, async () => {
      const { sdk, clientId, migrate, user } = await fixture()
      const text = 'Password reset required for the user'
      const request = migrate({ ...jane, finalUserStatus })
      await assert.rejects(request, serviceError('PasswordResetRequiredException', text))
      assert.equal((await user()).UserStatus, 'RESET_REQUIRED')
      await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
      const ConfirmationCode = await server.code(EMAIL)
      const reset = { ClientId: clientId, Username: 'jane', Password: NEW_PASSWORD, ConfirmationCode }
      await sdk.send(new ConfirmForgotPasswordCommand(reset))
      assert.ok((await signIn(sdk, clientId, 'jane', NEW_PASSWORD)).accessToken)
    })
  }

  test('may have forgotten the password of the other system', async () => {
    const { sdk, clientId, user } = await fixture()
    const forgot = new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' })
    const { CodeDeliveryDetails } = await answering({ UserMigration_ForgotPassword: jane }, () => sdk.send(forgot))
    assert.equal(CodeDeliveryDetails?.Destination, 'j***@e***')
    assert.equal((await user()).UserStatus, 'RESET_REQUIRED')
    const ConfirmationCode = await server.code(EMAIL)
    const reset = { ClientId: clientId, Username: 'jane', Password: NEW_PASSWORD, ConfirmationCode }
    await sdk.send(new ConfirmForgotPasswordCommand(reset))
    assert.ok((await signIn(sdk, clientId, 'jane', NEW_PASSWORD)).accessToken)
  })

  describe('is welcomed by the media that the function names, in words that tell no password:', () => {
    const phone = { phone_number: '+15551234567', phone_number_verified: 'true' }
    const cases: [response: Record<string, unknown>, mediums: string[]][] = [
      [{ desiredDeliveryMediums: ['EMAIL'] }, ['EMAIL']],
      [{ desiredDeliveryMediums: ['SMS', 'EMAIL'] }, ['EMAIL', 'SMS']],
      [{ messageAction: null }, ['SMS']],
      [{ messageAction: 'SUPPRESS', desiredDeliveryMediums: ['EMAIL'] }, []],
    ]
    for (const [response, mediums] of cases) {
      test(JSON.stringify(response), async () => {
        const { sdk, clientId, written } = await fixture()
        const attributes = { ...userAttributes, ...phone }
        const migrated = { userAttributes: attributes, finalUserStatus: 'CONFIRMED', ...response }
        const words = { emailMessage: 'Welcome, {username}', smsMessage: 'Hello, {username}' }
        const answers = { UserMigration_Authentication: migrated, CustomMessage_AdminCreateUser: words }
        await answering(answers, () => signIn(sdk, clientId, 'jane'))
        const texts = { EMAIL: 'Welcome, jane', SMS: 'Hello, jane' }
        assert.deepEqual(
          (await written()).map(({ medium, body }) => [medium, body]).sort(),
          mediums.map((medium) => [medium, texts[medium as keyof typeof texts]]),
        )
      })
    }
  })

  test('is not told a password that nobody has made', async () => {
    const { migrate, written } = await fixture()
    await migrate({ ...jane, messageAction: null, desiredDeliveryMediums: ['EMAIL'] })
    assert.deepEqual(await written(), [])
  })

  test('comes once, by parallel sign-ins', async () => {
    const { sdk, clientId, usernames } = await fixture()
    const signIns = () => Promise.all(Array.from({ length: 4 }, () => signIn(sdk, clientId, 'jane')))
    const all = await answering({ UserMigration_Authentication: jane }, signIns)
    assert.ok(all.every(({ accessToken }) => accessToken))
    assert.deepEqual(await usernames(), ['jane'])
  })
})

describe('names and aliases', () => {
  const AliasAttributes = ['email' as const]

  test('whoever types an alias has the name that the function says', async () => {
    const { sdk, clientId, migrate, usernames } = await fixture({ AliasAttributes })
    await migrate({ ...jane, userAttributes: { ...userAttributes, username: 'jane' } }, EMAIL)
    assert.deepEqual(await usernames(), ['jane'])
    assert.ok((await signIn(sdk, clientId, EMAIL)).accessToken)
  })

  test('an alias is no name, and nobody is brought over without one', async () => {
    const { migrate, usernames, failure } = await fixture({ AliasAttributes })
    await assert.rejects(migrate(jane, EMAIL), failure)
    assert.deepEqual(await usernames(), [])
  })

  test('nobody gets another name than the one that was typed', async () => {
    const { migrate, usernames } = await fixture({ AliasAttributes })
    await migrate({ ...jane, userAttributes: { ...userAttributes, username: 'admin' } })
    assert.deepEqual(await usernames(), ['jane'])
  })

  test('an alias stays whose it is, and the migration fails', async () => {
    const { sdk, poolId, migrate, user, usernames, failure } = await fixture({ AliasAttributes })
    await makeUser(sdk, poolId, 'john', userAttributes)
    await assert.rejects(migrate(jane), failure)
    assert.deepEqual(await usernames(), ['john'])
    assert.equal((await user('john')).attributes.email_verified, 'true')
  })

  test('unless the function takes it, and then it is unverified where it was', async () => {
    const { sdk, poolId, migrate, user } = await fixture({ AliasAttributes })
    await makeUser(sdk, poolId, 'john', userAttributes)
    assert.ok((await migrate({ ...jane, forceAliasCreation: true })).accessToken)
    assert.equal((await user('john')).attributes.email_verified, 'false')
    assert.equal((await user('jane')).attributes.email_verified, 'true')
  })

  test('in a pool of addresses, the one that was typed is the user’s', async () => {
    const { migrate, usernames, user } = await fixture({ UsernameAttributes: ['email'] })
    await migrate(jane, EMAIL)
    const [sub = ''] = await usernames()
    assert.equal((await user(EMAIL)).attributes.sub, sub)
  })
})

describe('nobody is brought over', () => {
  test('whom the function does not know', async () => {
    const { sdk, clientId, migrate, usernames } = await fixture()
    const nobody = serviceError('UserNotFoundException', 'User does not exist.')
    for (const response of [{}, { userAttributes: null }, { userAttributes: {}, finalUserStatus: 'CONFIRMED' }]) {
      await assert.rejects(migrate(response), nobody)
    }
    const forgot = new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' })
    await assert.rejects(sdk.send(forgot), serviceError('UserNotFoundException'))
    assert.deepEqual(await usernames(), [])
  })

  const invalid: [what: string, response: Record<string, unknown>][] = [
    ['attributes that the pool does not have', { ...jane, userAttributes: { ...userAttributes, 'custom:no': 'x' } }],
    ['an address that is none', { ...jane, userAttributes: { email: 'x', phone_number: '1' } }],
    ['a second factor that the pool does not ask', { ...jane, enableSMSMFA: true }],
    ['flags that are texts', { ...jane, forceAliasCreation: 'yes' }],
    ['an error', { error: 'not allowed' }],
  ]
  for (const [what, response] of invalid) {
    test(`with ${what}`, async () => {
      const { sdk, poolId, migrate, usernames, failure } = await fixture()
      await assert.rejects(migrate(response), failure)
      const { clientId } = await makeClient(sdk, poolId, { PreventUserExistenceErrors: 'ENABLED' })
      const hidden = answering({ UserMigration_Authentication: response }, () => signIn(sdk, clientId, 'jane'))
      await assert.rejects(hidden, serviceError('NotAuthorizedException', 'Incorrect username or password.'))
      assert.deepEqual(await usernames(), [])
    })
  }
})

test('a second factor by text message needs a number, and is asked at once', async () => {
  const { sdk, poolId, clientId, migrate, user, failure } = await fixture(SMS)
  await sdk.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: SMS,
    }),
  )
  await assert.rejects(migrate({ ...jane, enableSMSMFA: true }), failure)
  const phone = { phone_number: '+15551234567', phone_number_verified: 'true' }
  const asked = await migrate({ ...jane, userAttributes: { ...userAttributes, ...phone }, enableSMSMFA: true })
  assert.equal(asked.accessToken, '')
  assert.deepEqual((await user()).UserMFASettingList, ['SMS_MFA'])
  assert.equal((await signIn(sdk, clientId, 'jane')).accessToken, '')
})

describe('guesses at passwords of the other system are counted', () => {
  for (const PreventUserExistenceErrors of ['LEGACY', 'ENABLED'] as const) {
    test(PreventUserExistenceErrors, async () => {
      const { sdk, poolId } = await fixture()
      const { clientId } = await makeClient(sdk, poolId, { PreventUserExistenceErrors })
      const asked = async (work: () => Promise<unknown>, answers = {}) => {
        const events = await eventsOf(() => work().catch(() => {}), answers)
        return events.filter(({ triggerSource }) => triggerSource === 'UserMigration_Authentication').length
      }
      const guess = () => signIn(sdk, clientId, 'jane', 'Wrong-horse-9')
      const counts = []
      for (let times = 1; times <= 8; times++) counts.push(await asked(guess))
      assert.deepEqual(counts, [1, 1, 1, 1, 1, 0, 0, 0], 'five guesses, and then the name is locked')
      // Even the right one is not looked at before the lock ends.
      const right = () => signIn(sdk, clientId, 'jane')
      assert.equal(await asked(right, { UserMigration_Authentication: jane }), 0)
      server.travel(3600_000)
      assert.equal(await asked(right, { UserMigration_Authentication: jane }), 1)
    })

    test(`${PreventUserExistenceErrors}, side by side`, async () => {
      const { sdk, poolId } = await fixture()
      const { clientId } = await makeClient(sdk, poolId, { PreventUserExistenceErrors })
      const guesses = (count: number) =>
        Array.from({ length: count }, (_, index) => signIn(sdk, clientId, 'jane', `Wrong-horse-${index}`))
      const events = await eventsOf(() => Promise.allSettled(guesses(20)))
      const asked = events.filter(({ triggerSource }) => triggerSource === 'UserMigration_Authentication')
      assert.equal(asked.length, 5)
    })
  }
})
