import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, describe, test } from 'node:test'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { makeFunctions } from '../functions.ts'
import { serviceError, useServer } from '../harness.ts'
import { rawAnswer } from '../operations/raw-answer.ts'
import { begin, journey, type Start } from './journeys.ts'
import { complete } from './starts.ts'
import { type Dress, makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started, { GenerateSecret: true }))
})

type Client = { clientId: string; secret: string }
type Given = Record<string, string | undefined>

const hashOf = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64')

const wrongHashes = ({ clientId, secret }: Client, name: string): Record<string, string | undefined> => {
  const right = hashOf(secret, name + clientId)
  return {
    missing: undefined,
    empty: '',
    'of another name': hashOf(secret, `${name}x${clientId}`),
    'of another client': hashOf(secret, `${name}x`),
    'by another secret': hashOf(`${secret}x`, name + clientId),
    'of nothing': hashOf(secret, ''),
    'the secret itself': secret,
    'cut short': right.slice(0, -4),
    'too long': `${right}AAAA`,
  }
}

/** Where each command carries its hash. */
const carriers = ['AuthParameters', 'ChallengeResponses'] as const
const names = (hash: string | undefined): Given => (hash === undefined ? {} : { SECRET_HASH: hash })

type Command = { input: Record<string, unknown> }

/** Sends every request of a sign-in with each wrong hash before it sends the right one, and counts them. */
const spoiling =
  (refused: Record<string, number>): Dress =>
  (sdk, client) => {
    const send = async (command: Command) => {
      const { input } = command
      const carrier = carriers.find((name) => input[name])
      if (!carrier) {
        // Those that sign up have a member of their own.
        if (input.Username && !input.UserPoolId) {
          input.SecretHash = hashOf(client.secret, String(input.Username) + client.clientId)
        }
        return sdk.send(command as never)
      }
      const given = input[carrier] as Given
      const name = given.USERNAME ?? ''
      for (const hash of Object.values(wrongHashes(client, name))) {
        const message =
          hash === undefined
            ? `Client ${client.clientId} is configured with secret but SECRET_HASH was not received`
            : `Unable to verify secret hash for client ${client.clientId}`
        input[carrier] = { ...given, ...names(hash) }
        await assert.rejects(sdk.send(command as never), serviceError('NotAuthorizedException', message))
      }
      const step = `${command.constructor.name} ${input.AuthFlow ?? input.ChallengeName}`
      refused[step] = (refused[step] ?? 0) + 1
      input[carrier] = { ...given, ...names(hashOf(client.secret, name + client.clientId)) }
      return sdk.send(command as never)
    }
    return { send } as unknown as CognitoIdentityProviderClient // all that travellers use of it
  }

describe('V13: no request of a sign-in goes through without the right hash, and all do with it', () => {
  const refused: Record<string, number> = {}
  for (const [name, { kind, start, asked }] of Object.entries(complete)) {
    for (const client of ['telling', 'hiding'] as const) {
      test(`${name}, ${client}`, async () => {
        const who = await world.makeTraveller(kind, client, spoiling(refused))
        const end = await journey(who, start, () => begin(who, start))
        assert.equal(end, asked ? `${asked} > tokens` : 'tokens')
      })
    }
  }
  test('which are all of them', () => {
    const challenges = [
      ...['CUSTOM_CHALLENGE', 'DEVICE_PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'EMAIL_OTP', 'MFA_SETUP', 'PASSWORD'],
      ...[
        'PASSWORD_SRP',
        'PASSWORD_VERIFIER',
        'SELECT_CHALLENGE',
        'SELECT_MFA_TYPE',
        'SMS_MFA',
        'SMS_OTP',
        'WEB_AUTHN',
      ],
    ]
    const flows = ['CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH', 'USER_AUTH', 'USER_PASSWORD_AUTH', 'USER_SRP_AUTH']
    assert.deepEqual(
      Object.keys(refused).sort(),
      [
        ...['NEW_PASSWORD_REQUIRED', 'SOFTWARE_TOKEN_MFA'].map((name) => `AdminRespondToAuthChallengeCommand ${name}`),
        'AdminInitiateAuthCommand ADMIN_USER_PASSWORD_AUTH',
        ...flows.map((name) => `InitiateAuthCommand ${name}`),
        ...[...challenges, 'SOFTWARE_TOKEN_MFA'].map((name) => `RespondToAuthChallengeCommand ${name}`),
      ].sort(),
    )
  })
})

test('V13: whoever lacks the hash learns nothing of users, Sessions or tokens', async (t) => {
  const who = await world.makeTraveller('plain', 'telling', spoiling({}))
  const { clientId: ClientId } = who
  const told = { __type: 'NotAuthorizedException', message: `Unable to verify secret hash for client ${ClientId}` }
  const flows: Start['flow'][] = ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'USER_AUTH', 'CUSTOM_AUTH']
  const given = { PASSWORD: 'wrong', SRP_A: '2a', SECRET_HASH: 'A'.repeat(43).concat('=') }
  for (const USERNAME of [who.username, 'nobody']) {
    for (const AuthFlow of flows) {
      await t.test(`InitiateAuth ${AuthFlow} ${USERNAME}`, async () => {
        const AuthParameters = { USERNAME, ...given }
        const { body } = await rawAnswer(server, 'InitiateAuth', { ClientId, AuthFlow, AuthParameters })
        assert.deepEqual(JSON.parse(body), told)
      })
    }
    await t.test(`RespondToAuthChallenge ${USERNAME}`, async () => {
      const ChallengeResponses = { USERNAME, ...given }
      const input = { ClientId, ChallengeName: 'SMS_MFA', Session: 'x'.repeat(40), ChallengeResponses }
      const { body } = await rawAnswer(server, 'RespondToAuthChallenge', input)
      assert.deepEqual(JSON.parse(body), told)
    })
  }
})
