import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { makeDatabase } from '../database.ts'
import { freePort } from '../free-port.ts'

const ROUNDS = 20
const WRITERS = 8
const CODE = '424242'
const PASSWORD = 'Correct-horse-9'

/** What was acknowledged of one user, in the order in which it happens. */
type Entry = { name: string; confirmed: boolean; refreshToken: string | undefined }

const folder = mkdtempSync(join(tmpdir(), 'cenote-kill-'))
let database: Awaited<ReturnType<typeof makeDatabase>>
let port = 0
let child: ChildProcess | undefined
let poolId = ''
let clientId = ''

const start = async () => {
  const environment = {
    PATH: process.env.PATH,
    CENOTE_PORT: String(port),
    CENOTE_DATA_DIR: join(folder, 'data'),
    CENOTE_ROOT_KEY: '0f'.repeat(32),
    CENOTE_DEV_CODE: CODE,
    CENOTE_LOG_LEVEL: 'error',
    ...database.environment,
  }
  child = spawn(process.execPath, ['src/cli.ts', 'dev'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  assert.match(String(line), /listens on http/)
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host;x-amz-date, Signature=00'

const call = async (operation: string, body: object): Promise<{ status: number; answer: Record<string, unknown> }> => {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization,
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
}

const must = async (operation: string, body: object): Promise<Record<string, unknown>> => {
  const { status, answer } = await call(operation, body)
  assert.equal(status, 200, `${operation}: ${JSON.stringify(answer)}`)
  return answer
}

/** How many answers are acknowledged before the server is killed. */
let killAfter = Number.POSITIVE_INFINITY
const acknowledge = () => {
  killAfter -= 1
  if (killAfter === 0) child?.kill('SIGKILL')
}

/** Signs users up, confirms them and signs them in until the server dies; `ledger` has what was acknowledged. */
const write = async (prefix: string, ledger: Entry[]) => {
  for (let number = 0; ; number++) {
    const name = `${prefix}n${number}`
    try {
      await must('SignUp', {
        ClientId: clientId,
        Username: name,
        Password: PASSWORD,
        UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }],
      })
      const entry: Entry = { name, confirmed: false, refreshToken: undefined }
      ledger.push(entry)
      acknowledge()
      await must('ConfirmSignUp', { ClientId: clientId, Username: name, ConfirmationCode: CODE })
      entry.confirmed = true
      acknowledge()
      const { AuthenticationResult: tokens } = await must('InitiateAuth', {
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: name, PASSWORD },
      })
      entry.refreshToken = (tokens as { RefreshToken: string }).RefreshToken
      acknowledge()
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return // the connection broke
    }
  }
}

type Found = { UserStatus: string; UserAttributes: { Name: string; Value: string }[] }

/** Holds the server to what it acknowledged, and every user that it has to being whole. */
const check = async (ledger: readonly Entry[]) => {
  for (const { name, confirmed, refreshToken } of ledger) {
    const user = (await must('AdminGetUser', { UserPoolId: poolId, Username: name })) as unknown as Found
    assert.equal(user.UserAttributes.find(({ Name }) => Name === 'email')?.Value, `${name}@example.com`)
    if (confirmed) assert.equal(user.UserStatus, 'CONFIRMED', `${name} was confirmed`)
    if (user.UserStatus === 'UNCONFIRMED') {
      // The code was stored with the user, and was not used up without confirming.
      await must('ConfirmSignUp', { ClientId: clientId, Username: name, ConfirmationCode: CODE })
    }
    if (refreshToken) {
      await must('InitiateAuth', {
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      })
    }
  }
}

before(async () => {
  database = await makeDatabase()
  port = await freePort()
  await start()
  const pool = await must('CreateUserPool', { PoolName: 'kill', AutoVerifiedAttributes: ['email'] })
  poolId = (pool.UserPool as { Id: string }).Id
  const client = await must('CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: 'kill',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  })
  clientId = (client.UserPoolClient as { ClientId: string }).ClientId
})

after(async () => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

test('R1: kill -9 under sign-ups and sign-ins loses nothing that was acknowledged and leaves nothing half-done', async (t) => {
  let acknowledged = 0
  for (let round = 0; round < ROUNDS; round++) {
    const ledger: Entry[] = []
    killAfter = 5 + Math.floor(Math.random() * 60)
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(`r${round}w${writer}`, ledger))
    await Promise.all([...writers, child && once(child, 'exit')])
    await start()
    await check(ledger)
    acknowledged += ledger.length
  }
  t.diagnostic(`${acknowledged} sign-ups acknowledged in ${ROUNDS} rounds, none lost`)
  assert.ok(acknowledged > ROUNDS)
})
