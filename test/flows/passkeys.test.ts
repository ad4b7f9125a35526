import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  DeleteWebAuthnCredentialCommand,
  ForgotPasswordCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { appCode } from '../mfa.ts'
import { makePasskeyPool, site } from '../operations/passkeys/fixture.ts'
import { type Authenticator, type Knobs, makeAuthenticator, type Options } from '../webauthn.ts'

const server = useServer()
const refused = serviceError('NotAuthorizedException', 'The passkey could not be verified.')

type RequestOptions = Options & {
  rpId: string
  timeout: number
  userVerification: string
  allowCredentials: { id: string; type: string; transports: string[] }[]
}

const makeWorld = async (...how: Parameters<typeof makePasskeyPool> extends [unknown, ...infer R] ? R : never) => {
  const pool = await makePasskeyPool(server, ...how)
  const begin = async (USERNAME: string) => {
    const AuthParameters = { USERNAME, PREFERRED_CHALLENGE: 'WEB_AUTHN' }
    const answer = await pool.sdk.send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', AuthParameters }),
    )
    const options = JSON.parse(answer.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}') as RequestOptions
    return { ...answer, options, Session: answer.Session ?? '' }
  }
  const respond = (Session: string, USERNAME: string, credential: object | string) =>
    pool.sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName: 'WEB_AUTHN',
        Session,
        ChallengeResponses: {
          USERNAME,
          CREDENTIAL: typeof credential === 'string' ? credential : JSON.stringify(credential),
        },
      }),
    )
  const signInWith = async (authenticator: Authenticator, username: string, knobs: Knobs = {}) => {
    const { options, Session } = await begin(username)
    return (await respond(Session, username, authenticator.get(options, knobs))).AuthenticationResult
  }
  /** A user with a passkey. */
  const withPasskey = async (username: string, authenticator?: Authenticator, attributes = {}) => {
    const token = await pool.signedIn(username, attributes)
    return { token, authenticator: await pool.register(token, authenticator) }
  }
  return { ...pool, begin, respond, signInWith, withPasskey }
}

test('a passkey signs its user in', async () => {
  const { begin, respond, withPasskey } = await makeWorld()
  const { authenticator } = await withPasskey('jane')
  const { ChallengeName, AvailableChallenges, options, Session } = await begin('jane')
  assert.equal(ChallengeName, 'WEB_AUTHN')
  assert.deepEqual(AvailableChallenges, ['PASSWORD_SRP', 'PASSWORD', 'WEB_AUTHN'])
  const { challenge, ...rest } = options
  assert.match(challenge, /^[\w-]{43}$/)
  assert.deepEqual(rest, {
    timeout: 180_000,
    rpId: site.rpId,
    allowCredentials: [{ type: 'public-key', id: authenticator.id, transports: ['internal'] }],
    userVerification: 'preferred',
  })
  const { AuthenticationResult } = await respond(Session, 'jane', authenticator.get(options))
  assert.equal(claimsOf(AuthenticationResult?.AccessToken ?? '').username, 'jane')
  const known = await server.ctx.store.passkeys.find(
    String(claimsOf(AuthenticationResult?.IdToken ?? '').iss)
      .split('/')
      .at(-1) ?? '',
    authenticator.id,
  )
  assert.ok(known?.lastUsedAt)
})

test('a passkey is one of the choices', async () => {
  const { sdk, clientId: ClientId, withPasskey } = await makeWorld()
  const { authenticator } = await withPasskey('jane')
  const AuthParameters = { USERNAME: 'jane' }
  const begun = await sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }))
  assert.equal(begun.ChallengeName, 'SELECT_CHALLENGE')
  const answer = (ChallengeName: 'SELECT_CHALLENGE' | 'WEB_AUTHN', Session: string | undefined, given: object) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'jane', ...given },
      }),
    )
  const chosen = await answer('SELECT_CHALLENGE', begun.Session, { ANSWER: 'WEB_AUTHN' })
  assert.equal(chosen.ChallengeName, 'WEB_AUTHN')
  const options = JSON.parse(chosen.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}') as RequestOptions
  await assert.rejects(
    answer('WEB_AUTHN', chosen.Session, {}),
    serviceError('InvalidParameterException', 'Missing required parameter CREDENTIAL'),
  )
  const CREDENTIAL = JSON.stringify(authenticator.get(options))
  assert.ok((await answer('WEB_AUTHN', chosen.Session, { CREDENTIAL })).AuthenticationResult)
})

describe('takes what authenticators sign', () => {
  const key = { attachment: 'cross-platform', flags: { uv: false, be: false, bs: false } } as const
  const rows: [string, Partial<Parameters<typeof makeAuthenticator>[0]>, Knobs][] = [
    ['RS256', { algorithm: 'RS256' }, {}],
    ['no user handle', {}, { userHandle: null }],
    ['a security key that counts', { ...key, counts: true }, {}],
    ['a passkey that is backed up no more', {}, { flags: { bs: false } }],
  ]
  for (const [name, how, knobs] of rows) {
    test(name, async () => {
      const { signInWith, withPasskey } = await makeWorld()
      const { authenticator } = await withPasskey('jane', makeAuthenticator({ ...site, ...how }))
      assert.ok(await signInWith(authenticator, 'jane', knobs))
      assert.ok(await signInWith(authenticator, 'jane', knobs))
    })
  }
})

describe('WebAuthn section 7.2: refuses', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const rows: [string, Knobs][] = [
    ['another type', { clientData: { type: 'webauthn.create' } }],
    ['another challenge', { clientData: { challenge: randomBytes(32).toString('base64url') } }],
    ['an origin elsewhere', { clientData: { origin: 'https://evil.example' } }],
    ['crossOrigin', { clientData: { crossOrigin: true } }],
    ['a topOrigin', { clientData: { topOrigin: 'https://evil.example' } }],
    ['the hash of another relying party', { rpId: 'app.example.com' }],
    ['UP=0', { flags: { up: false } }],
    ['BS=1 with BE=0', { flags: { be: false, bs: true } }],
    ['BE changed since registration', { flags: { be: false, bs: false } }],
    ['a bad signature', { signWith: other }],
    ['the handle of another user', { userHandle: Buffer.from('somebody').toString('base64url') }],
    ['a handle that is none', { userHandle: '!' }],
    ['bytes after the authenticator’s data', { dataTrailing: Buffer.from([0]) }],
  ]
  test('and leaves the Session to a right answer, which spends it', async (t) => {
    const { begin, respond, withPasskey } = await makeWorld()
    const { authenticator } = await withPasskey('jane')
    const { options, Session } = await begin('jane')
    for (const [name, knobs] of rows) {
      await t.test(name, () => assert.rejects(respond(Session, 'jane', authenticator.get(options, knobs)), refused))
    }
    await t.test('what was signed for another Session', async () => {
      const second = await begin('jane')
      await assert.rejects(respond(Session, 'jane', authenticator.get(second.options)), refused)
    })
    await t.test('a credential that nobody has', () =>
      assert.rejects(respond(Session, 'jane', makeAuthenticator(site).get(options)), refused),
    )
    const right = authenticator.get(options)
    assert.ok((await respond(Session, 'jane', right)).AuthenticationResult)
    await assert.rejects(
      respond(Session, 'jane', right),
      serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
    )
  })

  test('a passkey of another user', async () => {
    const { begin, respond, withPasskey } = await makeWorld()
    await withPasskey('jane')
    const { authenticator: johns } = await withPasskey('john')
    const { options, Session } = await begin('jane')
    for (const userHandle of [undefined, null]) {
      await assert.rejects(respond(Session, 'jane', johns.get(options, { userHandle })), refused)
    }
    await assert.rejects(
      respond(Session, 'john', johns.get(options)),
      serviceError('NotAuthorizedException', 'Invalid session for the user.'),
    )
  })

  test('UV=0 where the pool requires it', async () => {
    const { begin, respond, withPasskey } = await makeWorld({ RelyingPartyId: site.rpId, UserVerification: 'required' })
    const { authenticator } = await withPasskey('jane')
    const { options, Session } = await begin('jane')
    assert.equal(options.userVerification, 'required')
    await assert.rejects(respond(Session, 'jane', authenticator.get(options, { flags: { uv: false } })), refused)
    assert.ok((await respond(Session, 'jane', authenticator.get(options))).AuthenticationResult)
  })

  test('a count that does not grow, in the log as well', async () => {
    const { signInWith, withPasskey } = await makeWorld()
    const { authenticator } = await withPasskey('jane', makeAuthenticator({ ...site, counts: true }))
    assert.ok(await signInWith(authenticator, 'jane', { signCount: 10 }))
    for (const signCount of [10, 9, 0]) await assert.rejects(signInWith(authenticator, 'jane', { signCount }), refused)
    assert.equal(
      server.log.filter((line) => line.includes('may be a copy') && line.includes(authenticator.id)).length,
      3,
    )
    // What a stranger signed tells nothing of copies.
    await assert.rejects(signInWith(authenticator, 'jane', { signCount: 1, signWith: other }), refused)
    assert.equal(server.log.filter((line) => line.includes(authenticator.id)).length, 3)
    assert.ok(await signInWith(authenticator, 'jane', { signCount: 11 }))
  })

  test('of two copies that count alike, one', async () => {
    const { begin, respond, withPasskey } = await makeWorld()
    const { authenticator } = await withPasskey('jane', makeAuthenticator({ ...site, counts: true }))
    const sessions = await Promise.all([begin('jane'), begin('jane'), begin('jane')])
    const answers = await Promise.allSettled(
      sessions.map(({ options, Session }) => respond(Session, 'jane', authenticator.get(options, { signCount: 7 }))),
    )
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('whatever is no credential', async () => {
    const { begin, respond, withPasskey } = await makeWorld()
    const { authenticator } = await withPasskey('jane')
    const { options, Session } = await begin('jane')
    const good = authenticator.get(options)
    const texts = [
      ...['{', 'null', '[]', '7', '"x"', '{}', '[['.repeat(5000), ' '.repeat(40_000)],
      ...[{ id: 7 }, { rawId: 'AAAA' }, { type: 'x' }, { response: null }, { response: [] }].map((change) =>
        JSON.stringify({ ...good, ...change }),
      ),
      ...[
        ...['', 'AA', '!', 7, null, 'A'.repeat(9000)].map((authenticatorData) => ({ authenticatorData })),
        ...['', 'AA', '!', {}].map((signature) => ({ signature })),
        ...['', 'AA', Buffer.from('null').toString('base64url'), []].map((clientDataJSON) => ({ clientDataJSON })),
        ...[7, {}, 'A'.repeat(200)].map((userHandle) => ({ userHandle })),
      ].map((change) => JSON.stringify({ ...good, response: { ...good.response, ...change } })),
    ]
    for (const text of texts) await assert.rejects(respond(Session, 'jane', text), refused, text.slice(0, 200))
    assert.deepEqual(
      server.log.filter((line) => line.includes('request failed')),
      [],
    )
    assert.ok((await respond(Session, 'jane', good)).AuthenticationResult)
  })
})

test('a passkey that was taken away meanwhile signs nobody in', async () => {
  const { sdk, begin, respond, withPasskey } = await makeWorld()
  const { authenticator, token } = await withPasskey('jane')
  await withPasskey('john')
  const { options, Session } = await begin('jane')
  await sdk.send(new DeleteWebAuthnCredentialCommand({ AccessToken: token, CredentialId: authenticator.id }))
  await assert.rejects(respond(Session, 'jane', authenticator.get(options)), serviceError('NotAuthorizedException'))
  assert.equal((await begin('jane')).ChallengeName, 'SELECT_CHALLENGE')
})

test('passkeys of another relying party are not asked for', async () => {
  const { sdk, configure, begin, register, withPasskey } = await makeWorld()
  const { token } = await withPasskey('jane')
  await configure({ RelyingPartyId: 'example.org' })
  assert.equal((await begin('jane')).ChallengeName, 'SELECT_CHALLENGE')
  const factors = async () =>
    (await sdk.send(new GetUserAuthFactorsCommand({ AccessToken: token }))).ConfiguredUserAuthFactors
  assert.deepEqual(await factors(), ['PASSWORD'])
  const { id } = await register(token, makeAuthenticator({ rpId: 'example.org', origin: 'https://example.org' }))
  assert.deepEqual(
    (await begin('jane')).options.allowCredentials.map((one) => one.id),
    [id],
  )
  assert.deepEqual(await factors(), ['PASSWORD', 'WEB_AUTHN'])
})

test('V05: nobody suspended signs in', async (t) => {
  const { sdk, poolId, begin, respond, withPasskey } = await makeWorld()
  for (const [name, command, error] of [
    ['disabled', AdminDisableUserCommand, 'NotAuthorizedException'],
    ['reset', AdminResetUserPasswordCommand, 'PasswordResetRequiredException'],
  ] as const) {
    await t.test(name, async () => {
      const attributes = { email: `${name}@example.com`, email_verified: 'true' }
      const { authenticator } = await withPasskey(name, undefined, attributes)
      const { options, Session } = await begin(name)
      await sdk.send(new command({ UserPoolId: poolId, Username: name }))
      await assert.rejects(respond(Session, name, authenticator.get(options)), serviceError(error))
    })
  }
})

test('V11: who is locked out of passwords comes in by passkey', async () => {
  const { sdk, clientId, signInWith, withPasskey } = await makeWorld()
  const { authenticator } = await withPasskey('jane')
  await server.freeze(async () => {
    for (let tries = 0; tries < 6; tries++) await assert.rejects(signIn(sdk, clientId, 'jane', 'wrong'))
    await assert.rejects(
      signIn(sdk, clientId, 'jane'),
      serviceError('NotAuthorizedException', 'Password attempts exceeded'),
    )
    assert.ok(await signInWith(authenticator, 'jane'))
  })
})

test('V47c: a reset of the password voids the passkeys that somebody else may have added', async () => {
  const { sdk, clientId, start, complete, begin, respond, withPasskey } = await makeWorld()
  const email = 'jane@example.com'
  const { token, authenticator } = await withPasskey('jane', undefined, { email, email_verified: 'true' })
  const waiting = makeAuthenticator(site).create(await start(token))
  const { options, Session } = await begin('jane')
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
  await sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId: clientId,
      Username: 'jane',
      ConfirmationCode: await server.code(email),
      Password: `${PASSWORD}-new`,
    }),
  )
  await assert.rejects(respond(Session, 'jane', authenticator.get(options)), serviceError('NotAuthorizedException'))
  assert.equal((await begin('jane')).ChallengeName, 'SELECT_CHALLENGE')
  const { accessToken } = await signIn(sdk, clientId, 'jane', `${PASSWORD}-new`)
  await assert.rejects(complete(accessToken, waiting), serviceError('WebAuthnChallengeNotFoundException'))
})

test('V02: a name that nobody has is asked for a passkey like a user, always the same one', async () => {
  const { begin, respond, withPasskey } = await makeWorld(undefined, undefined, {
    PreventUserExistenceErrors: 'ENABLED',
  })
  const { authenticator } = await withPasskey('jane')
  const [known, nobody, again, other] = [
    await begin('jane'),
    await begin('nobody'),
    await begin('nobody'),
    await begin('nobody-else'),
  ]
  const shape = ({ ChallengeName, AvailableChallenges, ChallengeParameters, options }: typeof known) => ({
    ChallengeName,
    AvailableChallenges,
    parameters: Object.keys(ChallengeParameters ?? {}),
    options: Object.keys(options),
    credentials: options.allowCredentials.map(({ id, type }) => [Buffer.from(id, 'base64url').length, type]),
  })
  assert.deepEqual(shape(nobody), shape(known))
  assert.deepEqual(again.options.allowCredentials, nobody.options.allowCredentials)
  assert.notEqual(again.options.challenge, nobody.options.challenge)
  assert.notDeepEqual(other.options.allowCredentials, nobody.options.allowCredentials)
  const stranger = makeAuthenticator(site)
  await assert.rejects(respond(nobody.Session, 'nobody', stranger.get(nobody.options)), refused)
  await assert.rejects(respond(nobody.Session, 'nobody', authenticator.get(nobody.options)), refused)
  await assert.rejects(respond(known.Session, 'jane', stranger.get(known.options)), refused)
})

describe('a passkey that verifies its user is a second factor', () => {
  const multi = { RelyingPartyId: site.rpId, FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } as const
  const totp = { SoftwareTokenMfaConfiguration: { Enabled: true } }
  const fixture = async () => {
    const world = await makeWorld(multi, { MfaConfiguration: 'OPTIONAL', ...totp })
    const { authenticator, token: AccessToken } = await world.withPasskey('jane')
    const { SecretCode = '' } = await world.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    await world.sdk.send(
      new VerifySoftwareTokenCommand({ AccessToken, UserCode: appCode(SecretCode, server.ctx.now()) }),
    )
    const set = (app: boolean | undefined, passkey: boolean | undefined) =>
      world.sdk.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: app === undefined ? undefined : { Enabled: app },
          WebAuthnMfaSettings: passkey === undefined ? undefined : { Enabled: passkey },
        }),
      )
    return { ...world, authenticator, AccessToken, set }
  }

  test('to whom it is turned on', async () => {
    const { set, begin, respond, signInWith, authenticator } = await fixture()
    assert.ok(await signInWith(authenticator, 'jane', { flags: { uv: false } }))
    await set(true, undefined)
    assert.equal((await begin('jane')).ChallengeName, 'SELECT_CHALLENGE')
    await set(undefined, true)
    const { options, Session, AvailableChallenges } = await begin('jane')
    assert.deepEqual(AvailableChallenges, ['PASSWORD_SRP', 'PASSWORD', 'WEB_AUTHN'])
    assert.equal(options.userVerification, 'required')
    await assert.rejects(respond(Session, 'jane', authenticator.get(options, { flags: { uv: false } })), refused)
    assert.ok((await respond(Session, 'jane', authenticator.get(options))).AuthenticationResult)
  })

  test('in a pool that requires one too', async () => {
    const { set, configure, begin, signInWith, authenticator } = await fixture()
    await set(true, undefined)
    await configure(multi, { MfaConfiguration: 'ON', ...totp })
    assert.equal((await begin('jane')).ChallengeName, 'SELECT_CHALLENGE')
    await set(undefined, true)
    assert.ok(await signInWith(authenticator, 'jane'))
    await assert.rejects(signInWith(authenticator, 'jane', { flags: { uv: false } }), refused)
  })

  test('beside another one, and goes with the last', async () => {
    const { set, begin } = await fixture()
    const invalid = (message: string) => serviceError('InvalidParameterException', message)
    const alone = invalid('Passkey MFA needs another MFA method that is enabled.')
    await assert.rejects(set(undefined, true), alone)
    await set(true, true)
    await assert.rejects(set(false, true), alone)
    await set(false, undefined)
    await set(true, undefined)
    assert.equal((await begin('jane')).ChallengeName, 'SELECT_CHALLENGE')
  })

  test('only where the pool says so', async () => {
    const { set, configure } = await fixture()
    await configure({ RelyingPartyId: site.rpId }, { MfaConfiguration: 'OPTIONAL', ...totp })
    await assert.rejects(
      set(true, true),
      serviceError(
        'InvalidParameterException',
        'Passkeys are not configured as a multi-factor method in the user pool.',
      ),
    )
  })
})
