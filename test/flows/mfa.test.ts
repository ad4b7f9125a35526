import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js'
import { claimsOf, makeClient, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { factors, makeMfaPool, wrong } from '../mfa.ts'

const server = useServer()
const invalid = serviceError('NotAuthorizedException', 'Invalid session for the user.')
const used = serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.')
const mismatch = serviceError('CodeMismatchException', 'Invalid code or auth state for the user.')
const wrongToken = serviceError('CodeMismatchException', 'Invalid code received for user')
const locked = serviceError('NotAuthorizedException', 'Password attempts exceeded')

let count = 0
/** An address that no other test writes to. */
const phone = () => `+1555${String(1_000_000 + count++)}`
const email = () => `jane${count++}@example.com`

type MfaPool = Awaited<ReturnType<typeof makeMfaPool>>
const prefer = ({ sdk, poolId }: MfaPool, Username: string, settings: object) =>
  sdk.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username, ...settings }))
const SMS_ON = { SMSMfaSettings: { Enabled: true } }
const EMAIL_ON = { EmailMfaSettings: { Enabled: true } }
const attributesOf = async ({ sdk, poolId }: MfaPool, Username: string) => {
  const { UserAttributes } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]))
}

/** Signs in by SRP and answers the factor with the Amplify library of the browser. */
const foreignSignIn = (pool: MfaPool, username: string, answer: (factor: string) => Promise<string>) =>
  new Promise<string>((resolve, reject) => {
    const userPool = new CognitoUserPool({ UserPoolId: pool.poolId, ClientId: pool.clientId, endpoint: server.url })
    const user = new CognitoUser({ Username: username, Pool: userPool })
    const done = {
      onSuccess: (session: { getIdToken(): { getJwtToken(): string } }) => resolve(session.getIdToken().getJwtToken()),
      onFailure: reject,
    }
    user.authenticateUser(new AuthenticationDetails({ Username: username, Password: PASSWORD }), {
      ...done,
      mfaRequired: () => void answer('SMS_MFA').then((code) => user.sendMFACode(code, done, 'SMS_MFA'), reject),
      totpRequired: () =>
        void answer('SOFTWARE_TOKEN_MFA').then((code) => user.sendMFACode(code, done, 'SOFTWARE_TOKEN_MFA'), reject),
      mfaSetup: () =>
        user.associateSoftwareToken({
          associateSecretCode: (secret) =>
            user.verifySoftwareToken(pool.code(secret), 'browser', { onSuccess: done.onSuccess, onFailure: reject }),
          onFailure: reject,
        }),
    })
  })

suite('each factor signs in', () => {
  test('SMS_MFA: the code goes to the number, which is verified by it', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms)
    const number = phone()
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
    const { ChallengeName, ChallengeParameters, Session, AuthenticationResult } = await pool.begin('jane')
    assert.equal(AuthenticationResult, undefined)
    assert.equal(ChallengeName, 'SMS_MFA')
    assert.deepEqual(ChallengeParameters, {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
      CODE_DELIVERY_DESTINATION: `+*******${number.slice(-4)}`,
      USER_ID_FOR_SRP: 'jane',
    })
    const [message] = await server.inbox(number)
    assert.equal(message?.body, `Your authentication code is ${message?.code}. `)
    const SMS_MFA_CODE = message?.code ?? ''
    assert.match(SMS_MFA_CODE, /^\d{6}$/)
    const answer = await pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE })
    assert.equal(claimsOf(answer.AuthenticationResult?.IdToken ?? '').phone_number_verified, true)
    assert.equal((await attributesOf(pool, 'jane')).phone_number_verified, 'true')
    await assert.rejects(pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE }), used)
  })

  test('EMAIL_OTP: the code goes to the address in the words of the pool', async () => {
    const words = { EmailMfaConfiguration: { Message: 'Use {####} now', Subject: 'Code' } }
    const pool = await makeMfaPool(server, 'ON', words)
    const address = email()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email: address })
    const { ChallengeName, ChallengeParameters, Session } = await pool.begin('jane')
    assert.equal(ChallengeName, 'EMAIL_OTP')
    assert.deepEqual(ChallengeParameters, {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: 'j***@e***',
    })
    const [message] = await server.inbox(address)
    assert.deepEqual([message?.subject, message?.body], ['Code', `Use ${message?.code} now`])
    await pool.respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE: message?.code ?? '' })
    assert.equal((await attributesOf(pool, 'jane')).email_verified, 'true')
  })

  test('SOFTWARE_TOKEN_MFA: with the name of the app, wrong codes leave the Session, a right one spends it', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.totp)
    await pool.configure('OPTIONAL')
    await makeUser(pool.sdk, pool.poolId, 'jane')
    const secret = await pool.registerApp((await signIn(pool.sdk, pool.clientId, 'jane')).accessToken, 'My phone')
    await pool.configure('ON')
    const { ChallengeName, ChallengeParameters, Session } = await pool.begin('jane')
    assert.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA')
    assert.deepEqual(ChallengeParameters, { USER_ID_FOR_SRP: 'jane', FRIENDLY_DEVICE_NAME: 'My phone' })
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      pool.respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE })
    for (let tries = 0; tries < 3; tries++) await assert.rejects(answer(wrong(pool.code(secret))), wrongToken)
    assert.ok((await answer(pool.code(secret))).AuthenticationResult)
    server.travel(30_000)
    await assert.rejects(answer(pool.code(secret)), used)
  })

  test('SELECT_MFA_TYPE: one of several, and no other', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL')
    const { secret } = await pool.withApp('jane', { phone_number: phone(), email: email() })
    await prefer(pool, 'jane', { ...SMS_ON, ...EMAIL_ON, SoftwareTokenMfaSettings: { PreferredMfa: false } })
    const begun = await pool.begin('jane')
    assert.equal(begun.ChallengeName, 'SELECT_MFA_TYPE')
    assert.deepEqual(begun.ChallengeParameters, {
      MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
      USER_ID_FOR_SRP: 'jane',
    })
    const choose = (session: string | undefined, ANSWER: string) =>
      pool.respond('SELECT_MFA_TYPE', session, 'jane', { ANSWER })
    await assert.rejects(choose(begun.Session, 'WEB_AUTHN'), serviceError('InvalidParameterException'))
    const chosen = await choose(begun.Session, 'SOFTWARE_TOKEN_MFA')
    assert.equal(chosen.ChallengeName, 'SOFTWARE_TOKEN_MFA')
    await assert.rejects(choose(begun.Session, 'SMS_MFA'), used)
    const SOFTWARE_TOKEN_MFA_CODE = pool.code(secret)
    assert.ok(
      (await pool.respond('SOFTWARE_TOKEN_MFA', chosen.Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE }))
        .AuthenticationResult,
    )
    for (const name of ['EMAIL_OTP', 'EMAIL_MFA']) {
      assert.equal((await choose((await pool.begin('jane')).Session, name)).ChallengeName, 'EMAIL_OTP')
    }
  })

  test('a temporary password first, then the factor', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms)
    const number = phone()
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
    await pool.sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username: 'jane', Password: 'Temporary-123' }),
    )
    const begun = await pool.begin('jane', 'Temporary-123')
    assert.equal(begun.ChallengeName, 'NEW_PASSWORD_REQUIRED')
    const next = await pool.respond('NEW_PASSWORD_REQUIRED', begun.Session, 'jane', { NEW_PASSWORD: PASSWORD })
    assert.equal(next.ChallengeName, 'SMS_MFA')
    const SMS_MFA_CODE = await server.code(number)
    assert.ok((await pool.respond('SMS_MFA', next.Session, 'jane', { SMS_MFA_CODE })).AuthenticationResult)
  })
})

suite('MFA_SETUP', () => {
  test('an app: Associate, Verify, answer; then it is on and preferred', async () => {
    const pool = await makeMfaPool(server, 'ON')
    await makeUser(pool.sdk, pool.poolId, 'jane')
    const begun = await pool.begin('jane')
    assert.deepEqual(begun.ChallengeParameters, {
      MFAS_CAN_SETUP: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
      USER_ID_FOR_SRP: 'jane',
    })
    const { SecretCode = '', Session } = await pool.sdk.send(
      new AssociateSoftwareTokenCommand({ Session: begun.Session }),
    )
    await assert.rejects(pool.respond('MFA_SETUP', Session, 'jane'), serviceError('InvalidParameterException'))
    const UserCode = pool.code(SecretCode)
    const verified = await pool.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode }))
    assert.ok((await pool.respond('MFA_SETUP', verified.Session, 'jane')).AuthenticationResult)
    await assert.rejects(pool.respond('MFA_SETUP', verified.Session, 'jane'), used)
    const user = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'jane' }))
    assert.deepEqual(
      [user.UserMFASettingList, user.PreferredMfaSetting],
      [['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA'],
    )
    // V07: the code that set the app up signs nobody in.
    const again = await pool.begin('jane')
    await assert.rejects(
      pool.respond('SOFTWARE_TOKEN_MFA', again.Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE: UserCode }),
      serviceError('ExpiredCodeException', 'Your software token has already been used once.'),
    )
  })

  test('an app whose sign-in ends with Verify is asked for at the next', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.totp)
    await makeUser(pool.sdk, pool.poolId, 'jane')
    const begun = await pool.begin('jane')
    const late = await pool.begin('jane')
    const { SecretCode = '', Session } = await pool.sdk.send(
      new AssociateSoftwareTokenCommand({ Session: begun.Session }),
    )
    await pool.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode: pool.code(SecretCode) }))
    assert.equal((await pool.begin('jane')).ChallengeName, 'SOFTWARE_TOKEN_MFA')
    // Nobody sets up another one with the password alone, in no Session that was begun before.
    await assert.rejects(pool.sdk.send(new AssociateSoftwareTokenCommand({ Session: late.Session })), invalid)
    await assert.rejects(pool.respond('MFA_SETUP', late.Session, 'jane', { EMAIL: email() }), invalid)
  })

  test('an e-mail address: it is the user’s, verified and a factor, when its code comes back', async () => {
    const pool = await makeMfaPool(server, 'ON', { ...factors.email, ...factors.totp })
    await makeUser(pool.sdk, pool.poolId, 'jane')
    for (const [name, address] of [
      ['EMAIL', email()],
      ['email', email()],
    ] as const) {
      const { Session } = await pool.begin('jane')
      const asked = await pool.respond('MFA_SETUP', Session, 'jane', { [name]: address })
      assert.equal(asked.ChallengeName, 'EMAIL_OTP')
      const EMAIL_OTP_CODE = await server.code(address)
      const answer = (code: string) => pool.respond('EMAIL_OTP', asked.Session, 'jane', { EMAIL_OTP_CODE: code })
      await assert.rejects(answer(wrong(EMAIL_OTP_CODE)), mismatch)
      assert.equal((await attributesOf(pool, 'jane')).email, undefined)
      if (name === 'EMAIL') continue
      assert.equal(claimsOf((await answer(EMAIL_OTP_CODE)).AuthenticationResult?.IdToken ?? '').email, address)
      const { email: stored, email_verified } = await attributesOf(pool, 'jane')
      assert.deepEqual([stored, email_verified], [address, 'true'])
    }
    assert.equal((await pool.begin('jane')).ChallengeName, 'EMAIL_OTP')
  })

  test('no address where the pool wants none, and none that is none', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.totp)
    await makeUser(pool.sdk, pool.poolId, 'jane')
    const { Session } = await pool.begin('jane')
    const setUp = (address: string) => pool.respond('MFA_SETUP', Session, 'jane', { EMAIL: address })
    await assert.rejects(setUp(email()), serviceError('InvalidParameterException'))
    await pool.configure('ON', { ...factors.totp, ...factors.email })
    await assert.rejects(setUp('not an address'), serviceError('InvalidParameterException'))
  })

  test('V08: of two set-ups at a time one wins', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.totp)
    await makeUser(pool.sdk, pool.poolId, 'jane')
    const sessions: (string | undefined)[] = []
    let secret = ''
    for (let number = 0; number < 5; number++) {
      const { Session } = await pool.begin('jane')
      const associated = await pool.sdk.send(new AssociateSoftwareTokenCommand({ Session }))
      sessions.push(associated.Session)
      secret = associated.SecretCode ?? ''
    }
    const UserCode = pool.code(secret)
    const outcomes = await Promise.allSettled(
      sessions.map((Session) => pool.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode }))),
    )
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })
})

suite('with SRP', () => {
  const client = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH' as const, 'ALLOW_USER_PASSWORD_AUTH' as const] }

  test('the Amplify library sets an app up, and signs in by it', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.totp, {}, client)
    await makeUser(pool.sdk, pool.poolId, 'jane')
    const never = async () => assert.fail('No factor is there yet')
    assert.ok(await foreignSignIn(pool, 'jane', never))
    const asked: string[] = []
    await assert.rejects(
      foreignSignIn(pool, 'jane', async (factor) => {
        asked.push(factor)
        return '000000'
      }),
      { name: 'CodeMismatchException' },
    )
    assert.deepEqual(asked, ['SOFTWARE_TOKEN_MFA'])
  })

  test('and by text message', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms, {}, client)
    const number = phone()
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
    assert.ok(await foreignSignIn(pool, 'jane', () => server.code(number)))
  })
})

suite('attacks', () => {
  test('V06: failures are counted across Sessions, and the right code does not lift a lock', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL')
    const { secret } = await pool.withApp('jane')
    await server.freeze(async () => {
      const guess = async (SOFTWARE_TOKEN_MFA_CODE: string) => {
        const { Session } = await pool.begin('jane')
        return pool.respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE })
      }
      for (let tries = 0; tries < 5; tries++) await assert.rejects(guess(wrong(pool.code(secret))), wrongToken)
      await assert.rejects(guess(pool.code(secret)), locked)
      // Another factor, and the password, have counts of their own: the sign-in came this far.
    })
    // Unlike failed passwords they are not forgotten within the hour.
    server.travel(60 * 60 * 1000)
    await server.freeze(async () => {
      const { Session } = await pool.begin('jane')
      const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
        pool.respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE })
      await assert.rejects(answer(wrong(pool.code(secret))), wrongToken)
      await assert.rejects(answer(pool.code(secret)), locked)
      server.travel(2001)
      assert.ok((await answer(pool.code(secret))).AuthenticationResult)
    })
  })

  test('V06: of 60 parallel guesses five are looked at', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL')
    const { secret } = await pool.withApp('jane')
    await server.freeze(async () => {
      const { Session } = await pool.begin('jane')
      const guesses = Array.from({ length: 60 }, () =>
        pool
          .respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE: wrong(pool.code(secret)) })
          .catch(({ name }: Error) => name),
      )
      const names = await Promise.all(guesses)
      assert.equal(names.filter((name) => name === 'CodeMismatchException').length, 5)
      assert.equal(names.filter((name) => name === 'NotAuthorizedException').length, 55)
    })
  })

  test('V07: a code is good once, in parallel and in whatever Session', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL')
    const { secret } = await pool.withApp('jane')
    await server.freeze(async () => {
      const sessions = await Promise.all(Array.from({ length: 4 }, async () => (await pool.begin('jane')).Session))
      const SOFTWARE_TOKEN_MFA_CODE = pool.code(secret)
      const outcomes = await Promise.all(
        sessions.map((session) =>
          pool.respond('SOFTWARE_TOKEN_MFA', session, 'jane', { SOFTWARE_TOKEN_MFA_CODE }).then(
            () => 'tokens',
            ({ name }: Error) => name,
          ),
        ),
      )
      assert.deepEqual(outcomes.toSorted(), [...Array(3).fill('ExpiredCodeException'), 'tokens'])
    })
  })

  test('V07: a code that is older than one step is wrong', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL')
    const { secret } = await pool.withApp('jane')
    const SOFTWARE_TOKEN_MFA_CODE = pool.code(secret)
    server.travel(60_000)
    const { Session } = await pool.begin('jane')
    await assert.rejects(pool.respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE }), wrongToken)
  })

  test('V09: a code is hashed, good for its user, purpose and factor alone, and a new one voids it', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL', undefined, { AutoVerifiedAttributes: ['email'] })
    const [jane, john] = [email(), email()]
    await makeUser(pool.sdk, pool.poolId, 'jane', { email: jane, email_verified: 'true' })
    await makeUser(pool.sdk, pool.poolId, 'john', { email: john })
    const { accessToken: AccessToken } = await signIn(pool.sdk, pool.clientId, 'jane')
    for (const name of ['jane', 'john']) await prefer(pool, name, EMAIL_ON)
    const { Session } = await pool.begin('jane')
    const first = await server.code(jane)
    const sub = (await server.ctx.store.users.findByName(pool.poolId, 'jane'))?.sub ?? ''
    const stored = await server.ctx.store.codes.find(pool.poolId, sub, 'mfa:EMAIL_OTP')
    assert.match(stored?.hash ?? '', /^[\w-]{43}$/)
    const answer = (EMAIL_OTP_CODE: string) => pool.respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE })
    await pool.begin('john')
    await assert.rejects(answer(await server.code(john)), mismatch)
    await pool.sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }))
    await assert.rejects(answer(await server.code(jane)), mismatch)
    await pool.begin('jane')
    await assert.rejects(answer(first), mismatch)
    const second = await server.code(jane)
    await assert.rejects(
      pool.sdk.send(
        new ConfirmForgotPasswordCommand({
          ClientId: pool.clientId,
          Username: 'jane',
          ConfirmationCode: second,
          Password: 'Another-pass-1',
        }),
      ),
      serviceError('ExpiredCodeException'),
    )
    assert.ok((await answer(second)).AuthenticationResult)
  })

  test('V09: five wrong tries kill a code, whatever the lockout says', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms)
    const number = phone()
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
    const { Session } = await pool.begin('jane')
    const right = await server.code(number)
    const answer = (SMS_MFA_CODE: string) => pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE })
    for (let tries = 0; tries < 5; tries++) await assert.rejects(answer(wrong(right)), mismatch)
    server.travel(1001)
    await assert.rejects(answer(right), mismatch)
  })

  test('V09: a code that went to a former number proves nothing', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL', factors.sms)
    const [former, current] = [phone(), phone()]
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: former })
    const { accessToken: AccessToken } = await signIn(pool.sdk, pool.clientId, 'jane')
    await prefer(pool, 'jane', SMS_ON)
    const { Session } = await pool.begin('jane')
    const SMS_MFA_CODE = await server.code(former)
    const UserAttributes = [{ Name: 'phone_number', Value: current }]
    await pool.sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
    await assert.rejects(pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE }), mismatch)
    assert.notEqual((await attributesOf(pool, 'jane')).phone_number_verified, 'true')
  })

  test('R19: of 40 parallel answers with one code and Session exactly one gets tokens', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms)
    const number = phone()
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
    const { Session } = await pool.begin('jane')
    const SMS_MFA_CODE = await server.code(number)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, () => pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE })),
    )
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('a challenge is not skipped, nor answered by another, another user or another client', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms)
    const other = await makeClient(pool.sdk, pool.poolId)
    const [jane, john] = [phone(), phone()]
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: jane })
    await makeUser(pool.sdk, pool.poolId, 'john', { phone_number: john })
    const { Session } = await pool.begin('jane')
    const SMS_MFA_CODE = await server.code(jane)
    const rows: [string, Record<string, string>][] = [
      ['NEW_PASSWORD_REQUIRED', { NEW_PASSWORD: 'Another-pass-1' }],
      ['MFA_SETUP', { EMAIL: email() }],
      ['SELECT_MFA_TYPE', { ANSWER: 'SOFTWARE_TOKEN_MFA' }],
      ['SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE: '000000' }],
      ['EMAIL_OTP', { EMAIL_OTP_CODE: SMS_MFA_CODE }],
    ]
    for (const [name, responses] of rows) await assert.rejects(pool.respond(name, Session, 'jane', responses), invalid)
    await assert.rejects(pool.respond('SMS_MFA', Session, 'john', { SMS_MFA_CODE }), invalid)
    await assert.rejects(pool.sdk.send(new AssociateSoftwareTokenCommand({ Session })), invalid)
    await assert.rejects(pool.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode: SMS_MFA_CODE })), invalid)
    const elsewhere = await makeMfaPool(server, 'ON', factors.sms)
    await makeUser(elsewhere.sdk, elsewhere.poolId, 'jane', { phone_number: jane })
    await assert.rejects(elsewhere.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE }), invalid)
    const answer = await server.post('RespondToAuthChallenge', {
      ClientId: other.clientId,
      ChallengeName: 'SMS_MFA',
      Session,
      ChallengeResponses: { USERNAME: 'jane', SMS_MFA_CODE },
    })
    assert.equal(((await answer.json()) as { message: string }).message, 'Invalid session for the user.')
    assert.ok((await pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE })).AuthenticationResult)
  })

  test('V05: who is disabled, deleted or gets another password meanwhile does not get in', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms)
    const user = { UserPoolId: pool.poolId, Username: 'jane' }
    const rows = [
      [new AdminDisableUserCommand(user), serviceError('NotAuthorizedException', 'User is disabled.')],
      [new AdminDeleteUserCommand(user), invalid],
      [new AdminSetUserPasswordCommand({ ...user, Password: 'Another-pass-1', Permanent: true }), invalid],
    ] as const
    for (const [command, refusal] of rows) {
      const number = phone()
      await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
      const { Session } = await pool.begin('jane')
      const SMS_MFA_CODE = await server.code(number)
      await pool.sdk.send(command as AdminDisableUserCommand)
      await assert.rejects(pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE }), refusal)
      await pool.sdk.send(new AdminDeleteUserCommand(user)).catch(() => {})
    }
  })

  test('a Session and its code end with AuthSessionValidity', async () => {
    const pool = await makeMfaPool(server, 'ON', factors.sms, {}, { AuthSessionValidity: 3 })
    const number = phone()
    await makeUser(pool.sdk, pool.poolId, 'jane', { phone_number: number })
    const { Session } = await pool.begin('jane')
    const SMS_MFA_CODE = await server.code(number)
    server.travel(3 * 60_000 + 1000)
    await assert.rejects(
      pool.respond('SMS_MFA', Session, 'jane', { SMS_MFA_CODE }),
      serviceError('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
    )
  })
})

test('a password is not recovered by the address of the second factor', async () => {
  const pool = await makeMfaPool(server, 'OPTIONAL', undefined, {
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Name: 'verified_phone_number', Priority: 1 },
        { Name: 'verified_email', Priority: 2 },
      ],
    },
  })
  const attributes = {
    phone_number: phone(),
    phone_number_verified: 'true',
    email: email(),
    email_verified: 'true',
  }
  await makeUser(pool.sdk, pool.poolId, 'jane', attributes)
  const medium = async () => {
    const command = new ForgotPasswordCommand({ ClientId: pool.clientId, Username: 'jane' })
    return (await pool.sdk.send(command)).CodeDeliveryDetails?.DeliveryMedium
  }
  assert.equal(await medium(), 'SMS')
  await prefer(pool, 'jane', SMS_ON)
  assert.equal(await medium(), 'EMAIL')
  await prefer(pool, 'jane', EMAIL_ON)
  await assert.rejects(medium(), serviceError('InvalidParameterException'))
  await assert.rejects(
    pool.sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: pool.poolId, Username: 'jane' })),
    serviceError('InvalidParameterException'),
  )
})
