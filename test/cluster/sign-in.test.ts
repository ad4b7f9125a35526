/** Every sign-in goes on wherever its next step arrives. */
import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  type CognitoIdentityProviderClient,
  CompleteWebAuthnRegistrationCommand,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makeUser, signIn } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { serviceError } from '../harness.ts'
import { site } from '../operations/passkeys/fixture.ts'
import { begin, prepare, type Traveller } from '../security/journeys.ts'
import { makeWorld, signUp } from '../security/travellers.ts'
import { makeAuthenticator, type Options } from '../webauthn.ts'
import { type Cluster, goOn, onPostgres, setOut, startCluster } from './nodes.ts'
import { makeWalkers, walks } from './walks.ts'

describe('two servers on one database', onPostgres, () => {
  const functions = makeFunctions()
  let cluster: Cluster
  let world: Awaited<ReturnType<typeof makeWorld>>
  let nodes: CognitoIdentityProviderClient[] = []

  before(async () => {
    cluster = await startCluster(functions.environment)
    nodes = cluster.servers.map((server) => server.client())
    world = await makeWorld(cluster.server)
  })
  after(async () => {
    await cluster.stop()
    functions.remove()
  })

  const node = (step: number) => {
    const sdk = nodes[step % 2]
    assert.ok(sdk)
    return sdk
  }
  /** Somebody whose requests go to one server and the other in turn. */
  const inTurn = (who: Traveller) => (step: number) => ({ ...who, sdk: node(step) })

  test('there is a walk by every challenge', () => {
    const asked = new Set(walks.flatMap(({ asks }) => asks))
    const challenges = globSync(join(import.meta.dirname, '../../src/flows/sign-in/challenges/[A-Z]*.ts'))
    assert.deepEqual(
      challenges.map((file) => basename(file, '.ts')).filter((name) => !asked.has(name)),
      [],
    )
  })

  test('every challenge is answered on the other one than the one that asked it', async (t) => {
    for (const { walk, who } of await makeWalkers(world, walks)) {
      await t.test(walk.name, async () => {
        const at = inTurn(who)
        const { asked, path } = await goOn(at, walk, await setOut(at(0), walk))
        assert.deepEqual(path, [...walk.asks, 'tokens'])
        const { AccessToken } = asked.AuthenticationResult ?? {}
        for (const sdk of nodes) {
          assert.equal((await sdk.send(new GetUserCommand({ AccessToken }))).Username, who.username)
        }
      })
    }
  })

  test('and its Session is spent on both', async (t) => {
    for (const { walk, who } of await makeWalkers(world, walks)) {
      await t.test(walk.name, async () => {
        const at = inTurn(who)
        let underway = await setOut(at(0), walk)
        while (!underway.asked.AuthenticationResult) {
          const answers = await Promise.all([0, 1].map((step) => prepare(at(step), walk, underway.asked)))
          underway = await goOn(at, walk, underway, underway.path.length + 1)
          for (const answer of answers) await assert.rejects(answer, serviceError('NotAuthorizedException'))
        }
      })
    }
  })

  test('a custom sign-in of 40 rounds, whose Session has become too long for the wire', async () => {
    const who = await world.makeTraveller('plain')
    let { asked } = await setOut({ ...who, sdk: node(0) }, { flow: 'CUSTOM_AUTH', name: '', kind: 'plain', asks: [] })
    const answer = (step: number, ANSWER: string, define: object) =>
      node(step).send(
        new RespondToAuthChallengeCommand({
          ClientId: who.clientId,
          ChallengeName: 'CUSTOM_CHALLENGE',
          Session: asked.Session,
          ChallengeResponses: { USERNAME: who.username, ANSWER },
          ClientMetadata: { define: JSON.stringify(define) },
        }),
      )
    let isKept = false
    for (let round = 1; round <= 40; round++) {
      asked = await answer(round, 'wrong', { challengeName: 'CUSTOM_CHALLENGE' })
      assert.equal(asked.ChallengeParameters?.question, `Round ${round + 1}`)
      isKept ||= asked.Session?.includes('.kept.') ?? false
    }
    assert.ok(isKept)
    const last = await answer(1, 'right', { issueTokens: true })
    assert.ok(last.AuthenticationResult?.AccessToken)
    for (const step of [0, 1]) {
      await assert.rejects(answer(step, 'right', { issueTokens: true }), serviceError('NotAuthorizedException'))
    }
  })

  test('a sign-up, its confirmation and the sign-in that follows', async () => {
    for (const first of [0, 1]) {
      const who = { ...(await world.makeTraveller('plain')), username: `new${first}`, email: `new${first}@example.com` }
      const { Session } = await signUp({ ...who, sdk: node(first) })
      const { clientId: ClientId, username: Username } = who
      const ConfirmationCode = await cluster.server.code(who.email)
      const input = { ClientId, Username, ConfirmationCode, Session }
      const { Session: session } = await node(first + 1).send(new ConfirmSignUpCommand(input))
      const { AuthenticationResult } = await begin({ ...who, session, sdk: node(first) }, { flow: 'USER_AUTH' })
      assert.ok(AuthenticationResult?.AccessToken)
      for (const sdk of nodes) {
        await assert.rejects(
          begin({ ...who, session, sdk }, { flow: 'USER_AUTH' }),
          serviceError('NotAuthorizedException', 'Invalid session for the user.'),
        )
      }
    }
  })

  test('the registration of a passkey, and the sign-in by it', async () => {
    const who = await world.makeTraveller('tokens')
    const AccessToken = who.tokens?.AccessToken
    const passkey = makeAuthenticator(site)
    const { CredentialCreationOptions } = await node(0).send(new StartWebAuthnRegistrationCommand({ AccessToken }))
    const Credential = passkey.create(CredentialCreationOptions as Options)
    // The SDK's type of a document knows no objects of a known shape.
    const command = new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never })
    await node(1).send(command)
    await assert.rejects(node(0).send(command), serviceError('WebAuthnChallengeNotFoundException'))
    const start = { flow: 'USER_AUTH', choice: 'WEB_AUTHN' } as const
    const asked = await begin({ ...who, sdk: node(0) }, start)
    const chosen = await (await prepare({ ...who, sdk: node(1) }, start, asked))()
    assert.equal(chosen.ChallengeName, 'WEB_AUTHN')
    assert.ok((await (await prepare({ ...who, passkey, sdk: node(0) }, start, chosen))()).AuthenticationResult)
  })

  test('refreshes, each by the token of the one before', async () => {
    const { poolId } = world.pools.strict
    const rotating = { RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 } }
    await makeUser(node(0), poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
    await world.pools.strict.configure('OPTIONAL')
    const { clientId } = await makeClient(node(0), poolId, rotating)
    let { refreshToken } = await signIn(node(0), clientId, 'jane')
    const first = refreshToken
    for (let step = 1; step <= 8; step++) {
      const input = { ClientId: clientId, RefreshToken: refreshToken }
      const { AuthenticationResult } = await node(step).send(new GetTokensFromRefreshTokenCommand(input))
      assert.notEqual(AuthenticationResult?.RefreshToken, refreshToken)
      refreshToken = AuthenticationResult?.RefreshToken ?? ''
    }
    const reused = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: first })
    await assert.rejects(node(1).send(reused), serviceError('RefreshTokenReuseException'))
    const last = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })
    await assert.rejects(node(0).send(last), serviceError('NotAuthorizedException', 'Refresh Token has been revoked'))
  })
})
