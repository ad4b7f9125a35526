import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser } from '../fixture.ts'
import { lambdaArn, makeFunctions } from '../functions.ts'
import type { InboxMessage, TestServer } from '../harness.ts'
import { type Home, makeHome, type Program } from '../program.ts'
import { until } from '../until.ts'
import { dump } from './dump.ts'
import { begin, journey } from './journeys.ts'
import { complete } from './starts.ts'
import { makeWorld } from './travellers.ts'
import { makeSecrets, occursIn } from './whole-story.ts'

const functions = makeFunctions({ evil: { module: './evil.js', handler: 'evil' } })
const secrets = makeSecrets()
let home: Home
let program: Program
let sdk: CognitoIdentityProviderClient

/** Members of requests and answers that are secrets, or stand for what was proved. */
const SECRET =
  /^(PASSWORD|NEW_PASSWORD|CREDENTIAL|PASSWORD_CLAIM_.*|SECRET_.*|.*_CODE|UserCode|Secret.*|Session|(Access|Id|Refresh)Token|PasswordVerifier|Salt|challenge)$/i

/** Takes down what is secret in a request or an answer, however deep it lies. */
const takeDown = (value: unknown, name = ''): void => {
  if (typeof value === 'string' && name === 'CREDENTIAL_REQUEST_OPTIONS') takeDown(JSON.parse(value))
  if (typeof value === 'string' && value.length >= 8 && SECRET.test(name)) secrets.keep(name, value)
  if (typeof value !== 'object' || value === null) return
  for (const [inner, item] of Object.entries(value)) takeDown(item, inner)
}

/** A client of the SDK whose secrets are taken down. */
const listening = (client: CognitoIdentityProviderClient) => {
  const send = async (command: { input: object }) => {
    takeDown(command.input)
    const answer = await client.send(command as never)
    takeDown(answer)
    return answer
  }
  return { send } as unknown as CognitoIdentityProviderClient // all that travellers use of it
}

const clock = { ahead: 0 }

/** The program, as far as travellers need of a server; its clock stands still for apps, whose next code is good as well. */
const asServer = (): TestServer => {
  const code = async (to: string): Promise<string> => {
    const sent = await until(async () => {
      const inbox = await fetch(`${home.url}/_cenote/inbox.json?to=${encodeURIComponent(to)}`)
      const [newest] = (await inbox.json()) as InboxMessage[]
      return newest?.code ?? undefined
    })
    return secrets.keep('a code', sent)
  }
  return {
    client: () => listening(sdk),
    code,
    ctx: { now: () => Date.now() + clock.ahead },
    travel: () => {
      clock.ahead = 30_000
    },
  } as unknown as TestServer
}

/** A function's answer that only the functions may see, in a Session that is kept here for its length. */
const customStory = async (clientId: string) => {
  const answer = `canary${randomBytes(12).toString('hex')}`
  secrets.keep('a private challenge parameter', answer)
  const padding = 'x'.repeat(3000)
  const begun = await sdk.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: 'jane' } }),
  )
  const response = { publicChallengeParameters: {}, privateChallengeParameters: { answer, padding } }
  const asked = await sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: begun.Session,
      ChallengeResponses: { USERNAME: 'jane', ANSWER: 'x' },
      ClientMetadata: { reply: JSON.stringify({ source: 'CreateAuthChallenge_Authentication', response }) },
    }),
  )
  assert.match(asked.Session ?? '', /\.kept\./)
  takeDown(asked)
}

before(async () => {
  home = await makeHome()
  program = await home.start(['dev'], { ...functions.environment, CENOTE_LOG_LEVEL: 'trace', CENOTE_QUOTAS: 'off' })
  sdk = new CognitoIdentityProviderClient({
    endpoint: home.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
  })
})
after(async () => {
  program.child.kill()
  await program.ended
  sdk.destroy()
  await home.remove()
  functions.remove()
})

describe('V69: after every sign-in at log level trace, no secret of it is to be found', () => {
  before(async () => {
    const world = await makeWorld(asServer())
    for (const { kind, start, asked } of Object.values(complete)) {
      clock.ahead = 0
      const who = await world.makeTraveller(kind, 'hiding', listening)
      const way = [...(asked ? [asked] : []), 'tokens'].join(' > ')
      assert.equal(await journey(who, start, () => begin(who, start)), way)
    }
    const evil = lambdaArn('evil')
    const triggers = { DefineAuthChallenge: evil, CreateAuthChallenge: evil, VerifyAuthChallengeResponse: evil }
    const { poolId, clientId } = await makePool(
      sdk,
      { LambdaConfig: triggers },
      { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
    )
    await makeUser(sdk, poolId, 'jane')
    await customStory(clientId)
    assert.ok(secrets.all().length > 100, `${secrets.all().length}`)
  })

  test('in the log', () => {
    const log = program.out() + program.err()
    assert.deepEqual(
      secrets.all().filter(([, secret]) => occursIn(log, secret)),
      [],
    )
  })

  test('in any table: no Session that is kept is one that could be sent', async () => {
    const { tables } = await dump(home)
    assert.ok((tables.get('kept_sessions')?.length ?? 0) > 2)
    const text = [...tables.values()]
      .flat()
      .map((row) => Object.values(row).join('\n'))
      .join('\n')
    // Codes and passwords of eight characters are other numbers and names as well.
    const found = secrets.all().filter(([, secret]) => secret.length > 12 && text.includes(secret))
    assert.deepEqual(found, [])
  })
})
