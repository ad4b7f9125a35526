import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminInitiateAuthCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { addresses } from '../choice.ts'
import { claimsOf, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { LOA1, LOA2, LOA3, LOA4, makeLevelPool } from '../step-up.ts'

const server = useServer()
const PASSWORDS = ['PASSWORD_SRP', 'PASSWORD']

/** What both tokens say of how their user proved who they are. */
const levelOf = ({ accessToken, idToken }: { accessToken: string; idToken: string }) => {
  const [access, id] = [claimsOf(accessToken), claimsOf(idToken)]
  assert.deepEqual([access.acr, access.amr], [id.acr, id.amr])
  return { acr: access.acr, amr: access.amr }
}

describe('TARGET_ACR_VALUES alone: from scratch toward the target', () => {
  const rows: [string, Record<string, string>, asked: string[], acr: string, amr: string[]][] = [
    ['1', { TARGET_ACR_VALUES: LOA1 }, ['SELECT_CHALLENGE'], LOA1, ['pwd']],
    ['2 by e-mail', { TARGET_ACR_VALUES: LOA2, PREFERRED_CHALLENGE: 'EMAIL_OTP' }, ['EMAIL_OTP'], LOA2, ['email_otp']],
    ['2 by text message', { TARGET_ACR_VALUES: LOA2, PREFERRED_CHALLENGE: 'SMS_OTP' }, ['SMS_OTP'], LOA2, ['sms']],
    [
      '3 by one of two codes',
      { TARGET_ACR_VALUES: LOA3 },
      ['SELECT_CHALLENGE', 'SELECT_MFA_TYPE', 'SMS_MFA'],
      LOA3,
      ['pwd', 'sms', 'mfa'],
    ],
    [
      '4, its password with the request',
      { TARGET_ACR_VALUES: LOA4, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD },
      ['SOFTWARE_TOKEN_MFA'],
      LOA4,
      ['pwd', 'otp', 'mfa'],
    ],
    [
      'the first of a list that can be reached',
      { TARGET_ACR_VALUES: `urn:cognito:loa:9 ${LOA4} ${LOA1}` },
      ['SELECT_CHALLENGE', 'SOFTWARE_TOKEN_MFA'],
      LOA4,
      ['pwd', 'otp', 'mfa'],
    ],
    ['the order is the client’s', { TARGET_ACR_VALUES: `${LOA1} ${LOA4}` }, ['SELECT_CHALLENGE'], LOA1, ['pwd']],
    [
      'MAX_AGE says nothing without a token',
      { TARGET_ACR_VALUES: LOA1, MAX_AGE: '0' },
      ['SELECT_CHALLENGE'],
      LOA1,
      ['pwd'],
    ],
  ]
  for (const [name, parameters, asked, acr, amr] of rows) {
    test(name, async () => {
      const { begin, finish } = await makeLevelPool(server)
      const signed = await finish(await begin(parameters))
      assert.deepEqual(signed.asked, asked)
      assert.deepEqual(levelOf(signed), { acr, amr })
    })
  }

  test('falls back to what the user has', async () => {
    const { sdk, poolId, begin } = await makeLevelPool(server)
    await makeUser(sdk, poolId, 'john', { email: addresses().email })
    const begun = await begin({ TARGET_ACR_VALUES: `${LOA4} ${LOA3} ${LOA1}` }, 'john')
    assert.deepEqual(begun.AvailableChallenges, PASSWORDS)
    const asked = await begin(
      { TARGET_ACR_VALUES: `${LOA4} ${LOA3} ${LOA1}`, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD },
      'john',
    )
    assert.equal(asked.ChallengeName, 'EMAIL_OTP')
  })

  test('offers what leads there, and nothing else', async () => {
    const { begin, respond } = await makeLevelPool(server)
    const rows: [string, string[], string][] = [
      [LOA1, PASSWORDS, 'EMAIL_OTP'],
      [LOA2, ['EMAIL_OTP', 'SMS_OTP'], 'PASSWORD'],
      [LOA3, PASSWORDS, 'EMAIL_OTP'],
      [LOA4, PASSWORDS, 'SMS_OTP'],
    ]
    for (const [level, offered, other] of rows) {
      const { ChallengeName, AvailableChallenges, Session } = await begin({
        TARGET_ACR_VALUES: level,
        PREFERRED_CHALLENGE: other,
      })
      assert.equal(ChallengeName, 'SELECT_CHALLENGE', level)
      assert.deepEqual(AvailableChallenges, offered)
      await assert.rejects(
        respond('SELECT_CHALLENGE', Session, 'jane', { ANSWER: other, PASSWORD }),
        serviceError('InvalidParameterException', 'ANSWER is not one of the available challenges.'),
      )
    }
  })
})

describe('TARGET_ACR_VALUES and ACCESS_TOKEN: what is missing', () => {
  const rows: [string, first: Record<string, string>, target: string, asked: string[], amr: string[]][] = [
    ['an app beside a password', {}, LOA4, ['SOFTWARE_TOKEN_MFA'], ['pwd', 'otp', 'mfa']],
    ['a code beside a password', {}, LOA3, ['SELECT_MFA_TYPE', 'SMS_MFA'], ['pwd', 'sms', 'mfa']],
    [
      'a password beside a code',
      { PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      LOA3,
      ['SELECT_CHALLENGE'],
      ['pwd', 'email_otp', 'mfa'],
    ],
    [
      'a password beside a code by text message',
      { PREFERRED_CHALLENGE: 'SMS_OTP' },
      LOA3,
      ['SELECT_CHALLENGE'],
      ['pwd', 'sms', 'mfa'],
    ],
    [
      'all of it',
      { PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      LOA4,
      ['SELECT_CHALLENGE', 'SOFTWARE_TOKEN_MFA'],
      ['pwd', 'otp', 'mfa'],
    ],
    ['all of one proof', {}, LOA2, ['SELECT_CHALLENGE'], ['email_otp']],
  ]
  for (const [name, first, target, asked, amr] of rows) {
    test(name, async () => {
      const { begin, finish, respond, email, signedIn } = await makeLevelPool(server)
      const before = await signedIn({ PREFERRED_CHALLENGE: 'PASSWORD', ...first })
      const begun = await begin({ TARGET_ACR_VALUES: target, ACCESS_TOKEN: before.accessToken })
      assert.equal(begun.AuthenticationResult, undefined)
      if (target === LOA2) {
        const code = await respond('SELECT_CHALLENGE', begun.Session, 'jane', { ANSWER: 'EMAIL_OTP' })
        const EMAIL_OTP_CODE = await server.code(email)
        const { AuthenticationResult } = await respond('EMAIL_OTP', code.Session, 'jane', { EMAIL_OTP_CODE })
        assert.deepEqual(claimsOf(AuthenticationResult?.IdToken ?? '').amr, amr)
        return
      }
      const signed = await finish(begun)
      assert.deepEqual(signed.asked, asked)
      assert.deepEqual(levelOf(signed), { acr: target, amr })
      assert.notEqual(claimsOf(signed.accessToken).origin_jti, claimsOf(before.accessToken).origin_jti)
    })
  }

  test('the level grows from token to token', async () => {
    const { begin, finish, signedIn } = await makeLevelPool(server)
    const { accessToken } = await signedIn()
    const third = await finish(await begin({ TARGET_ACR_VALUES: LOA3, ACCESS_TOKEN: accessToken }))
    const fourth = await finish(await begin({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: third.accessToken }))
    assert.deepEqual(fourth.asked, ['SOFTWARE_TOKEN_MFA'])
    assert.deepEqual(levelOf(fourth), { acr: LOA4, amr: ['pwd', 'otp', 'mfa'] })
  })

  test('MAX_AGE counts from the sign-in, and not from the last refresh', async () => {
    const { sdk, clientId: ClientId, begin, finish, signedIn } = await makeLevelPool(server)
    const { refreshToken } = await signedIn()
    server.travel(100_000)
    const { AuthenticationResult } = await sdk.send(
      new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: refreshToken }),
    )
    const ACCESS_TOKEN = AuthenticationResult?.AccessToken ?? ''
    const rows: [string | undefined, string[]][] = [
      [undefined, ['SOFTWARE_TOKEN_MFA']],
      ['3600', ['SOFTWARE_TOKEN_MFA']],
      ['99', ['SELECT_CHALLENGE', 'SOFTWARE_TOKEN_MFA']],
      ['0', ['SELECT_CHALLENGE', 'SOFTWARE_TOKEN_MFA']],
    ]
    for (const [MAX_AGE, asked] of rows) {
      const age = MAX_AGE === undefined ? {} : { MAX_AGE }
      const signed = await finish(await begin({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN, ...age }))
      assert.deepEqual(signed.asked, asked, MAX_AGE)
      server.travel(30_000)
      await sdk.send(new GetUserCommand({ AccessToken: ACCESS_TOKEN }))
    }
  })

  test('too old a token has reached nothing', async () => {
    const { begin, finish } = await makeLevelPool(server)
    const first = await finish(await begin({ TARGET_ACR_VALUES: LOA4 }))
    server.travel(60_000)
    const given = { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: first.accessToken }
    const again = await finish(await begin({ ...given, MAX_AGE: '30' }))
    assert.deepEqual(again.asked, ['SELECT_CHALLENGE', 'SOFTWARE_TOKEN_MFA'])
    const age = Number(claimsOf(again.accessToken).auth_time) - Number(claimsOf(first.accessToken).auth_time)
    assert.ok(age >= 59, `${age}`)
  })
})

describe('what tokens say', () => {
  test('nothing of how, without a target', async () => {
    const { signedIn, begin, finish } = await makeLevelPool(server)
    assert.deepEqual(levelOf(await signedIn()), { acr: undefined, amr: undefined })
    assert.deepEqual(levelOf(await finish(await begin({ PREFERRED_CHALLENGE: 'PASSWORD', MAX_AGE: '60' }))), {
      acr: undefined,
      amr: undefined,
    })
  })

  test('the names of the pool, in every sign-in of a pool that has some', async () => {
    const AcrConfiguration = { Level1: { AcrValue: 'silver' }, Level4: { AcrValue: 'gold' } }
    const { sdk, clientId, begin, finish } = await makeLevelPool(server, { AcrConfiguration })
    assert.deepEqual(levelOf(await signIn(sdk, clientId, 'jane')), { acr: 'silver', amr: ['pwd'] })
    const best = await finish(await begin({ TARGET_ACR_VALUES: 'platinum gold' }))
    assert.deepEqual(levelOf(best), { acr: 'gold', amr: ['pwd', 'otp', 'mfa'] })
    const code = await finish(await begin({ PREFERRED_CHALLENGE: 'EMAIL_OTP' }))
    assert.deepEqual(levelOf(code), { acr: LOA2, amr: ['email_otp'] })
  })

  test('the same after a refresh', async () => {
    const { sdk, clientId: ClientId, begin, finish } = await makeLevelPool(server)
    const signed = await finish(await begin({ TARGET_ACR_VALUES: LOA3 }))
    server.travel(1000)
    const refreshed = await sdk.send(
      new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: signed.refreshToken }),
    )
    const { AccessToken = '', IdToken = '' } = refreshed.AuthenticationResult ?? {}
    assert.deepEqual(levelOf({ accessToken: AccessToken, idToken: IdToken }), levelOf(signed))
    assert.equal(claimsOf(AccessToken).auth_time, claimsOf(signed.accessToken).auth_time)
  })

  test('the same for an administrator', async () => {
    const { sdk, poolId, clientId, finish } = await makeLevelPool(server)
    const AuthParameters = { USERNAME: 'jane', TARGET_ACR_VALUES: LOA4 }
    const begun = await sdk.send(
      new AdminInitiateAuthCommand({ UserPoolId: poolId, ClientId: clientId, AuthFlow: 'USER_AUTH', AuthParameters }),
    )
    assert.deepEqual(levelOf(await finish(begun)), { acr: LOA4, amr: ['pwd', 'otp', 'mfa'] })
  })
})
