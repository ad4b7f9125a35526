import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AdminGetUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { addresses, makeChoicePool } from '../choice.ts'
import { claimsOf, makeUser, PASSWORD } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { outcome } from '../security/between.ts'

// Limits by the hour are on, and those of requests out of the way.
const server = useServer({ CENOTE_QUOTAS: 'UserAuthentication=1000,UserAuthenticationResponse=1000' })
const mismatch = serviceError('CodeMismatchException', 'Invalid code or auth state for the user.')

type ChoicePool = Awaited<ReturnType<typeof makeChoicePool>>

const userOf = async ({ sdk, poolId }: ChoicePool, Username: string) => {
  const { UserStatus, UserAttributes } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
  return { status: UserStatus, ...Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value])) }
}
/** Signs somebody up who confirms nothing. */
const signUp = ({ sdk, clientId }: ChoicePool, Username: string, attributes: Record<string, string>) =>
  sdk.send(
    new SignUpCommand({
      ClientId: clientId,
      Username,
      Password: PASSWORD,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  )

describe('a code as the first factor', () => {
  test('has eight digits, is used once, and verifies its address', async () => {
    const pool = await makeChoicePool(server)
    const { sdk, poolId, prefer, respond } = pool
    for (const [factor, medium] of [
      ['EMAIL_OTP', 'email'],
      ['SMS_OTP', 'phone_number'],
    ] as const) {
      const to = addresses()
      await makeUser(sdk, poolId, factor, { [medium]: to[medium] })
      assert.equal((await userOf(pool, factor))[`${medium}_verified`], undefined)
      const { Session } = await prefer(factor, factor)
      const code = await server.code(to[medium])
      assert.match(code, /^\d{8}$/)
      assert.ok((await respond(factor, Session, factor, { [`${factor}_CODE`]: code })).AuthenticationResult)
      assert.equal((await userOf(pool, factor))[`${medium}_verified`], 'true')
      const again = await prefer(factor, 'PASSWORD')
      assert.equal(again.ChallengeName, 'PASSWORD')
    }
  })

  test('confirms who signed up, and a password does not', async () => {
    const pool = await makeChoicePool(server)
    const { email } = addresses()
    await signUp(pool, 'fresh', { email })
    assert.equal((await userOf(pool, 'fresh')).status, 'UNCONFIRMED')
    await assert.rejects(
      pool.prefer('fresh', 'PASSWORD', { PASSWORD }),
      serviceError('UserNotConfirmedException', 'User is not confirmed.'),
    )
    const { Session } = await pool.prefer('fresh', 'EMAIL_OTP')
    const answer = await pool.respond('EMAIL_OTP', Session, 'fresh', { EMAIL_OTP_CODE: await server.code(email) })
    assert.equal(claimsOf(answer.AuthenticationResult?.IdToken ?? '').email_verified, true)
    const { status, email_verified } = await userOf(pool, 'fresh')
    assert.deepEqual({ status, email_verified }, { status: 'CONFIRMED', email_verified: 'true' })
  })

  test('signs in who has no password, and a password is no way in for them', async () => {
    const pool = await makeChoicePool(server)
    const { email } = addresses()
    await pool.makeBare('bare', { email })
    const begun = await pool.prefer('bare', 'PASSWORD', { PASSWORD })
    assert.equal(begun.ChallengeName, 'SELECT_CHALLENGE')
    const { Session } = await pool.respond('SELECT_CHALLENGE', begun.Session, 'bare', { ANSWER: 'EMAIL_OTP' })
    const EMAIL_OTP_CODE = await server.code(email)
    assert.ok((await pool.respond('EMAIL_OTP', Session, 'bare', { EMAIL_OTP_CODE })).AuthenticationResult)
  })

  test('can be tried again on the same Session, five times, and is dead then', async () => {
    const pool = await makeChoicePool(server)
    const { email } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email })
    const { Session } = await pool.prefer('jane', 'EMAIL_OTP')
    const code = await server.code(email)
    const wrong = code === '00000000' ? '00000001' : '00000000'
    const answer = (EMAIL_OTP_CODE: string) => pool.respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE })
    for (let failure = 1; failure <= 5; failure++) await assert.rejects(answer(wrong), mismatch)
    server.travel(1001)
    await assert.rejects(answer(code), mismatch)
    server.travel(2001)
    const fresh = await pool.prefer('jane', 'EMAIL_OTP')
    const EMAIL_OTP_CODE = await server.code(email)
    assert.ok((await pool.respond('EMAIL_OTP', fresh.Session, 'jane', { EMAIL_OTP_CODE })).AuthenticationResult)
  })

  test('goes with its Session, or with the next code', async () => {
    const pool = await makeChoicePool(server)
    const { email } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email })
    const ask = async () => {
      const { Session } = await pool.prefer('jane', 'EMAIL_OTP')
      const EMAIL_OTP_CODE = await server.code(email)
      return (code = EMAIL_OTP_CODE) => pool.respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE: code })
    }
    const [first, second] = [await ask(), await ask()]
    await assert.rejects(first(), mismatch)
    server.travel(3 * 60 * 1000)
    await assert.rejects(
      second(),
      serviceError('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
    )
    await assert.rejects(
      (await ask())(''),
      serviceError('InvalidParameterException', 'Missing required parameter EMAIL_OTP_CODE'),
    )
  })

  test('R19: of 20 parallel answers one succeeds', async () => {
    const pool = await makeChoicePool(server)
    const { email } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email })
    const { Session } = await pool.prefer('jane', 'EMAIL_OTP')
    const EMAIL_OTP_CODE = await server.code(email)
    const answers = Array.from({ length: 20 }, () => pool.respond('EMAIL_OTP', Session, 'jane', { EMAIL_OTP_CODE }))
    assert.equal((await Promise.allSettled(answers)).filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('V06: is guessed at no more than a hundred times an hour, across Sessions and at once', async () => {
    const pool = await makeChoicePool(server)
    const { email } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email })
    let compared = 0
    for (let round = 0; round < 30; round++) {
      const { value } = await outcome(pool.prefer('jane', 'EMAIL_OTP'))
      if (!value) continue
      const guesses = Array.from({ length: 8 }, () =>
        outcome(pool.respond('EMAIL_OTP', value.Session, 'jane', { EMAIL_OTP_CODE: 'x' })),
      )
      compared += (await Promise.all(guesses)).filter(({ error }) => error === 'CodeMismatchException').length
    }
    assert.ok(compared > 0 && compared <= 100, `${compared}`)
  })

  test('is sent twenty times an hour at most, to whoever has no password to show', async () => {
    const pool = await makeChoicePool(server, undefined, {}, { PreventUserExistenceErrors: 'ENABLED' })
    const { email } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email })
    for (const name of ['jane', 'nobody']) {
      for (let count = 1; count <= 20; count++) await pool.prefer(name, 'EMAIL_OTP')
      await assert.rejects(pool.prefer(name, 'EMAIL_OTP'), serviceError('TooManyRequestsException', 'Rate exceeded'))
      assert.ok((await pool.prefer(name, 'PASSWORD')).Session, 'other factors go on')
    }
    assert.equal((await server.inbox(email)).length, 20)
  })
})
