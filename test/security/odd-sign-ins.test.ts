import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { InitiateAuthCommand, StartWebAuthnRegistrationCommand } from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { cbor, type Options } from '../webauthn.ts'
import { begin, SRP_A, until } from './journeys.ts'
import { choosing, password, preferring } from './starts.ts'
import { makeWorld } from './travellers.ts'
import { workOf } from './work.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

/** What comes of a request, which is refused in time. */
const refusalOf = async (operation: string, input: object | string): Promise<string> => {
  const started = performance.now()
  const response = await server.post(operation, input)
  const { __type, message } = (await response.json()) as { __type?: string; message?: string }
  assert.equal(response.status, 400, `${operation}: ${JSON.stringify(input).slice(0, 200)}`)
  assert.ok(performance.now() - started < 10_000, `${operation} took too long`)
  return `${__type}: ${message}`
}

test('V83: whatever stands in the place of a Session is refused, by every operation that takes one', async () => {
  const who = await world.makeTraveller('plain', 'hiding')
  const { username: USERNAME, clientId: ClientId, poolId } = who
  const { Session: own = '' } = await begin(who, choosing('PASSWORD'))
  const other = 'us-east-1_zzzzzzzzz'
  const texts = [
    ...['x', '.', '|', '%', '\u{1f600}', '{"a":', '..v1', 'é.kept.'].map((text) => text.repeat(2048).slice(0, 2048)),
    ...[`${poolId}.kept.`, `${poolId}.v1.`, `${other}.kept.`, '__proto__.kept.', '.kept.'].map((text) =>
      text.padEnd(60, 'A'),
    ),
    ...[own.slice(0, -1), `${own}A`, own.replace(poolId, other), own.slice(poolId.length + 1), own.toUpperCase()],
  ]
  const takers: [operation: string, input: object][] = [
    ['InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME } }],
    ...['SELECT_CHALLENGE', 'CUSTOM_CHALLENGE', 'DEVICE_SRP_AUTH', 'WEB_AUTHN'].map(
      (ChallengeName): [string, object] => [
        'RespondToAuthChallenge',
        { ClientId, ChallengeName, ChallengeResponses: { USERNAME, ANSWER: 'PASSWORD', CREDENTIAL: '{}' } },
      ],
    ),
    ['AssociateSoftwareToken', {}],
    ['VerifySoftwareToken', { UserCode: '123456' }],
    ['ConfirmSignUp', { ClientId, Username: USERNAME, ConfirmationCode: '123456' }],
  ]
  for (const Session of texts) {
    for (const [operation, input] of takers) {
      const refusal = await refusalOf(operation, { ...input, Session })
      assert.match(refusal, /Invalid session for the user|CodeMismatch|failed to satisfy constraint/, operation)
    }
  }
})

describe('V66: who has proved nothing makes the server keep nothing', () => {
  const TOO_LONG = /^InvalidParameterException: USERNAME is longer than a user name or an alias can be\.$/

  test('of a name that nobody can have', async () => {
    const { clientId: ClientId } = await world.makeTraveller('plain', 'hiding')
    const flows = { USER_AUTH: {}, USER_SRP_AUTH: { SRP_A }, CUSTOM_AUTH: {}, USER_PASSWORD_AUTH: { PASSWORD } }
    for (const [AuthFlow, more] of Object.entries(flows)) {
      for (const length of [2049, 100_000]) {
        const AuthParameters = { USERNAME: 'n'.repeat(length), ...more }
        const work = await workOf(server, async () => {
          assert.match(await refusalOf('InitiateAuth', { ClientId, AuthFlow, AuthParameters }), TOO_LONG)
        })
        assert.deepEqual(work, {})
      }
    }
  })

  test('of as long a name as there are, but for its Session', async () => {
    const who = await world.makeTraveller('plain', 'hiding')
    for (const [length, kept] of [
      [500, undefined],
      [2048, 1],
    ] as const) {
      const long = { ...who, username: 'n'.repeat(length) }
      let session = ''
      const work = await workOf(server, async () => {
        session = (await begin(long, choosing('PASSWORD'))).Session ?? ''
      })
      assert.equal(work['keptSessions.put'], kept)
      assert.ok(session.length > 20 && session.length <= 2048)
    }
  })

  test('of ten thousand parameters', async () => {
    const who = await world.makeTraveller('a temporary password')
    const { username: USERNAME, clientId: ClientId } = who
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, number) => [`userAttributes.a${number}`, 'x']))
    const { Session } = await begin(who, password)
    const ChallengeResponses = { ...many, USERNAME, NEW_PASSWORD: `${PASSWORD}-new` }
    const input = { ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session, ChallengeResponses }
    const refusal = await refusalOf('RespondToAuthChallenge', input)
    assert.equal(refusal, 'NotAuthorizedException: A client attempted to write unauthorized attribute')
  })
})

describe('V22: names of prototypes are no choices', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '']) {
    test(JSON.stringify(name), async () => {
      const who = await world.makeTraveller('plain')
      const { username: USERNAME, clientId: ClientId } = who
      const { Session } = await begin(who, choosing('PASSWORD'))
      const answer = {
        ClientId,
        ChallengeName: 'SELECT_CHALLENGE',
        Session,
        ChallengeResponses: { USERNAME, ANSWER: name },
      }
      assert.match(await refusalOf('RespondToAuthChallenge', answer), /^InvalidParameterException/)
    })
  }
})

describe('V66: CBOR and JSON that would be costly to read are refused at once', () => {
  const bombs: Record<string, Buffer> = {
    'lists in lists': Buffer.alloc(6000, 0x81),
    'maps in maps': Buffer.alloc(6000, 0xa1),
    'tags of tags': Buffer.alloc(6000, 0xc6),
    'a list of 2^32 items': Buffer.concat([Buffer.from('9b00000000ffffffff', 'hex'), Buffer.alloc(6000)]),
    'a map of 2^32 members': Buffer.concat([Buffer.from('bb00000000ffffffff', 'hex'), Buffer.alloc(6000)]),
    'a text of 2^64 bytes': Buffer.from('5bffffffffffffffff', 'hex'),
  }
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('in place of the key of a new passkey', async () => {
    const { sdk, clientId: ClientId, username: USERNAME } = await world.makeTraveller('plain')
    const AuthParameters = { USERNAME, PASSWORD }
    const signedIn = await sdk.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    )
    const { AccessToken } = signedIn.AuthenticationResult ?? {}
    const { CredentialCreationOptions } = await sdk.send(new StartWebAuthnRegistrationCommand({ AccessToken }))
    const { challenge, rp } = CredentialCreationOptions as Options & { rp: { id: string } }
    const clientDataJSON = encoded({ type: 'webauthn.create', challenge, origin: `https://${rp.id}` })
    const id = Buffer.from('abcd').toString('base64url')
    for (const [name, bomb] of Object.entries(bombs)) {
      const head = Buffer.concat([createHash('sha256').update(rp.id).digest(), Buffer.from([0x45]), Buffer.alloc(20)])
      const authData = Buffer.concat([head, Buffer.from([0, 4]), Buffer.from('abcd'), bomb])
      const attestation = cbor(
        new Map<string, Parameters<typeof cbor>[0]>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      )
      for (const attestationObject of [attestation, bomb].map((bytes) => bytes.toString('base64url'))) {
        const Credential = { id, rawId: id, type: 'public-key', response: { clientDataJSON, attestationObject } }
        const refusal = await refusalOf('CompleteWebAuthnRegistration', { AccessToken, Credential })
        assert.equal(refusal, 'InvalidParameterException: Invalid credential.', name)
      }
    }
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":[', ']}'],
    ] as const) {
      const Credential = open.repeat(50_000) + close.repeat(50_000)
      const body = `{"AccessToken":${JSON.stringify(AccessToken)},"Credential":${Credential}}`
      assert.match(await refusalOf('CompleteWebAuthnRegistration', body), /^SerializationException/)
    }
  })

  test('in what a passkey has signed', async () => {
    const who = await world.makeTraveller('a passkey')
    const { ChallengeParameters, Session } = await until(who, preferring('WEB_AUTHN'), 'WEB_AUTHN')
    const options = JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '')
    const { challenge, rpId, allowCredentials } = options as {
      challenge: string
      rpId: string
      allowCredentials: { id: string }[]
    }
    const id = allowCredentials[0]?.id
    const clientDataJSON = encoded({ type: 'webauthn.get', challenge, origin: `https://${rpId}` })
    const signed = Object.values(bombs).map((bomb) => {
      const head = Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([0x85]), Buffer.alloc(4)])
      const authenticatorData = Buffer.concat([head, bomb]).toString('base64url')
      return JSON.stringify({
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, authenticatorData, signature: 'AAAA' },
      })
    })
    const texts = [
      '['.repeat(32_000),
      '{"a":'.repeat(6000),
      '{"a":1}'.padEnd(100_000),
      'null',
      '[]',
      '"x"',
      '{"id":{"__proto__":1}}',
    ]
    for (const CREDENTIAL of [...signed, ...texts]) {
      const ChallengeResponses = { USERNAME: who.username, CREDENTIAL }
      const input = { ClientId: who.clientId, ChallengeName: 'WEB_AUTHN', Session, ChallengeResponses }
      const refusal = await refusalOf('RespondToAuthChallenge', input)
      assert.equal(refusal, 'NotAuthorizedException: The passkey could not be verified.')
    }
  })
})
