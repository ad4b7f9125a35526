import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { GetTokensFromRefreshTokenCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { rawAnswer } from '../operations/raw-answer.ts'
import { type State, states, told } from './account-states.ts'
import { begin, type Traveller, toldAs } from './journeys.ts'
import { refresh } from './starts.ts'
import { makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const { RESET, UNDECLARED_RESET, UNKNOWN, REVOKED, NO_TOKEN } = told
const clients = ['telling', 'hiding'] as const

/** What a user who was signed in before can still do. A temporary password ends no session of the one before it. */
const holdings: Record<string, { use: (who: Traveller) => Promise<unknown>; cells: Record<State, string> }> = {
  REFRESH_TOKEN_AUTH: {
    use: (who) => begin(who, refresh),
    cells: {
      disabled: REVOKED,
      deleted: NO_TOKEN,
      reset: RESET,
      locked: 'done',
      unconfirmed: NO_TOKEN,
      temporary: 'done',
      expired: 'done',
    },
  },
  GetTokensFromRefreshToken: {
    use: ({ sdk, clientId, tokens }) =>
      sdk.send(
        new GetTokensFromRefreshTokenCommand({
          ClientId: clientId,
          RefreshToken: tokens?.RefreshToken,
          DeviceKey: tokens?.NewDeviceMetadata?.DeviceKey,
        }),
      ),
    cells: {
      disabled: REVOKED,
      deleted: NO_TOKEN,
      reset: UNDECLARED_RESET,
      locked: 'done',
      unconfirmed: NO_TOKEN,
      temporary: 'done',
      expired: 'done',
    },
  },
  GetUser: {
    use: ({ sdk, tokens }) => sdk.send(new GetUserCommand({ AccessToken: tokens?.AccessToken })),
    cells: {
      disabled: 'NotAuthorizedException: Access Token has been revoked',
      deleted: UNKNOWN,
      reset: RESET,
      locked: 'done',
      unconfirmed: UNKNOWN,
      temporary: 'done',
      expired: 'NotAuthorizedException: Access Token has expired',
    },
  },
}

describe('V05: what the state of an account makes of tokens that were given before', () => {
  for (const [name, { use, cells }] of Object.entries(holdings)) {
    for (const client of clients) {
      test(`${name}, ${client}`, async () => {
        const found: Record<string, string> = {}
        for (const state of Object.keys(cells) as State[]) {
          const who = await world.makeTraveller('tokens', client)
          found[state] = await server.freeze(async () => {
            await states[state](who, 'tokens')
            return use(who).then(() => 'done', toldAs)
          })
        }
        assert.deepEqual(found, cells)
      })
    }
  }
})

test('V05: no operation takes the access token of somebody who is disabled, deleted or to reset the password', async (t) => {
  const DeviceKey = 'us-east-1_11111111-2222-4333-8444-555555555555'
  const operations: Record<string, object> = {
    AssociateSoftwareToken: {},
    ChangePassword: { PreviousPassword: PASSWORD, ProposedPassword: `${PASSWORD}-new` },
    CompleteWebAuthnRegistration: { Credential: {} },
    ConfirmDevice: { DeviceKey },
    DeleteUser: {},
    DeleteUserAttributes: { UserAttributeNames: ['name'] },
    DeleteWebAuthnCredential: { CredentialId: 'AAAA' },
    ForgetDevice: { DeviceKey },
    GetDevice: { DeviceKey },
    GetUser: {},
    GetUserAttributeVerificationCode: { AttributeName: 'email' },
    GetUserAuthFactors: {},
    GlobalSignOut: {},
    ListDevices: {},
    ListWebAuthnCredentials: {},
    SetUserMFAPreference: { SMSMfaSettings: { Enabled: true } },
    SetUserSettings: { MFAOptions: [] },
    StartWebAuthnRegistration: {},
    UpdateDeviceStatus: { DeviceKey, DeviceRememberedStatus: 'not_remembered' },
    UpdateUserAttributes: { UserAttributes: [{ Name: 'name', Value: 'Mallory' }] },
    VerifySoftwareToken: { UserCode: '123456' },
    VerifyUserAttribute: { AttributeName: 'email', Code: '123456' },
  }
  const refusals = ['NotAuthorizedException', 'PasswordResetRequiredException', 'UserNotFoundException']
  for (const state of ['disabled', 'deleted', 'reset'] as const) {
    const who = await world.makeTraveller('tokens')
    await states[state](who, 'tokens')
    for (const [operation, input] of Object.entries(operations)) {
      await t.test(`${operation}, ${state}`, async () => {
        const { body } = await rawAnswer(server, operation, { AccessToken: who.tokens?.AccessToken, ...input })
        assert.ok(refusals.includes(JSON.parse(body).__type), body)
      })
    }
  }
})
