import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { afterPassword, beforeTokens, outcome } from './between.ts'

const server = useServer()

afterEach(() => {
  const failures = server.log.filter((line) => line.includes('request failed'))
  assert.deepEqual(failures, [], 'a race is no internal error')
})

const [NEW, OTHER] = ['Another-horse-7', 'Third-horse-55']
let count = 0

const fixture = async (client: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] }, client)
  const email = `jane${++count}@example.com`
  await makeUser(sdk, poolId, 'jane', { email, email_verified: 'true' })
  const user = { UserPoolId: poolId, Username: 'jane' }
  const me = { ClientId: clientId, Username: 'jane' }
  return {
    sdk,
    poolId,
    clientId,
    email,
    user,
    enter: (password = PASSWORD) => signIn(sdk, clientId, 'jane', password),
    set: (Password: string, Permanent = true) =>
      sdk.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent })),
    forgot: async () => {
      await sdk.send(new ForgotPasswordCommand(me))
      return server.code(email)
    },
    recover: (ConfirmationCode: string, Password = NEW) =>
      sdk.send(new ConfirmForgotPasswordCommand({ ...me, ConfirmationCode, Password })),
    change: (AccessToken: string, ProposedPassword = OTHER) =>
      sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: PASSWORD, ProposedPassword })),
    state: () => sdk.send(new AdminGetUserCommand(user)),
    refresh: (RefreshToken: string) =>
      sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken })),
  }
}

const incorrect = serviceError('NotAuthorizedException', 'Incorrect username or password.')
const expired = serviceError('ExpiredCodeException')

test('a sign-in by a password that is not the one any more when it ends gives no tokens', async (t) => {
  type Made = Awaited<ReturnType<typeof fixture>>
  const rows: [string, (made: Made) => Promise<() => Promise<unknown>>, string][] = [
    [
      'the user resets it',
      async ({ forgot, recover }) => {
        const code = await forgot()
        return () => recover(code)
      },
      'NotAuthorizedException',
    ],
    [
      'the user changes it',
      async ({ enter, change }) => {
        const { accessToken } = await enter()
        return () => change(accessToken)
      },
      'NotAuthorizedException',
    ],
    [
      'an administrator sets it',
      async ({ set }) =>
        () =>
          set(NEW),
      'NotAuthorizedException',
    ],
    [
      'an administrator sets a temporary one',
      async ({ set }) =>
        () =>
          set(NEW, false),
      'NotAuthorizedException',
    ],
    [
      'an administrator resets it',
      async ({ sdk, user }) =>
        () =>
          sdk.send(new AdminResetUserPasswordCommand(user)),
      'PasswordResetRequiredException',
    ],
    [
      'the user is disabled',
      async ({ sdk, user }) =>
        () =>
          sdk.send(new AdminDisableUserCommand(user)),
      'NotAuthorizedException',
    ],
    [
      'the user is deleted',
      async ({ sdk, user }) =>
        () =>
          sdk.send(new AdminDeleteUserCommand(user)),
      'UserNotFoundException',
    ],
  ]
  for (const [name, prepare, error] of rows) {
    await t.test(name, async () => {
      const made = await fixture()
      const meanwhile = await prepare(made)
      // A change by the old password waits for its turn behind the sign-in that is under way.
      if (name === 'the user changes it') beforeTokens(server, meanwhile)
      else afterPassword(server, meanwhile)
      await assert.rejects(made.enter(), serviceError(error))
    })
  }
})

test('whatever the order of a reset and sign-ins by the old password, none of theirs outlives it', async () => {
  const { enter, forgot, recover, set, refresh, email } = await fixture()
  for (let round = 0; round < 8; round++) {
    await set(PASSWORD)
    await forgot()
    const code = await server.code(email)
    const entering = Array.from({ length: 6 }, () => outcome(enter()))
    const reset = outcome(recover(code))
    const results = await Promise.all(entering)
    assert.deepEqual(await reset, { value: (await reset).value })
    for (const { value } of results) {
      if (value) await assert.rejects(refresh(value.refreshToken), serviceError('NotAuthorizedException'))
    }
  }
})

test('a change of password that others overtake changes nothing', async (t) => {
  await t.test('the user resets it', async () => {
    const { enter, forgot, recover, change } = await fixture()
    const { accessToken } = await enter()
    const code = await forgot()
    afterPassword(server, () => recover(code))
    await assert.rejects(change(accessToken), incorrect)
    await enter(NEW)
  })
  await t.test('an administrator sets it', async () => {
    const { enter, set, change } = await fixture()
    const { accessToken } = await enter()
    afterPassword(server, () => set(NEW))
    await assert.rejects(change(accessToken), incorrect)
    await enter(NEW)
  })
  await t.test('the user is deleted, and another has the name', async () => {
    const { sdk, poolId, user, enter, change } = await fixture()
    const { accessToken } = await enter()
    afterPassword(server, async () => {
      await sdk.send(new AdminDeleteUserCommand(user))
      await makeUser(sdk, poolId, 'jane')
    })
    await assert.rejects(change(accessToken), serviceError('UserNotFoundException'))
    await enter()
  })
})

test('a reset that others overtake changes nothing', async (t) => {
  await t.test('an administrator sets the password', async () => {
    const { forgot, recover, set, enter } = await fixture()
    const code = await forgot()
    afterPassword(server, () => set(OTHER))
    await assert.rejects(recover(code), expired)
    await enter(OTHER)
  })
  await t.test('the user changes the password', async () => {
    const { forgot, recover, change, enter } = await fixture()
    const { accessToken } = await enter()
    const code = await forgot()
    afterPassword(server, () => change(accessToken))
    await assert.rejects(recover(code), expired)
    await enter(OTHER)
  })
  await t.test('another code is sent', async () => {
    const { forgot, recover, enter } = await fixture()
    const code = await forgot()
    let fresh = ''
    afterPassword(server, async () => {
      fresh = await forgot()
    })
    if ((await outcome(recover(code))).error !== 'ExpiredCodeException') assert.equal(fresh, code)
    else await enter()
  })
  await t.test('the address becomes another', async () => {
    const { sdk, user, forgot, recover, enter } = await fixture()
    const code = await forgot()
    const UserAttributes = [
      { Name: 'email', Value: 'moved@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ]
    afterPassword(server, () => sdk.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes })))
    await assert.rejects(recover(code), expired)
    await enter()
  })
  await t.test('the user is disabled', async () => {
    const { sdk, user, forgot, recover, state } = await fixture()
    const code = await forgot()
    afterPassword(server, () => sdk.send(new AdminDisableUserCommand(user)))
    await assert.rejects(recover(code), serviceError('NotAuthorizedException', 'User is disabled.'))
    assert.equal((await state()).Enabled, false)
  })
  await t.test('the user is deleted, and another has the name', async () => {
    const { sdk, poolId, user, forgot, recover, enter } = await fixture()
    const code = await forgot()
    afterPassword(server, async () => {
      await sdk.send(new AdminDeleteUserCommand(user))
      await makeUser(sdk, poolId, 'jane')
    })
    await assert.rejects(recover(code), serviceError('UserNotFoundException'))
    await enter()
  })
})

test('a first sign-in and what an administrator does meanwhile: the administrator wins', async (t) => {
  const invited = async () => {
    const made = await fixture()
    await made.set(PASSWORD, false)
    const { Session } = await made.sdk.send(
      new InitiateAuthCommand({
        ClientId: made.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane', PASSWORD },
      }),
    )
    const answer = () =>
      made.sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId: made.clientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: 'jane', NEW_PASSWORD: NEW },
        }),
      )
    const resend = () =>
      made.sdk.send(
        new AdminCreateUserCommand({
          ...made.user,
          MessageAction: 'RESEND',
          TemporaryPassword: OTHER,
          DesiredDeliveryMediums: ['EMAIL'],
        }),
      )
    return { ...made, answer, resend }
  }
  await t.test('the invitation is sent again', async () => {
    const { answer, resend, state } = await invited()
    afterPassword(server, resend)
    await assert.rejects(answer(), serviceError('NotAuthorizedException'))
    assert.equal((await state()).UserStatus, 'FORCE_CHANGE_PASSWORD')
  })
  await t.test('a password is set', async () => {
    const { answer, set, enter } = await invited()
    afterPassword(server, () => set(OTHER))
    await assert.rejects(answer(), serviceError('NotAuthorizedException'))
    await enter(OTHER)
  })
  await t.test('the user is disabled', async () => {
    const { sdk, user, answer, state } = await invited()
    afterPassword(server, () => sdk.send(new AdminDisableUserCommand(user)))
    await assert.rejects(answer(), serviceError('NotAuthorizedException'))
    assert.equal((await state()).UserStatus, 'FORCE_CHANGE_PASSWORD')
  })
  await t.test('the user is deleted', async () => {
    const { sdk, user, answer } = await invited()
    afterPassword(server, () => sdk.send(new AdminDeleteUserCommand(user)))
    await assert.rejects(answer(), serviceError('UserNotFoundException'))
  })
  await t.test('but an invitation does not undo a password that the user has set', async () => {
    const { answer, resend, enter } = await invited()
    afterPassword(server, answer)
    await assert.rejects(resend(), serviceError('UnsupportedUserStateException'))
    await enter(NEW)
  })
})

test('a refresh that a sign-out overtakes gives nothing that is accepted', async (t) => {
  for (const EnableTokenRevocation of [true, false]) {
    await t.test(`token revocation ${EnableTokenRevocation}`, async () => {
      const { sdk, user, enter, refresh } = await fixture({ EnableTokenRevocation })
      const { refreshToken } = await enter()
      beforeTokens(server, async () => {
        await sdk.send(new AdminUserGlobalSignOutCommand(user))
        server.travel(2000)
      })
      const { value } = await outcome(refresh(refreshToken))
      const AccessToken = value?.AuthenticationResult?.AccessToken
      if (AccessToken) {
        await assert.rejects(
          sdk.send(new GetUserCommand({ AccessToken })),
          serviceError('NotAuthorizedException', 'Access Token has been revoked'),
        )
      }
    })
  }
})

test('a rotation that others overtake gives no refresh token that works', async (t) => {
  const rotating = { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 } } as const
  type Made = Awaited<ReturnType<typeof fixture>>
  const rows: [string, (made: Made) => Promise<unknown>][] = [
    ['a sign-out', ({ sdk, user }) => sdk.send(new AdminUserGlobalSignOutCommand(user))],
    ['disabling', ({ sdk, user }) => sdk.send(new AdminDisableUserCommand(user))],
    ['deletion of the user', ({ sdk, user }) => sdk.send(new AdminDeleteUserCommand(user))],
    [
      'deletion of the client',
      ({ sdk, poolId, clientId }) =>
        sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId })),
    ],
  ]
  for (const [name, meanwhile] of rows) {
    await t.test(name, async () => {
      const made = await fixture(rotating)
      const { refreshToken } = await made.enter()
      const [refreshed] = await Promise.all([outcome(made.refresh(refreshToken)), meanwhile(made)])
      const fresh = refreshed.value?.AuthenticationResult?.RefreshToken
      for (const token of [refreshToken, fresh]) if (token) await assert.rejects(made.refresh(token))
    })
  }
})

test('V15: changes of an address and proofs of it, all at once, never verify an address without its code', async () => {
  const { sdk, enter, state, email } = await fixture()
  const { accessToken: AccessToken } = await enter()
  const update = (Value: string) =>
    sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }))
  for (let round = 0; round < 6; round++) {
    const mine = `mine${round}-${email}`
    await update(mine)
    const Code = await server.code(mine)
    await Promise.all([
      outcome(update(`victim${round}-${email}`)),
      outcome(sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }))),
    ])
    const { UserAttributes } = await state()
    const attribute = (wanted: string) => UserAttributes?.find(({ Name }) => Name === wanted)?.Value
    if (attribute('email_verified') === 'true') assert.equal(attribute('email'), mine)
  }
})
