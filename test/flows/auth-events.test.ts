import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { purgeOnce } from '../../src/flows/purge.ts'
import { claimsOf, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { eventsOf, makeWatchedPool, storyOf } from '../operations/risk/fixture.ts'

const server = useServer()
const YEAR_MS = 365 * 24 * 60 * 60 * 1000
let addresses = 0
const newAddress = () => `user${++addresses}@example.com`

const world = async (
  client: Parameters<typeof makeWatchedPool>[2] = {},
  pool: Parameters<typeof makeWatchedPool>[1] = {},
) => {
  const sdk = server.client()
  const made = await makeWatchedPool(sdk, { AutoVerifiedAttributes: ['email'], ...pool }, client)
  const email = newAddress()
  await makeUser(sdk, made.poolId, 'jane', { email, email_verified: 'true' })
  const fail = (password = 'Wrong-horse-1', username = 'jane') =>
    assert.rejects(signIn(sdk, made.clientId, username, password))
  return { sdk, ...made, email, fail, story: () => storyOf(sdk, made.poolId, 'jane') }
}

describe('sign-ins', () => {
  test('one that ends with tokens passes, and its tokens name it, the refreshed ones as well', async () => {
    const { sdk, poolId, clientId } = await world()
    const tokens = await signIn(sdk, clientId, 'jane')
    const [event, ...others] = await eventsOf(sdk, poolId, 'jane')
    assert.deepEqual(others, [])
    assert.deepEqual(event, {
      EventId: event?.EventId,
      EventType: 'SignIn',
      CreationDate: event?.CreationDate,
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
      ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }],
      EventContextData: { IpAddress: '127.0.0.1', DeviceName: event?.EventContextData?.DeviceName },
    })
    assert.match(event?.EventContextData?.DeviceName ?? '', /^aws-sdk-js 3, \w+/)
    assert.ok(Math.abs((event?.CreationDate?.getTime() ?? 0) - Date.now()) < 60_000)
    const { AuthenticationResult: fresh } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: tokens.refreshToken },
      }),
    )
    for (const token of [tokens.accessToken, tokens.idToken, fresh?.AccessToken, fresh?.IdToken]) {
      assert.equal(claimsOf(token ?? '').event_id, event?.EventId)
    }
    assert.equal((await eventsOf(sdk, poolId, 'jane')).length, 1, 'a refresh is no sign-in')
  })

  test('one that waits for a second factor is in progress, each wrong code fails, and the right one passes it', async () => {
    const { sdk, poolId, clientId, email, story } = await world(
      {},
      {
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
        EmailConfiguration: {
          EmailSendingAccount: 'DEVELOPER',
          SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/example.com',
        },
      },
    )
    await sdk.send(
      new SetUserPoolMfaConfigCommand({ UserPoolId: poolId, MfaConfiguration: 'ON', EmailMfaConfiguration: {} }),
    )
    const { Session, ChallengeName } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane', PASSWORD },
      }),
    )
    assert.equal(ChallengeName, 'EMAIL_OTP')
    assert.deepEqual(await story(), ['SignIn InProgress Password:Success'])
    const answer = (code: string) =>
      sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName: 'EMAIL_OTP',
          Session,
          ChallengeResponses: { USERNAME: 'jane', EMAIL_OTP_CODE: code },
        }),
      )
    const code = await server.code(email)
    await assert.rejects(answer(code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))))
    assert.deepEqual((await story()).sort(), [
      'SignIn Fail Password:Success Mfa:Failure',
      'SignIn InProgress Password:Success',
    ])
    const { AuthenticationResult } = await answer(code)
    const events = await eventsOf(sdk, poolId, 'jane')
    const passed = events.find(({ EventResponse }) => EventResponse === 'Pass')
    assert.equal(claimsOf(AuthenticationResult?.AccessToken ?? '').event_id, passed?.EventId)
    assert.deepEqual((await story()).sort(), [
      'SignIn Fail Password:Success Mfa:Failure',
      'SignIn Pass Password:Success Mfa:Success',
    ])
  })

  test('a wrong password fails, whether the client hides users or not', async () => {
    for (const PreventUserExistenceErrors of ['LEGACY', 'ENABLED'] as const) {
      const { fail, story } = await world({ PreventUserExistenceErrors })
      await fail()
      assert.deepEqual(await story(), ['SignIn Fail Password:Failure'])
    }
  })

  test('a right password that leads nowhere fails, and is told from a wrong one', async () => {
    const { sdk, poolId, fail, story } = await world({ PreventUserExistenceErrors: 'ENABLED' })
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await fail(PASSWORD)
    assert.deepEqual(await story(), ['SignIn Fail Password:Success'])
  })

  test('a new password is a part of the sign-in that asked for it', async () => {
    const { sdk, poolId, clientId, story } = await world()
    await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane', Password: PASSWORD }))
    const { Session } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane', PASSWORD },
      }),
    )
    await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'jane', NEW_PASSWORD: 'Another-horse-7' },
      }),
    )
    assert.deepEqual(await story(), ['SignIn Pass Password:Success'])
  })

  test('attacks: who tries during a lock, and who tries names that nobody has, writes no events', async () => {
    const { sdk, poolId, fail, story } = await world({ PreventUserExistenceErrors: 'ENABLED' })
    for (let tries = 0; tries < 12; tries++) await fail()
    assert.equal((await story()).length, 5, 'the lock came after five')
    for (let tries = 0; tries < 5; tries++) await fail(PASSWORD, 'nobody')
    await assert.rejects(eventsOf(sdk, poolId, 'nobody'), serviceError('UserNotFoundException'))
  })

  test('attacks: of the failures of one user, thirty an hour are kept', async () => {
    const { sdk, poolId, fail } = await world({ PreventUserExistenceErrors: 'ENABLED' })
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    const kept = async () => (await server.ctx.store.authEvents.list(poolId, await subOf(poolId), 0, 100)).items.length
    await server.freeze(async () => {
      for (let tries = 0; tries < 35; tries++) await fail(PASSWORD)
    })
    assert.equal(await kept(), 30)
    server.travel(60 * 60 * 1000)
    await fail(PASSWORD)
    assert.equal(await kept(), 31)
  })
})

const subOf = async (poolId: string, name = 'jane') => {
  const sub = await server.ctx.store.users.nameHolder(poolId, name)
  return sub ?? ''
}

describe('what is not a sign-in', () => {
  test('a sign-up is in progress until it is confirmed', async () => {
    const { sdk, poolId, clientId } = await world()
    const email = newAddress()
    const UserAttributes = [{ Name: 'email', Value: email }]
    await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'john', Password: PASSWORD, UserAttributes }))
    assert.deepEqual(await storyOf(sdk, poolId, 'john'), ['SignUp InProgress'])
    await sdk.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: 'john' }))
    assert.deepEqual((await storyOf(sdk, poolId, 'john')).sort(), ['ResendCode Pass', 'SignUp InProgress'])
    const ConfirmationCode = await server.code(email)
    await sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'john', ConfirmationCode }))
    assert.deepEqual((await storyOf(sdk, poolId, 'john')).sort(), ['ResendCode Pass', 'SignUp Pass'])
  })

  test('a recovery is in progress until the new password is set', async () => {
    const { sdk, clientId, email, story } = await world()
    await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
    assert.deepEqual(await story(), ['ForgotPassword InProgress'])
    await sdk.send(
      new ConfirmForgotPasswordCommand({
        ClientId: clientId,
        Username: 'jane',
        Password: 'Another-horse-7',
        ConfirmationCode: await server.code(email),
      }),
    )
    assert.deepEqual(await story(), ['ForgotPassword Pass'])
  })

  test('a change of password passes, or fails by the old one', async () => {
    const { sdk, clientId, story } = await world()
    const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
    const change = (PreviousPassword: string) =>
      sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Another-horse-7' }))
    await assert.rejects(change('Wrong-horse-1'))
    await change(PASSWORD)
    assert.deepEqual((await story()).sort(), [
      'PasswordChange Fail',
      'PasswordChange Pass',
      'SignIn Pass Password:Success',
    ])
  })
})

describe('where it came from', () => {
  const CHROME =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
  const encode = (clientId: string, contextData: object, key = clientId) => {
    const payload = JSON.stringify({ contextData, username: 'jane', timestamp: '1' })
    const signature = createHmac('sha256', key).update('JS20171115').update(payload).digest('base64')
    return Buffer.from(JSON.stringify({ payload, signature, version: 'JS20171115' })).toString('base64')
  }
  const hashFor = (clientId: string, secret: string) =>
    createHmac('sha256', secret).update(`jane${clientId}`).digest('base64')
  const contextOf = async (poolId: string) => {
    const [event] = await eventsOf(server.client(), poolId, 'jane')
    return event?.EventContextData
  }
  const start = (made: { clientId: string; secret: string | undefined }, UserContextData: object) =>
    server.client().send(
      new InitiateAuthCommand({
        ClientId: made.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: {
          USERNAME: 'jane',
          PASSWORD,
          ...(made.secret && { SECRET_HASH: hashFor(made.clientId, made.secret) }),
        },
        UserContextData,
      }),
    )

  test('what the collecting script has signed tells of device and time zone', async () => {
    const made = await world()
    const data = { UserAgent: CHROME, ClientTimezone: '-07:00' }
    await start(made, { IpAddress: '192.0.2.9', EncodedData: encode(made.clientId, data) })
    assert.deepEqual(await contextOf(made.poolId), {
      IpAddress: '127.0.0.1',
      DeviceName: 'Chrome 126, Windows 10',
      Timezone: '-07:00',
    })
  })

  test('an address is believed of a client that keeps a secret and is set up for it', async () => {
    const rows: [boolean, boolean, string, string][] = [
      [true, true, '192.0.2.9', '192.0.2.9'],
      [true, true, '2001:db8::9', '2001:db8::9'],
      [true, true, 'somewhere', '127.0.0.1'],
      [true, false, '192.0.2.9', '127.0.0.1'],
      [false, false, '192.0.2.9', '127.0.0.1'],
    ]
    for (const [GenerateSecret, EnablePropagateAdditionalUserContextData, IpAddress, expected] of rows) {
      const made = await world({ GenerateSecret, EnablePropagateAdditionalUserContextData })
      await start(made, { IpAddress })
      assert.equal((await contextOf(made.poolId))?.IpAddress, expected)
    }
  })

  test('attacks: data that cannot be read, or that nobody signed, counts as not sent', async () => {
    const made = await world()
    const honest = encode(made.clientId, {})
    const rows = [
      encode(made.clientId, { ClientTimezone: 'UTC' }, 'another key'),
      encode(made.clientId, { ClientTimezone: 'x'.repeat(201), UserAgent: { toString: 'x' } }),
      encode(made.clientId, { ClientTimezone: 'a\nb' }),
      Buffer.from('[1]').toString('base64'),
      Buffer.from('{"payload":{},"signature":1,"version":null}').toString('base64'),
      honest.slice(0, -9),
      'x'.repeat(100_000),
    ]
    for (const EncodedData of rows) {
      await start(made, { EncodedData })
      assert.equal((await contextOf(made.poolId))?.Timezone, undefined)
    }
  })

  test('an administrator tells where the user is', async () => {
    const { sdk, poolId, clientId } = await world()
    await sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane', PASSWORD },
        ContextData: {
          IpAddress: '192.0.2.1',
          ServerName: 'example.com',
          ServerPath: '/',
          HttpHeaders: [{ headerName: 'User-Agent', headerValue: CHROME }],
        },
      }),
    )
    assert.deepEqual(await contextOf(poolId), { IpAddress: '192.0.2.1', DeviceName: 'Chrome 126, Windows 10' })
  })
})

describe('what is kept, and for how long', () => {
  test('nothing while the pool watches nobody', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, { UserPoolTier: 'PLUS' })
    await makeUser(sdk, poolId, 'jane')
    await signIn(sdk, clientId, 'jane')
    await assert.rejects(signIn(sdk, clientId, 'jane', 'Wrong-horse-1'))
    await sdk.send(
      new UpdateUserPoolCommand({
        UserPoolId: poolId,
        UserPoolTier: 'PLUS',
        UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      }),
    )
    assert.deepEqual(await storyOf(sdk, poolId, 'jane'), [])
    await signIn(sdk, clientId, 'jane')
    assert.equal((await storyOf(sdk, poolId, 'jane')).length, 1)
  })

  test('events go with their user', async () => {
    const { sdk, poolId, clientId } = await world()
    const { accessToken } = await signIn(sdk, clientId, 'jane')
    const sub = await subOf(poolId)
    await sdk.send(new DeleteUserCommand({ AccessToken: accessToken }))
    assert.deepEqual((await server.ctx.store.authEvents.list(poolId, sub, 0, 10)).items, [])
  })

  test('events are forgotten after two years', async () => {
    const { sdk, poolId, clientId, story } = await world()
    await signIn(sdk, clientId, 'jane')
    server.travel(2 * YEAR_MS - 60_000)
    await purgeOnce(server.ctx)
    assert.equal((await story()).length, 1)
    server.travel(120_000)
    assert.deepEqual(await story(), [], 'not shown, purged or not')
    await purgeOnce(server.ctx)
    assert.deepEqual((await server.ctx.store.authEvents.list(poolId, await subOf(poolId), 0, 10)).items, [])
  })
})
