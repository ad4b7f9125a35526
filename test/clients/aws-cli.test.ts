/** The AWS CLI signs users in, through every challenge: the server asks it what it asks the SDKs. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, suite, test } from 'node:test'
import {
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
  type AuthenticationResultType,
  type InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider'
import { JwtVerifier } from 'aws-jwt-verify'
import { awsCli, cliIsMissing } from '../aws-cli.ts'
import { addresses, makeChoicePool } from '../choice.ts'
import { TRACKING } from '../devices.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { customAuthTriggers, makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { adminRecovery, factors, makeMfaPool } from '../mfa.ts'
import { makePasskeyPool, site } from '../operations/passkeys/fixture.ts'
import { makeAuthenticator, type Options as PasskeyOptions } from '../webauthn.ts'
import { awsSrp, deviceVerifier } from './pycognito-srp.ts'

const functions = makeFunctions()
after(() => functions.remove())
const server = useServer(functions.environment)
const aws = awsCli(() => server.url)

type Answer = Omit<InitiateAuthResponse, '$metadata'>
type Parameters = Record<string, string>

/** Commands that sign jane in at a client. Those of administrators begin with `admin-`. */
const cliOf = ({ poolId, clientId }: { poolId: string; clientId: string }) => {
  const issuer = `${server.ctx.settings.publicUrl}/${poolId}`
  const at = (command: string) => ({
    'client-id': clientId,
    ...(command.startsWith('admin-') && { 'user-pool-id': poolId }),
  })
  const initiate = (flow: string, parameters: string | Parameters, command = 'initiate-auth') =>
    aws.answer<Answer>(command, { ...at(command), 'auth-flow': flow, 'auth-parameters': parameters })
  /** Answers the challenge, which is to be the one of the name. */
  const respond = (
    asked: Answer,
    name: string,
    responses: string | Parameters,
    command = 'respond-to-auth-challenge',
  ) => {
    assert.equal(asked.ChallengeName, name)
    return aws.answer<Answer>(command, {
      ...at(command),
      'challenge-name': name,
      'challenge-responses': responses,
      ...(asked.Session && { session: asked.Session }),
    })
  }
  /** The tokens of an answer, after a look at whether they are jane's; gives the claims of both. */
  const verify = async ({ ChallengeName, AuthenticationResult }: Answer) => {
    assert.equal(ChallengeName, undefined)
    const { IdToken = '', AccessToken = '', RefreshToken = '', ...rest } = AuthenticationResult ?? {}
    assert.equal(rest.TokenType, 'Bearer')
    assert.equal(rest.ExpiresIn, 3600)
    const jwks = (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as never
    const verifiers = [clientId, null].map((audience) => JwtVerifier.create({ issuer, audience }))
    for (const verifier of verifiers) verifier.cacheJwks(jwks)
    const [id, access] = await Promise.all([verifiers[0]?.verify(IdToken), verifiers[1]?.verify(AccessToken)])
    assert.deepEqual([id?.token_use, id?.['cognito:username']], ['id', 'jane'])
    assert.deepEqual([access?.token_use, access?.username, access?.client_id], ['access', 'jane', clientId])
    return { id, access, accessToken: AccessToken, refreshToken: RefreshToken }
  }
  return { initiate, respond, verify }
}

const srpOf = (poolId: string) => {
  const { srpA, processChallenge } = awsSrp(poolId, PASSWORD)
  return {
    SRP_A: srpA,
    claim: ({ ChallengeParameters = {} }: Answer) => ({
      USERNAME: ChallengeParameters.USERNAME ?? '',
      ...processChallenge(ChallengeParameters, new Date(server.ctx.now())),
    }),
  }
}

suite('sign-ins with the AWS CLI', { skip: cliIsMissing() }, () => {
  test('NEW_PASSWORD_REQUIRED, MFA_SETUP', async () => {
    const Schema = [{ Name: 'given_name', Required: true, Mutable: true }]
    const pool = await makeMfaPool(server, 'ON', factors.totp, { ...adminRecovery, Schema })
    const { initiate, respond, verify } = cliOf(pool)
    const { User } = await aws.answer<{ User: Parameters }>('admin-create-user', {
      'user-pool-id': pool.poolId,
      username: 'jane',
      'temporary-password': PASSWORD,
      'user-attributes': 'Name=email,Value=jane@example.com',
      'message-action': 'SUPPRESS',
    })
    assert.equal(User.UserStatus, 'FORCE_CHANGE_PASSWORD')
    const begun = await initiate('USER_PASSWORD_AUTH', `USERNAME=jane,PASSWORD=${PASSWORD}`)
    assert.equal(begun.ChallengeParameters?.requiredAttributes, '["userAttributes.given_name"]')
    const responses = 'USERNAME=jane,NEW_PASSWORD=Another-horse-9,userAttributes.given_name=Jane'
    const setUp = await respond(begun, 'NEW_PASSWORD_REQUIRED', responses)
    assert.equal(setUp.ChallengeParameters?.MFAS_CAN_SETUP, '["SOFTWARE_TOKEN_MFA"]')
    const associated = await aws.answer('associate-software-token', { session: setUp.Session ?? '' })
    const verified = await aws.answer('verify-software-token', {
      session: String(associated.Session),
      'user-code': pool.code(String(associated.SecretCode)),
    })
    assert.equal(verified.Status, 'SUCCESS')
    const done = await respond({ ...setUp, Session: String(verified.Session) }, 'MFA_SETUP', 'USERNAME=jane')
    const { id } = await verify(done)
    assert.deepEqual([id?.given_name, id?.email], ['Jane', 'jane@example.com'])
  })

  test('SOFTWARE_TOKEN_MFA for an administrator, then DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL', factors.totp, TRACKING)
    const { secret } = await pool.withApp('jane')
    const { initiate, respond, verify } = cliOf(pool)
    const begun = await initiate(
      'ADMIN_USER_PASSWORD_AUTH',
      `USERNAME=jane,PASSWORD=${PASSWORD}`,
      'admin-initiate-auth',
    )
    const responses = `USERNAME=jane,SOFTWARE_TOKEN_MFA_CODE=${pool.code(secret)}`
    const signedIn = await respond(begun, 'SOFTWARE_TOKEN_MFA', responses, 'admin-respond-to-auth-challenge')
    const { accessToken } = await verify(signedIn)
    const { DeviceKey = '', DeviceGroupKey = '' } = signedIn.AuthenticationResult?.NewDeviceMetadata ?? {}
    const devicePassword = randomBytes(40).toString('base64')
    const confirmed = await aws.answer('confirm-device', {
      'access-token': accessToken,
      'device-key': DeviceKey,
      'device-secret-verifier-config': deviceVerifier(DeviceGroupKey, DeviceKey, devicePassword),
    })
    assert.deepEqual(confirmed, { UserConfirmationNecessary: false })

    const named = { USERNAME: 'jane', DEVICE_KEY: DeviceKey }
    const asked = await initiate('USER_PASSWORD_AUTH', { ...named, PASSWORD })
    const srp = awsSrp('_', devicePassword)
    const challenge = await respond(asked, 'DEVICE_SRP_AUTH', { ...named, SRP_A: srp.srpA })
    const parameters = { ...challenge.ChallengeParameters, USER_ID_FOR_SRP: DeviceGroupKey + DeviceKey }
    const claim = srp.processChallenge(parameters, new Date(server.ctx.now()))
    const fromDevice = await respond(challenge, 'DEVICE_PASSWORD_VERIFIER', { ...named, ...claim })
    assert.equal((await verify(fromDevice)).access?.device_key, DeviceKey)
    assert.equal(fromDevice.AuthenticationResult?.NewDeviceMetadata, undefined)
  })

  test('SELECT_MFA_TYPE, SMS_MFA, EMAIL_OTP', async () => {
    const pool = await makeMfaPool(server, 'OPTIONAL')
    const { email, phone_number } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email, phone_number })
    const prefer = (settings: Partial<AdminSetUserMFAPreferenceCommandInput>) =>
      pool.sdk.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username: 'jane', ...settings }))
    await prefer({ SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } })
    const { initiate, respond, verify } = cliOf(pool)
    const begin = () => initiate('USER_PASSWORD_AUTH', `USERNAME=jane,PASSWORD=${PASSWORD}`)

    const several = await begin()
    assert.equal(several.ChallengeParameters?.MFAS_CAN_CHOOSE, '["SMS_MFA","EMAIL_OTP"]')
    const byText = await respond(several, 'SELECT_MFA_TYPE', 'USERNAME=jane,ANSWER=SMS_MFA')
    assert.equal(byText.ChallengeParameters?.CODE_DELIVERY_DELIVERY_MEDIUM, 'SMS')
    const textCode = await server.code(phone_number)
    await verify(await respond(byText, 'SMS_MFA', `USERNAME=jane,SMS_MFA_CODE=${textCode}`))

    await prefer({ EmailMfaSettings: { Enabled: true, PreferredMfa: true } })
    const byMail = await begin()
    assert.equal(byMail.ChallengeParameters?.CODE_DELIVERY_DESTINATION, 'j***@e***')
    const mailedCode = await server.code(email)
    await verify(await respond(byMail, 'EMAIL_OTP', `USERNAME=jane,EMAIL_OTP_CODE=${mailedCode}`))
  })

  test('USER_AUTH: SELECT_CHALLENGE, PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP', async () => {
    const pool = await makeChoicePool(server)
    const { email, phone_number } = addresses()
    await makeUser(pool.sdk, pool.poolId, 'jane', { email, phone_number })
    const { initiate, respond, verify } = cliOf(pool)

    const begun = await initiate('USER_AUTH', 'USERNAME=jane')
    const byMail = await respond(begun, 'SELECT_CHALLENGE', 'USERNAME=jane,ANSWER=EMAIL_OTP')
    const mailedCode = await server.code(email)
    await verify(await respond(byMail, 'EMAIL_OTP', `USERNAME=jane,EMAIL_OTP_CODE=${mailedCode}`))

    const byPassword = await initiate('USER_AUTH', 'USERNAME=jane,PREFERRED_CHALLENGE=PASSWORD')
    await verify(await respond(byPassword, 'PASSWORD', `USERNAME=jane,PASSWORD=${PASSWORD}`))

    const byText = await pool.prefer('jane', 'SMS_OTP')
    const textCode = await server.code(phone_number)
    await verify(await respond(byText, 'SMS_OTP', `USERNAME=jane,SMS_OTP_CODE=${textCode}`))

    const { SRP_A, claim } = srpOf(pool.poolId)
    const asked = await respond(await pool.prefer('jane', 'PASSWORD_SRP'), 'PASSWORD_SRP', { USERNAME: 'jane', SRP_A })
    await verify(await respond(asked, 'PASSWORD_VERIFIER', claim(asked)))
  })

  test('USER_AUTH: WEB_AUTHN, with an authenticator that signs what the CLI is shown', async () => {
    const pool = await makePasskeyPool(server)
    const authenticator = await pool.register(await pool.signedIn('jane'), makeAuthenticator(site))
    const { initiate, respond, verify } = cliOf(pool)
    const asked = await initiate('USER_AUTH', 'USERNAME=jane,PREFERRED_CHALLENGE=WEB_AUTHN')
    const options = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}') as PasskeyOptions
    const CREDENTIAL = JSON.stringify(authenticator.get(options))
    await verify(await respond(asked, 'WEB_AUTHN', { USERNAME: 'jane', CREDENTIAL }))
  })

  test('CUSTOM_AUTH: CUSTOM_CHALLENGE', async () => {
    const sdk = server.client()
    const client = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH' as const] }
    const pool = await makePool(sdk, { LambdaConfig: customAuthTriggers }, client)
    await makeUser(sdk, pool.poolId, 'jane')
    const { initiate, respond, verify } = cliOf(pool)
    const asked = await initiate('CUSTOM_AUTH', 'USERNAME=jane')
    assert.equal(asked.ChallengeParameters?.question, 'Round 1')
    await verify(await respond(asked, 'CUSTOM_CHALLENGE', 'USERNAME=jane,ANSWER=right'))
  })

  test('USER_SRP_AUTH: PASSWORD_VERIFIER', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk, {}, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })
    await makeUser(sdk, pool.poolId, 'jane')
    const { initiate, respond, verify } = cliOf(pool)
    const { SRP_A, claim } = srpOf(pool.poolId)
    const asked = await initiate('USER_SRP_AUTH', `USERNAME=jane,SRP_A=${SRP_A}`)
    await verify(await respond(asked, 'PASSWORD_VERIFIER', claim(asked)))
  })

  test('a refresh token, until the user is signed out everywhere', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    await makeUser(sdk, pool.poolId, 'jane')
    const { accessToken, refreshToken } = await signIn(sdk, pool.clientId, 'jane')
    const { initiate, verify } = cliOf(pool)
    const refreshed = await initiate('REFRESH_TOKEN_AUTH', `REFRESH_TOKEN=${refreshToken}`)
    assert.equal((await verify(refreshed)).refreshToken, '')
    assert.deepEqual(await aws.answer('global-sign-out', { 'access-token': accessToken }), {})
    await aws.refused(
      'initiate-auth',
      {
        'client-id': pool.clientId,
        'auth-flow': 'REFRESH_TOKEN_AUTH',
        'auth-parameters': `REFRESH_TOKEN=${refreshToken}`,
      },
      'NotAuthorizedException',
      'Refresh Token has been revoked',
    )
  })

  test('a refresh token that is rotated', async (t) => {
    const sdk = server.client()
    const RefreshTokenRotation = { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 }
    const pool = await makePool(sdk, {}, { RefreshTokenRotation })
    await makeUser(sdk, pool.poolId, 'jane')
    const { refreshToken } = await signIn(sdk, pool.clientId, 'jane')
    const options = { 'client-id': pool.clientId, 'refresh-token': refreshToken }
    const { code, stdout, stderr } = await aws.run('get-tokens-from-refresh-token', options)
    if (/invalid choice/i.test(stderr)) return t.skip('this aws is older than the command')
    assert.equal(code, 0, stderr)
    const { AuthenticationResult } = JSON.parse(stdout) as { AuthenticationResult: AuthenticationResultType }
    const { refreshToken: next } = await cliOf(pool).verify({ AuthenticationResult })
    assert.ok(next !== '' && next !== refreshToken)
  })

  test('a wrong password', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    await aws.refused(
      'initiate-auth',
      {
        'client-id': clientId,
        'auth-flow': 'USER_PASSWORD_AUTH',
        'auth-parameters': 'USERNAME=jane,PASSWORD=Wrong-horse-9',
      },
      'NotAuthorizedException',
      'Incorrect username or password.',
    )
  })
})
