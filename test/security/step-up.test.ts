import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { addresses, CHOICE } from '../choice.ts'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { srpClient } from '../srp.ts'
import { LOA1, LOA2, LOA3, LOA4, makeLevelPool } from '../step-up.ts'
import { beforeTokens } from './between.ts'

const server = useServer()
const GENERIC = serviceError('NotAuthorizedException', 'Incorrect username or password.')

type World = Awaited<ReturnType<typeof makeLevelPool>>
type Given = Record<string, string>

const invalid = (message: string) => ['InvalidParameterException', message] as const
const refused = (message: string) => ['NotAuthorizedException', message] as const

describe('what is refused before anything is asked', () => {
  const own = async ({ signedIn }: World) => (await signedIn()).accessToken
  const johns = async ({ sdk, poolId, clientId }: World) => {
    await makeUser(sdk, poolId, 'john', { email: addresses().email })
    return (await signIn(sdk, clientId, 'john')).accessToken
  }
  const rows: [string, (world: World) => Promise<Given>, readonly [name: string, message: string]][] = [
    [
      'a token without a target',
      async (world) => ({ ACCESS_TOKEN: await own(world) }),
      invalid('ACCESS_TOKEN requires TARGET_ACR_VALUES.'),
    ],
    [
      'no level of the pool',
      async () => ({ TARGET_ACR_VALUES: 'urn:cognito:loa:0 x' }),
      invalid('TARGET_ACR_VALUES has no level of this user pool.'),
    ],
    [
      'an age that is none',
      async () => ({ TARGET_ACR_VALUES: LOA1, MAX_AGE: '-1' }),
      invalid('MAX_AGE must be a whole number of seconds.'),
    ],
    [
      'a level that the token has',
      async (world) => ({ TARGET_ACR_VALUES: LOA1, ACCESS_TOKEN: await own(world) }),
      invalid('ACCESS_TOKEN has reached the level already.'),
    ],
    [
      'a lower level than the token has',
      async (world) => {
        const { accessToken } = await world.finish(await world.begin({ TARGET_ACR_VALUES: LOA4 }))
        return { TARGET_ACR_VALUES: LOA3, ACCESS_TOKEN: accessToken }
      },
      invalid('ACCESS_TOKEN has reached the level already.'),
    ],
    [
      'a token of somebody else',
      async (world) => ({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: await johns(world) }),
      refused('ACCESS_TOKEN is not of the user that USERNAME names.'),
    ],
    [
      'a token of another client',
      async ({ sdk, poolId }) => {
        const { clientId } = await makeClient(sdk, poolId, CHOICE)
        return { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: (await signIn(sdk, clientId, 'jane')).accessToken }
      },
      refused('ACCESS_TOKEN is not of the user that USERNAME names.'),
    ],
    [
      'a token of another pool',
      async ({ sdk }) => {
        const { poolId, clientId } = await makePool(sdk)
        await makeUser(sdk, poolId, 'jane')
        return { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: (await signIn(sdk, clientId, 'jane')).accessToken }
      },
      refused('ACCESS_TOKEN is not of the user that USERNAME names.'),
    ],
    [
      'an ID token',
      async ({ signedIn }) => ({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: (await signedIn()).idToken }),
      refused('Invalid Access Token'),
    ],
    [
      'a token that was changed',
      async (world) => {
        const [header, claims, signature] = (await own(world)).split('.')
        const better = Buffer.from(JSON.stringify({ ...claimsOf(`.${claims}.`), amr: ['pwd', 'otp'] }))
        const ACCESS_TOKEN = `${header}.${better.toString('base64url')}.${signature}`
        return { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN }
      },
      refused('Could not verify signature for Access Token'),
    ],
    [
      'no token at all',
      async () => ({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: 'x' }),
      refused('Could not verify signature for Access Token'),
    ],
    [
      'a token that has ended',
      async (world) => {
        const ACCESS_TOKEN = await own(world)
        server.travel(60 * 60 * 1000)
        return { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN }
      },
      refused('Access Token has expired'),
    ],
    [
      'V20: a token that was revoked, however old it may be',
      async (world) => {
        const { accessToken, refreshToken } = await world.signedIn()
        await world.sdk.send(new RevokeTokenCommand({ ClientId: world.clientId, Token: refreshToken }))
        return { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: accessToken, MAX_AGE: '0' }
      },
      refused('Access Token has been revoked'),
    ],
    [
      'V20: a token of before a sign-out',
      async (world) => {
        const ACCESS_TOKEN = await own(world)
        await world.sdk.send(new GlobalSignOutCommand({ AccessToken: ACCESS_TOKEN }))
        return { TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN }
      },
      refused('Access Token has been revoked'),
    ],
    [
      'a tier without levels',
      async ({ sdk, poolId }) => {
        await sdk.send(
          new UpdateUserPoolCommand({
            UserPoolId: poolId,
            UserPoolTier: 'LITE',
            Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
            MfaConfiguration: 'OFF',
          }),
        )
        return { TARGET_ACR_VALUES: LOA1 }
      },
      ['FeatureUnavailableInTierException', 'Authentication levels are not available in the LITE pricing tier.'],
    ],
  ]
  for (const [name, prepare, [error, message]] of rows) {
    test(name, async () => {
      const world = await makeLevelPool(server)
      await assert.rejects(world.begin(await prepare(world)), serviceError(error, message))
    })
  }

  test('a level for which the user has no factor: none is set up on the way', async () => {
    const passwords = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const] } }
    const { sdk, poolId, clientId, begin } = await makeLevelPool(server, { Policies: passwords })
    await makeUser(sdk, poolId, 'john')
    const { accessToken: ACCESS_TOKEN } = await signIn(sdk, clientId, 'john')
    const unreachable = serviceError(...invalid('The user has no factor for any of TARGET_ACR_VALUES.'))
    for (const TARGET_ACR_VALUES of [LOA2, LOA3, LOA4, `${LOA4} ${LOA3}`]) {
      await assert.rejects(begin({ TARGET_ACR_VALUES }, 'john'), unreachable)
      await assert.rejects(begin({ TARGET_ACR_VALUES, ACCESS_TOKEN }, 'john'), unreachable)
    }
  })
})

describe('all or nothing', () => {
  test('a password alone gives no tokens, nor does the wrong factor', async () => {
    const { begin, respond, poolId, sdk, email } = await makeLevelPool(server)
    const asked = await begin({ TARGET_ACR_VALUES: LOA3, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD })
    assert.equal(asked.AuthenticationResult, undefined)
    const factor = await respond('SELECT_MFA_TYPE', asked.Session, 'jane', { ANSWER: 'EMAIL_OTP' })
    // A code for the first factor is not one for the second.
    const first = await begin({ PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    const EMAIL_OTP_CODE = await server.code(email)
    await assert.rejects(
      respond('EMAIL_OTP', factor.Session, 'jane', { EMAIL_OTP_CODE }),
      serviceError('CodeMismatchException', 'Invalid code or auth state for the user.'),
    )
    assert.ok((await respond('EMAIL_OTP', first.Session, 'jane', { EMAIL_OTP_CODE })).AuthenticationResult)
    await assert.rejects(
      respond('SELECT_MFA_TYPE', asked.Session, 'jane', { ANSWER: 'SOFTWARE_TOKEN_MFA' }),
      serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
    )
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await assert.rejects(begin({ TARGET_ACR_VALUES: LOA3 }), serviceError(...refused('User is disabled.')))
  })

  test('a password by SRP does not lose the level on the way', async () => {
    const { begin, finish, respond, poolId } = await makeLevelPool(server)
    const { SRP_A, claim } = srpClient(poolId)
    const asked = await begin({ TARGET_ACR_VALUES: LOA4, PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A })
    const claimed = claim(asked.ChallengeParameters, PASSWORD)
    await assert.rejects(
      respond('PASSWORD_VERIFIER', undefined, 'jane', claimed),
      serviceError(...invalid('Missing required parameter Session')),
    )
    const factor = await respond('PASSWORD_VERIFIER', asked.Session, 'jane', claimed)
    assert.equal(factor.ChallengeName, 'SOFTWARE_TOKEN_MFA')
    assert.equal(claimsOf((await finish(factor)).accessToken).acr, LOA4)
  })

  test('the factor that the level takes is gone before the end', async () => {
    const { begin, respond, code, secret, configure } = await makeLevelPool(server)
    const { Session } = await begin({ TARGET_ACR_VALUES: LOA4, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD })
    await configure('OFF', {})
    await assert.rejects(
      respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE: code(secret) }),
      serviceError('NotAuthorizedException', 'Invalid session for the user.'),
    )
  })
})

describe('V20: what a token has proved falls with it while the sign-in is under way', () => {
  const rows: [string, (world: World, token: string) => Promise<unknown>][] = [
    ['the user signs out', ({ sdk }, AccessToken) => sdk.send(new GlobalSignOutCommand({ AccessToken }))],
    [
      'an administrator signs them out',
      ({ sdk, poolId }) => sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'jane' })),
    ],
  ]
  for (const [name, end] of rows) {
    test(name, async () => {
      const world = await makeLevelPool(server)
      const { accessToken } = await world.signedIn()
      const begun = await world.begin({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: accessToken })
      assert.equal(begun.ChallengeName, 'SOFTWARE_TOKEN_MFA')
      await end(world, accessToken)
      await assert.rejects(world.finish(begun), GENERIC)
    })
  }
  test('at the last moment', async () => {
    const world = await makeLevelPool(server)
    const { accessToken, refreshToken } = await world.signedIn()
    const begun = await world.begin({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: accessToken })
    beforeTokens(server, () =>
      world.sdk.send(new RevokeTokenCommand({ ClientId: world.clientId, Token: refreshToken })),
    )
    await assert.rejects(world.finish(begun), GENERIC)
  })
  test('but a sign-in that took nothing from it goes on', async () => {
    const world = await makeLevelPool(server)
    const { accessToken } = await world.signedIn()
    server.travel(10_000)
    const begun = await world.begin({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: accessToken, MAX_AGE: '5' })
    await world.sdk.send(new GlobalSignOutCommand({ AccessToken: accessToken }))
    assert.ok((await world.finish(begun)).accessToken)
  })
})

describe('a level is no way around the second factor', () => {
  const turnOn = ({ sdk, poolId }: World, settings: object) =>
    sdk.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: 'jane', ...settings }))

  test('that the user has turned on', async () => {
    const world = await makeLevelPool(server)
    const { accessToken } = await world.signedIn()
    await turnOn(world, { SoftwareTokenMfaSettings: { Enabled: true } })
    for (const TARGET_ACR_VALUES of [LOA2, LOA3]) {
      await assert.rejects(
        world.begin({ TARGET_ACR_VALUES, ACCESS_TOKEN: accessToken }),
        serviceError(...invalid('The user has no factor for any of TARGET_ACR_VALUES.')),
      )
    }
    const lowest = await world.finish(await world.begin({ TARGET_ACR_VALUES: LOA1 }))
    assert.deepEqual(lowest.asked, ['SELECT_CHALLENGE', 'SOFTWARE_TOKEN_MFA'])
    assert.equal(claimsOf(lowest.accessToken).acr, LOA4)
  })

  test('nor does the code go where a forgotten password is reset', async () => {
    const world = await makeLevelPool(server, {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_email', Priority: 1 },
          { Name: 'verified_phone_number', Priority: 2 },
        ],
      },
    })
    const asked = await world.begin({ TARGET_ACR_VALUES: LOA3, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD })
    assert.equal(asked.ChallengeName, 'SMS_MFA')
  })

  test('that the pool demands of everybody', async () => {
    const world = await makeLevelPool(server, {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    })
    const { accessToken } = await world.signedIn()
    await world.configure('ON')
    const { asked } = await world.finish(await world.begin({ TARGET_ACR_VALUES: LOA1 }))
    assert.deepEqual(asked, ['SELECT_CHALLENGE', 'SELECT_MFA_TYPE', 'SMS_MFA'])
    const credited = await world.finish(await world.begin({ TARGET_ACR_VALUES: LOA4, ACCESS_TOKEN: accessToken }))
    assert.deepEqual(credited.asked, ['SOFTWARE_TOKEN_MFA'])
    await makeUser(world.sdk, world.poolId, 'john', addresses())
    const john = await world.begin({ TARGET_ACR_VALUES: LOA1, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD }, 'john')
    assert.equal(john.ChallengeName, 'SELECT_MFA_TYPE')
  })
})
