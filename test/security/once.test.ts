/** R19: of 100 uses at once of what is good for one, exactly one succeeds: on both servers, and in whatever Session. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import {
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  CompleteWebAuthnRegistrationCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  ListWebAuthnCredentialsCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Cluster, startCluster } from '../cluster/nodes.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { appCode } from '../mfa.ts'
import { site } from '../operations/passkeys/fixture.ts'
import { makeAuthenticator, type Options } from '../webauthn.ts'
import { type Answer, begin, prepare, type Start, type Traveller, until } from './journeys.ts'
import { late, PARALLEL, type Prepare, race, requireOne } from './race.ts'
import { type Kind, makeTemporary, makeWorld, signUp } from './travellers.ts'

const ROUNDS = Number(process.env.CENOTE_RACE_ROUNDS ?? 1)
const functions = makeFunctions()
let cluster: Cluster
let world: Awaited<ReturnType<typeof makeWorld>>

before(async () => {
  cluster = await startCluster(functions.environment)
  world = await makeWorld(cluster.server)
})
after(async () => {
  await cluster.stop()
  functions.remove()
})

/** What is raced for: how each use is made, and what has to hold for the one that succeeded. */
type Prize = { prepare: Prepare<unknown>; check?: (racer: number) => Promise<unknown> }

const passwordOf = (racer: number) => `Battery-staple-${racer}`

/** Who has signed up, the code that went to them, and their Session. */
const signedUp = async () => {
  const made = await world.makeTraveller('plain')
  const who = { ...made, username: `new-${made.username}`, email: `new-${made.email}` }
  const { Session } = await signUp(who)
  const ConfirmationCode = await who.server.code(who.email)
  return { who, confirmation: { ClientId: who.clientId, Username: who.username, ConfirmationCode, Session } }
}

const signUpCode = async (withSession: boolean): Promise<Prize> => {
  const { who, confirmation } = await signedUp()
  const input = withSession ? confirmation : { ...confirmation, Session: undefined }
  return {
    prepare: async (sdk) => () => sdk.send(new ConfirmSignUpCommand(input)),
    check: () => signIn(who.sdk, who.clientId, who.username),
  }
}

const confirmedSession = async (): Promise<Prize> => {
  const who = await world.makeTraveller('a fresh sign-up')
  return { prepare: async (sdk) => () => begin({ ...who, sdk }, { flow: 'USER_AUTH' }) }
}

const recoveryCode = async (): Promise<Prize> => {
  const { sdk, server, clientId, username, email } = await world.makeTraveller('plain')
  const me = { ClientId: clientId, Username: username }
  await sdk.send(new ForgotPasswordCommand(me))
  const ConfirmationCode = await server.code(email)
  const confirm = (racer: number) =>
    new ConfirmForgotPasswordCommand({ ...me, ConfirmationCode, Password: passwordOf(racer) })
  return {
    prepare: async (sdk) => (racer) => sdk.send(confirm(racer)),
    check: (racer) => signIn(sdk, clientId, username, passwordOf(racer)),
  }
}

const verificationCode = async (): Promise<Prize> => {
  const { sdk, server, email, tokens } = await world.makeTraveller('tokens')
  const input = { AccessToken: tokens?.AccessToken, AttributeName: 'email' }
  await sdk.send(new GetUserAttributeVerificationCodeCommand(input))
  const Code = await server.code(email)
  return { prepare: async (sdk) => () => sdk.send(new VerifyUserAttributeCommand({ ...input, Code })) }
}

const newAppCode = async (): Promise<Prize> => {
  const { sdk, server, tokens } = await world.makeTraveller('tokens')
  const AccessToken = tokens?.AccessToken
  const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  const UserCode = appCode(SecretCode, server.ctx.now())
  return { prepare: async (sdk) => () => sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode })) }
}

const passkeyChallenge = async (sameKey: boolean): Promise<Prize> => {
  const { sdk, tokens } = await world.makeTraveller('tokens')
  const AccessToken = tokens?.AccessToken
  const { CredentialCreationOptions } = await sdk.send(new StartWebAuthnRegistrationCommand({ AccessToken }))
  const passkey = makeAuthenticator(site)
  const complete = () => {
    const credentialId = sameKey ? {} : { credentialId: randomBytes(32) }
    const Credential = passkey.create(CredentialCreationOptions as Options, credentialId)
    // The SDK's type of a document knows no objects of a known shape.
    return new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never })
  }
  return {
    prepare: async (sdk) => () => sdk.send(complete()),
    async check() {
      const { Credentials } = await sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken }))
      assert.equal(Credentials?.length, 1)
    },
  }
}

const rotating = (RetryGracePeriodSeconds: number) => ({
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds },
})

/** A user of a client that rotates refresh tokens, in a pool where they are bound to no device. */
const signedInWith = async (graceSeconds: number) => {
  const client = cluster.server.client()
  const { poolId, clientId: ClientId } = await makePool(client, {}, rotating(graceSeconds))
  await makeUser(client, poolId, 'jane')
  const { refreshToken } = await signIn(client, ClientId, 'jane')
  const use = (RefreshToken = refreshToken, sdk = client) =>
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }))
  return { use }
}

const refreshToken = async (): Promise<Prize> => {
  const { use } = await signedInWith(0)
  return { prepare: async (sdk) => () => use(undefined, sdk) }
}

/** One code in the Sessions of several sign-ins of one user. */
const manySessions = async (kind: Kind, start: Start, challenge: string): Promise<Prize> => {
  const who = await world.makeTraveller(kind)
  const sessions: Answer[] = []
  for (let number = 0; number < 10; number++) sessions.push(await until(who, start, challenge))
  return {
    async prepare(sdk) {
      const answers = await Promise.all(sessions.map((asked) => prepare({ ...who, sdk }, start, asked)))
      return (racer) => answers[racer % answers.length]?.() as Promise<Answer>
    },
  }
}

const temporaryPassword = async (): Promise<Prize> => {
  const who = await world.makeTraveller('plain')
  await makeTemporary(who)
  const challenge = await manyNewPasswords(who)
  return { ...challenge, check: (racer) => signIn(who.sdk, who.clientId, who.username, passwordOf(racer)) }
}

const manyNewPasswords = async (who: Traveller): Promise<Prize> => {
  const start: Start = { flow: 'USER_PASSWORD_AUTH', parameters: () => ({ PASSWORD }) }
  const sessions: (string | undefined)[] = []
  for (let number = 0; number < PARALLEL; number++) sessions.push((await begin(who, start)).Session)
  const command = (racer: number) =>
    new RespondToAuthChallengeCommand({
      ClientId: who.clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: sessions[racer],
      ChallengeResponses: { USERNAME: who.username, NEW_PASSWORD: passwordOf(racer) },
    })
  return { prepare: async (sdk) => (racer) => sdk.send(command(racer)) }
}

const password: Start = { flow: 'USER_PASSWORD_AUTH', parameters: () => ({ PASSWORD }) }
const choosing = (PREFERRED_CHALLENGE: string): Start => ({
  flow: 'USER_AUTH',
  parameters: () => ({ PREFERRED_CHALLENGE }),
})
const confirmed = 'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED'
const tries = [late.mismatch, late.expired, late.limit]
const wrongCode = [late.code, late.locked, late.session]

const rows: [name: string, make: () => Promise<Prize>, others: readonly string[]][] = [
  ['a sign-up code', () => signUpCode(false), [...tries, confirmed]],
  ['a sign-up code, with the Session of the sign-up', () => signUpCode(true), [...tries, confirmed, late.otherSession]],
  ['the Session of a confirmation', confirmedSession, [late.otherSession]],
  ['a recovery code', recoveryCode, tries],
  ['a code that verifies an address', verificationCode, tries],
  ['the first code of an app', newAppCode, [late.newToken, late.noToken, late.locked]],
  ['the challenge of a registration, by one passkey', () => passkeyChallenge(true), [late.registration]],
  ['the challenge of a registration, by many passkeys', () => passkeyChallenge(false), [late.registration]],
  ['a refresh token that rotates', refreshToken, [late.reused, late.revoked]],
  ['a code of SMS_MFA', () => manySessions('text messages', password, 'SMS_MFA'), wrongCode],
  ['a code of EMAIL_OTP', () => manySessions('e-mails', password, 'EMAIL_OTP'), wrongCode],
  ['a code of EMAIL_OTP that comes first', () => manySessions('plain', choosing('EMAIL_OTP'), 'EMAIL_OTP'), wrongCode],
  ['a code of SMS_OTP that comes first', () => manySessions('plain', choosing('SMS_OTP'), 'SMS_OTP'), wrongCode],
  [
    'V07: a code of an app',
    () => manySessions('an app', password, 'SOFTWARE_TOKEN_MFA'),
    [late.usedToken, late.locked, late.session],
  ],
  ['a temporary password', temporaryPassword, [late.otherSession, late.secret]],
]

for (const [name, make, others] of rows) {
  test(name, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { prepare, check } = await make()
      const { racer } = requireOne(await race(cluster, prepare), others)
      await check?.(racer)
    }
  })
}

test('V28: within its grace period a rotated refresh token works for all, and after it ends all', async () => {
  const { use } = await signedInWith(60)
  const { winners, failures } = await race(cluster, async (sdk) => () => use(undefined, sdk))
  assert.deepEqual([winners.length, failures], [PARALLEL, []])
  const results = winners.map(({ answer }) => answer.AuthenticationResult as AuthenticationResultType)
  assert.equal(new Set(results.map(({ RefreshToken }) => RefreshToken)).size, PARALLEL)
  cluster.server.travel(60_000)
  await assert.rejects(use(), { name: 'RefreshTokenReuseException' })
  for (const { RefreshToken, AccessToken } of results) {
    await assert.rejects(use(RefreshToken), { name: 'NotAuthorizedException' })
    await assert.rejects(cluster.server.client().send(new GetUserCommand({ AccessToken })), {
      name: 'NotAuthorizedException',
    })
  }
})
