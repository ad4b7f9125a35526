import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminDeleteUserAttributesCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  type AuthFactorType,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { addresses, CODES_TOO, makeChoicePool } from '../choice.ts'
import { claimsOf, makeUser, PASSWORD } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { srpClient } from '../srp.ts'

const server = useServer()
const PASSWORDS = ['PASSWORD_SRP', 'PASSWORD']
const EVERYTHING = [...PASSWORDS, 'EMAIL_OTP', 'SMS_OTP']
const GENERIC = serviceError('NotAuthorizedException', 'Incorrect username or password.')

type ChoicePool = Awaited<ReturnType<typeof makeChoicePool>>
/** What a sign-in can come to, as all four operations answer it. */
type Answer = Pick<
  InitiateAuthCommandOutput,
  'AuthenticationResult' | 'ChallengeName' | 'ChallengeParameters' | 'Session' | 'AvailableChallenges'
>

const usernameOf = ({ AuthenticationResult }: Answer) => claimsOf(AuthenticationResult?.AccessToken ?? '..e30').username
describe('every first factor', () => {
  /** How each is answered once it is asked for. */
  const factors: Record<
    string,
    (pool: ChoicePool, asked: Answer, to: ReturnType<typeof addresses>) => Promise<Answer>
  > = {
    PASSWORD: ({ respond }, { Session }) => respond('PASSWORD', Session, 'jane', { PASSWORD }),
    PASSWORD_SRP: async ({ poolId, respond }, { Session }) => {
      const { SRP_A, claim } = srpClient(poolId)
      const second = await respond('PASSWORD_SRP', Session, 'jane', { SRP_A })
      assert.equal(second.ChallengeName, 'PASSWORD_VERIFIER')
      return respond('PASSWORD_VERIFIER', second.Session, 'jane', claim(second.ChallengeParameters, PASSWORD))
    },
    EMAIL_OTP: async ({ respond }, { Session, ChallengeParameters }, { email }) => {
      assert.deepEqual(ChallengeParameters, {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
        CODE_DELIVERY_DESTINATION: 'j***@e***',
      })
      return respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE: await server.code(email) })
    },
    SMS_OTP: async ({ respond }, { Session, ChallengeParameters }, { phone_number }) => {
      assert.deepEqual(ChallengeParameters, {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        CODE_DELIVERY_DESTINATION: `+*******${phone_number.slice(-4)}`,
      })
      return respond('SMS_OTP', Session, 'jane', { SMS_OTP_CODE: await server.code(phone_number) })
    },
  }
  for (const [name, answer] of Object.entries(factors)) {
    test(`${name}, preferred, and chosen`, async () => {
      const pool = await makeChoicePool(server)
      const to = addresses()
      await makeUser(pool.sdk, pool.poolId, 'jane', to)
      const preferred = await pool.prefer('jane', name)
      const begun = await pool.begin('jane')
      assert.equal(begun.ChallengeName, 'SELECT_CHALLENGE')
      assert.deepEqual(begun.ChallengeParameters, {})
      // The code of the preferred one is asked for first: a later one takes its place.
      for (const asked of [
        preferred,
        () => pool.respond('SELECT_CHALLENGE', begun.Session, 'jane', { ANSWER: name }),
      ]) {
        const challenge = typeof asked === 'function' ? await asked() : asked
        assert.equal(challenge.ChallengeName, name)
        assert.deepEqual(challenge.AvailableChallenges, EVERYTHING)
        assert.equal(usernameOf(await answer(pool, challenge, to)), 'jane')
      }
    })
  }

  test('a password, given together with the preference or the choice', async () => {
    const { sdk, poolId, begin, prefer, respond } = await makeChoicePool(server)
    await makeUser(sdk, poolId, 'jane', { email: addresses().email })
    assert.equal(usernameOf(await prefer('jane', 'PASSWORD', { PASSWORD })), 'jane')
    const { Session } = await begin('jane')
    assert.equal(
      usernameOf(await respond('SELECT_CHALLENGE', Session, 'jane', { ANSWER: 'PASSWORD', PASSWORD })),
      'jane',
    )
  })

  test('a password by SRP, given together with them, answered with and without a Session', async () => {
    const { sdk, poolId, begin, prefer, respond } = await makeChoicePool(server)
    await makeUser(sdk, poolId, 'jane', { email: addresses().email })
    const { SRP_A, claim } = srpClient(poolId)
    const ways = [
      () => prefer('jane', 'PASSWORD_SRP', { SRP_A }),
      async () => respond('SELECT_CHALLENGE', (await begin('jane')).Session, 'jane', { ANSWER: 'PASSWORD_SRP', SRP_A }),
    ]
    for (const way of ways) {
      for (const isSent of [true, false]) {
        const { ChallengeName, ChallengeParameters, Session, AvailableChallenges } = await way()
        assert.equal(ChallengeName, 'PASSWORD_VERIFIER')
        assert.deepEqual(AvailableChallenges, EVERYTHING.slice(0, 3))
        assert.equal(ChallengeParameters?.USERNAME, 'jane')
        const claimed = claim(ChallengeParameters, PASSWORD)
        assert.equal(
          usernameOf(await respond('PASSWORD_VERIFIER', isSent ? Session : undefined, 'jane', claimed)),
          'jane',
        )
      }
    }
  })

  test('V13: for a client that has a secret', async () => {
    const {
      sdk,
      poolId,
      clientId,
      secret = '',
      begin,
      respond,
    } = await makeChoicePool(server, ['PASSWORD'], {}, { GenerateSecret: true })
    await makeUser(sdk, poolId, 'jane')
    const SECRET_HASH = createHmac('sha256', secret).update(`jane${clientId}`).digest('base64')
    const unproven = serviceError('NotAuthorizedException', /SECRET_HASH was not received$/)
    await assert.rejects(begin('jane'), unproven)
    const { Session } = await begin('jane', { SECRET_HASH })
    const right = { ANSWER: 'PASSWORD', PASSWORD }
    await assert.rejects(respond('SELECT_CHALLENGE', Session, 'jane', right), unproven)
    assert.equal(usernameOf(await respond('SELECT_CHALLENGE', Session, 'jane', { ...right, SECRET_HASH })), 'jane')
  })

  test('for an administrator, and by alias', async () => {
    const { sdk, poolId, clientId: ClientId } = await makeChoicePool(server, CODES_TOO, { AliasAttributes: ['email'] })
    const { email } = addresses()
    await makeUser(sdk, poolId, 'jane', { email, email_verified: 'true' })
    const { Session } = await sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      }),
    )
    const answer = await sdk.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: poolId,
        ClientId,
        ChallengeName: 'EMAIL_OTP',
        Session,
        ChallengeResponses: { USERNAME: 'jane', EMAIL_OTP_CODE: await server.code(email) },
      }),
    )
    assert.equal(usernameOf(answer), 'jane')
  })
})

describe('what is available', () => {
  const rows: [string, AuthFactorType[] | undefined, ('email' | 'phone_number')[], { bare?: true }, string[]][] = [
    ['passwords, where nothing is said', undefined, ['email', 'phone_number'], {}, PASSWORDS],
    ['everything that the pool allows and the user has', CODES_TOO, ['email', 'phone_number'], {}, EVERYTHING],
    ['no code by text message without a number', CODES_TOO, ['email'], {}, [...PASSWORDS, 'EMAIL_OTP']],
    ['no code by e-mail without an address', CODES_TOO, ['phone_number'], {}, [...PASSWORDS, 'SMS_OTP']],
    ['no password without one', CODES_TOO, ['email'], { bare: true }, ['EMAIL_OTP']],
    ['no passkey without one', ['PASSWORD', 'WEB_AUTHN'], ['email'], {}, PASSWORDS],
  ]
  for (const [name, factors, has, { bare }, expected] of rows) {
    test(name, async () => {
      const pool = await makeChoicePool(
        server,
        factors ?? ['PASSWORD'],
        factors ? {} : { Policies: { SignInPolicy: undefined } },
      )
      const attributes = Object.fromEntries(
        Object.entries(addresses()).filter(([key]) => has.some((one) => one === key)),
      )
      if (bare) await pool.makeBare('jane', attributes)
      else await makeUser(pool.sdk, pool.poolId, 'jane', attributes)
      const { ChallengeName, AvailableChallenges } = await pool.begin('jane')
      assert.equal(ChallengeName, 'SELECT_CHALLENGE')
      assert.deepEqual(AvailableChallenges, expected)
      for (const other of EVERYTHING.filter((one) => !expected.includes(one))) {
        const answer = await pool.prefer('jane', other, { PASSWORD, SRP_A: srpClient(pool.poolId).SRP_A })
        assert.equal(answer.ChallengeName, 'SELECT_CHALLENGE', other)
        assert.deepEqual(answer.AvailableChallenges, expected)
        await assert.rejects(
          pool.respond('SELECT_CHALLENGE', answer.Session, 'jane', { ANSWER: other, PASSWORD }),
          serviceError('InvalidParameterException', 'ANSWER is not one of the available challenges.'),
        )
      }
    })
  }

  test('passwords alone with a temporary one, which is replaced', async () => {
    const pool = await makeChoicePool(server)
    const { sdk, poolId, prefer, respond } = pool
    const to = addresses()
    await makeUser(sdk, poolId, 'jane', to)
    await sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane', Password: PASSWORD, Permanent: false }),
    )
    const begun = await prefer('jane', 'EMAIL_OTP')
    assert.equal(begun.ChallengeName, 'SELECT_CHALLENGE')
    assert.deepEqual(begun.AvailableChallenges, PASSWORDS)
    assert.deepEqual(await server.inbox(to.email), [])
    const chosen = await respond('SELECT_CHALLENGE', begun.Session, 'jane', { ANSWER: 'PASSWORD', PASSWORD })
    assert.equal(chosen.ChallengeName, 'NEW_PASSWORD_REQUIRED')
    const answer = await respond('NEW_PASSWORD_REQUIRED', chosen.Session, 'jane', { NEW_PASSWORD: `${PASSWORD}!` })
    assert.equal(usernameOf(answer), 'jane')
    assert.deepEqual((await pool.begin('jane')).AvailableChallenges, EVERYTHING)
  })

  test('passwords alone for who has turned a second factor on, which follows', async () => {
    const pool = await makeChoicePool(server)
    const { sdk, poolId, prefer, respond } = pool
    const to = addresses()
    await makeUser(sdk, poolId, 'jane', to)
    await makeUser(sdk, poolId, 'john', addresses())
    await pool.configureMfa('OPTIONAL')
    await sdk.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: poolId,
        Username: 'jane',
        SMSMfaSettings: { Enabled: true },
      }),
    )
    assert.deepEqual((await pool.begin('john')).AvailableChallenges, EVERYTHING)
    assert.deepEqual((await prefer('jane', 'SMS_OTP')).AvailableChallenges, PASSWORDS)
    assert.deepEqual(await server.inbox(to.phone_number), [])
    const asked = await prefer('jane', 'PASSWORD', { PASSWORD })
    assert.equal(asked.ChallengeName, 'SMS_MFA')
    const code = await server.code(to.phone_number)
    assert.match(code, /^\d{6}$/)
    assert.equal(usernameOf(await respond('SMS_MFA', asked.Session, 'jane', { SMS_MFA_CODE: code })), 'jane')
    await pool.configureMfa('OFF')
    assert.deepEqual((await pool.begin('jane')).AvailableChallenges, EVERYTHING)
  })

  test('passwords alone where the pool demands a second factor, which is asked of everybody', async () => {
    const pool = await makeChoicePool(server, ['PASSWORD'])
    await makeUser(pool.sdk, pool.poolId, 'jane', addresses())
    await makeUser(pool.sdk, pool.poolId, 'bare')
    await pool.configureMfa('ON')
    assert.deepEqual((await pool.begin('jane')).AvailableChallenges, PASSWORDS)
    assert.equal((await pool.prefer('jane', 'PASSWORD', { PASSWORD })).ChallengeName, 'SELECT_MFA_TYPE')
    assert.equal((await pool.prefer('bare', 'PASSWORD', { PASSWORD })).ChallengeName, 'MFA_SETUP')
  })

  test('nothing for who has nothing', async () => {
    const pool = await makeChoicePool(server)
    await pool.makeBare('bare', { email: addresses().email })
    await pool.sdk.send(
      new AdminDeleteUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: 'bare',
        UserAttributeNames: ['email'],
      }),
    )
    await assert.rejects(pool.begin('bare'), GENERIC)
    await assert.rejects(pool.prefer('bare', 'PASSWORD', { PASSWORD }), GENERIC)
  })
})
