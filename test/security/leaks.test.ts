import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { parseCredential } from '../../src/domain/credential.ts'
import { makeSealer } from '../../src/domain/sealing.ts'
import { sensitiveMembers } from '../../src/wire/sensitive.ts'
import { makePool, signIn } from '../fixture.ts'
import { serviceError } from '../harness.ts'
import { type SmtpTestServer, startSmtp } from '../outbound/smtp.ts'
import { type Home, makeHome, type Program } from '../program.ts'
import { until } from '../until.ts'
import { type Dump, dump, tamper } from './dump.ts'
import { makeSecrets, occursIn, type Secrets, type Story, tellStory } from './whole-story.ts'

const run = promisify(execFile)
const ROOT_KEY = '0f'.repeat(32)
/** What moves a cursor or ends a line, but for the ends of the lines themselves. */
const CONTROL = /[^\P{Cc}\n]/u

/** How a secret may be written down. */
const spellings = (secret: string) => {
  const bytes = Buffer.from(secret)
  return new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...['sha256', 'sha1', 'md5'].flatMap((algorithm) => {
      const digest = createHash(algorithm).update(secret).digest()
      return [digest.toString('hex'), digest.toString('base64')]
    }),
  ])
}

/** Tokens of so many random bits may be kept as a plain hash. */
const mayBeHashed = (what: string) => what === 'a refresh token' || what === 'a session token'

const leaksIn = (place: string, text: string, secrets: Secrets) =>
  secrets.all().flatMap(([what, secret]) => {
    const looked = mayBeHashed(what) ? [secret] : [...spellings(secret)]
    return looked.some((spelling) => occursIn(text, spelling)) ? [`${what} in ${place}`] : []
  })

const assertNoLeakInDump = ({ tables, files }: Dump, secrets: Secrets) => {
  const leaks = [...tables].flatMap(([table, rows]) =>
    leaksIn(`table ${table}`, rows.map((row) => Object.values(row).join('\n')).join('\n'), secrets),
  )
  assert.deepEqual(leaks, [])
  // Columns stand side by side in a file, so that a number there says nothing by itself.
  const long = { ...secrets, all: () => secrets.all().filter(([, secret]) => !/^\d+$/.test(secret)) }
  assert.deepEqual(leaksIn('the files', files.toString('latin1'), long), [])
}

/** Requests that never become one of an operation, each with a secret in it. */
const sendBadRequests = async (home: Home, secrets: Secrets) => {
  const canary = () => secrets.keep('a secret of a bad request', `canary${randomBytes(12).toString('hex')}`)
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(home.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        ...headers,
      },
      body,
    }).then((answer) => answer.text())
  const answers = [
    await post(`{"AuthParameters":{"PASSWORD":"${canary()}"`),
    await post(`{"AuthParameters":"${canary()}"}`),
    await post(`{"AuthParameters":{"PASSWORD":["${canary()}"]}}`),
    await post(`{"ClientId":"x","AuthFlow":"USER_PASSWORD_AUTH","Session":"${canary()}","${canary()}":1}`),
    await post(`{"AccessToken":"${canary()} "}`, { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' }),
    await post(`{"Password":"${canary()}"}`, { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' }),
    await post('{}', { 'x-amz-target': `AWSCognitoIdentityProviderService.${canary()}` }),
    await post('{}', { authorization: `Bearer ${canary()}`, cookie: `session=${canary()}` }),
    await post(`{"Token":"${canary()}"}`, { 'content-type': 'text/plain' }),
    await post(`{"Password":"${canary()}","x":"${'x'.repeat(1_100_000)}"}`).catch(() => ''),
    await (await fetch(`${home.url}/oauth2/token?code=${canary()}&client_secret=${canary()}`)).text(),
  ]
  await new Promise<void>((resolve) => {
    const socket = connect(home.port, '127.0.0.1', () => socket.end(`BAD ${canary()}\r\nPassword: ${canary()}\r\n\r\n`))
    socket.on('close', () => resolve()).on('error', () => {})
    socket.resume()
  })
  return answers
}

type Server = { sdk: CognitoIdentityProviderClient; message: (to: string) => Promise<string>; shown: string[] }
type Stage = { name: string; start(home: Home, secrets: Secrets): Promise<Server & { program: Program }> }

const settings = { CENOTE_LOG_LEVEL: 'trace', CENOTE_ROOT_KEY: ROOT_KEY, CENOTE_QUOTAS: 'off' }
const inBrackets = (text: string) => /\[(\S+)\]/.exec(text)?.[1] ?? ''
let smtp: SmtpTestServer
const clients: CognitoIdentityProviderClient[] = []

before(async () => {
  smtp = await startSmtp()
})
after(async () => {
  for (const client of clients) client.destroy()
  await smtp.stop()
})

const clientOf = (home: Home, credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
  const client = new CognitoIdentityProviderClient({
    endpoint: home.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials,
  })
  clients.push(client)
  return client
}

/** Gives the messages to each address one after the other. */
const inTurn = (read: (to: string) => Promise<string[]>) => {
  const taken = new Map<string, number>()
  return async (to: string) => {
    const turn = taken.get(to) ?? 0
    taken.set(to, turn + 1)
    await until(async () => (await read(to)).length > turn)
    return (await read(to))[turn] ?? ''
  }
}

const stages: Stage[] = [
  {
    name: 'serve, which logs JSON and sends by SMTP',
    async start(home, secrets) {
      const program = await home.start(['serve'], { ...settings, CENOTE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}` })
      await until(() => program.err().includes('AWS_SECRET_ACCESS_KEY='))
      const { out } = await home.call(['credentials', 'create', 'root', '--session-minutes', '9', '--json'], settings)
      const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(out)
      const credentials = {
        accessKeyId: AccessKeyId,
        secretAccessKey: secrets.keep('the secret of an access key', SecretAccessKey),
        sessionToken: secrets.keep('a session token', SessionToken),
      }
      const wrong = clientOf(home, {
        ...credentials,
        secretAccessKey: secrets.keep('a wrong secret', 'canary-wrong-secret'),
      })
      await assert.rejects(
        wrong.send(new ListUserPoolsCommand({ MaxResults: 1 })),
        serviceError('InvalidSignatureException'),
      )
      const read = async (to: string) =>
        smtp.received.filter((mail) => mail.to.includes(to)).map(({ raw }) => inBrackets(raw))
      const root = /^AWS_SECRET_ACCESS_KEY=(.+)$/m.exec(program.err())?.[1] ?? ''
      return { program, sdk: clientOf(home, credentials), message: inTurn(read), shown: [root] }
    },
  },
  {
    name: 'dev, which logs for people and keeps messages',
    async start(home) {
      const program = await home.start(['dev'], settings)
      const read = async (to: string) => {
        const inbox = await fetch(`${home.url}/_cenote/inbox.json?to=${encodeURIComponent(to)}`)
        return ((await inbox.json()) as { body: string }[]).map(({ body }) => inBrackets(body)).reverse()
      }
      const sdk = clientOf(home, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' })
      return { program, sdk, message: inTurn(read), shown: [] }
    },
  },
]

for (const stage of stages) {
  describe(`V69 after a whole story at log level trace, no secret of it is to be found: ${stage.name}`, () => {
    const secrets = makeSecrets()
    let home: Home
    let program: Program
    let story: Story
    let answered: string[]
    let stolen: Dump

    before(async () => {
      secrets.keep('the root key', ROOT_KEY)
      home = await makeHome()
      const started = await stage.start(home, secrets)
      program = started.program
      const told = await tellStory({ ...started, secrets })
      story = told
      answered = [...told.refusals, ...(await sendBadRequests(home, secrets))]
      for (const one of started.shown) secrets.keep('the root access key', one)
      stolen = await dump(home)
    })
    after(() => home.remove())

    test('in any table, nor in the files while the server runs', () => {
      const names = stolen.tables.get('users')?.map(({ username }) => username)
      assert.deepEqual(names?.toSorted(), ['jane', 'joan', 'joe'], 'the dump has what is no secret')
      assert.ok(secrets.all().length > 60, `${secrets.all().length} secrets`)
      assertNoLeakInDump(stolen, secrets)
    })

    test('in what was answered to wrong requests', () => {
      assert.ok(answered.length > 25)
      assert.deepEqual(leaksIn('the answers', answered.join('\n'), secrets), [])
    })

    test('V84 the numbers that a dictionary would be tried on are in no dump', () => {
      const sealer = makeSealer([Buffer.from(ROOT_KEY, 'hex')], randomBytes)
      const rows = stolen.tables.get('users') ?? []
      const text = [...stolen.tables.values()]
        .flat()
        .map((row) => Object.values(row).join('\n'))
        .join('\n')
      assert.equal(rows.length, 3)
      for (const { sub, sealed_verifier: sealed = '' } of rows) {
        const opened = sealer.open(`verifier|${story.poolId}|${sub}|password`, sealed)
        assert.ok(opened, 'the root key opens it')
        const credential = parseCredential(opened)
        assert.ok(credential?.form === 'srp')
        for (const secret of [credential.salt, credential.v]) {
          for (const spelling of ['hex', 'base64', 'base64url'] as const) {
            assert.ok(!text.includes(secret.toString(spelling)))
          }
          assert.ok(!stolen.files.includes(secret))
        }
        for (const wrong of ['0e'.repeat(32), '00'.repeat(32)]) {
          const other = makeSealer([Buffer.from(wrong, 'hex')], randomBytes)
          assert.equal(other.open(`verifier|${story.poolId}|${sub}|password`, sealed), undefined)
        }
      }
    })

    test('V81 a verifier that is copied into another row signs nobody in, and the log tells of it without a secret', async () => {
      const of = (name: string) => story.users.get(name)?.sub ?? ''
      await tamper(
        home,
        `update users set sealed_verifier = (select sealed_verifier from users where sub = '${of('jane')}')
         where sub = '${of('joan')}'`,
      )
      const password = story.users.get('jane')?.password ?? ''
      await assert.rejects(story.signIn('joan', password), serviceError('InternalErrorException'))
      await until(() => program.err().includes('does not open'))
    })

    test('in what is told when the database fails', async () => {
      for (const table of ['attempts', 'users']) {
        await tamper(home, `alter table ${table} rename to ${table}_gone`)
        const password = secrets.keep('a password', `Canary-${randomBytes(9).toString('hex')}`)
        const failure = serviceError('InternalErrorException', 'Something went wrong')
        await assert.rejects(story.signIn('jane', password), failure)
      }
    })

    test('in the log, nor in the files once the server has ended', async () => {
      program.child.kill('SIGTERM')
      assert.equal((await program.ended).code, 0)
      const shownOnce = /^The root access key, shown this once:\nAWS_ACCESS_KEY_ID=.+\nAWS_SECRET_ACCESS_KEY=.+$/m
      const log = program.out() + program.err().replace(shownOnce, '')
      assert.match(log, /request failed/, 'the log has something to tell')
      assert.deepEqual(leaksIn('the log', log, secrets), [])
      assertNoLeakInDump(await dump(home), secrets)
    })
  })
}

/** What the program's log writes, in a process of its own, when it is told to. */
const logged = async (format: string, statements: string): Promise<string> => {
  const code = `
    const { openLog } = await import(${JSON.stringify(import.meta.resolve('../../src/logging.ts'))})
    const log = await openLog({ logLevel: 'trace', logFormat: '${format}' })
    ${statements}`
  return (await run(process.execPath, ['--input-type=module', '--eval', code])).stderr
}

test('V69 what the model marks as sensitive, codes and our own secrets are not logged under their names', async () => {
  const names = [
    ...sensitiveMembers,
    'Code',
    'ConfirmationCode',
    'ChallengeParameters',
    'authorization',
    'cookie',
    'code',
  ]
  const secrets = Object.fromEntries(names.map((name, index) => [name, index % 2 ? 'canary' : { any: ['canary'] }]))
  const values = JSON.stringify({ ...secrets, body: { ...secrets, deeper: secrets } })
  for (const format of ['json', 'pretty']) {
    const log = await logged(format, `log.info(${values}, 'a request')`)
    assert.match(log, /a request/)
    assert.ok(!log.includes('canary'), log)
  }
})

describe('V70 line breaks and escape sequences', () => {
  const evil = 'jane\r\n{"level":60,"msg":"forged"}\u001b[2J\u001b]0;title\u0007\b\u0000'

  test('are no part of a user name', async (context) => {
    const home = await makeHome()
    context.after(() => home.remove())
    const program = await home.start(['dev'], settings)
    const sdk = clientOf(home, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' })
    const { poolId, clientId } = await makePool(sdk)
    const names = ['a\r\nb', 'a\nb', 'a\u001b[31mb', 'a\u009b31mb', 'a\u0007', 'a\tb', 'a\u2028b', 'a\u0085b']
    for (const name of names) {
      const shape = serviceError(
        'InvalidParameterException',
        /^1 validation error detected: Value at 'username' failed/,
      )
      await assert.rejects(sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: name })), shape)
      await assert.rejects(sdk.send(new SignUpCommand({ ClientId: clientId, Username: name, Password: 'x' })), shape)
      await assert.rejects(signIn(sdk, clientId, name), serviceError('UserNotFoundException'))
    }
    program.child.kill('SIGTERM')
    await program.ended
    assert.doesNotMatch(program.err(), CONTROL)
  })

  for (const format of ['json', 'pretty']) {
    test(`are encoded in logged values: ${format}`, async () => {
      const stderr = await logged(
        format,
        `const evil = ${JSON.stringify(evil)}
         log.info({ Username: evil, user: evil, nested: { deep: { user: evil } }, list: [evil] }, 'values')
         log.error({ err: Object.assign(new Error(evil), { detail: evil }) }, 'an error')`,
      )
      assert.doesNotMatch(stderr, CONTROL)
      assert.match(stderr, /an error/)
      // A record for people may have several lines; only its first begins at the margin.
      const records = stderr.split('\n').filter((line) => /^\S/.test(line))
      assert.equal(records.length, 2, stderr)
      if (format === 'json') {
        const lines = stderr
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
        assert.deepEqual(
          lines.map(({ level }) => level),
          [30, 50],
        )
        assert.deepEqual([lines[0].user, lines[0].Username, lines[1].err.message], [evil, '[redacted]', evil])
      }
    })
  }
})
