import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError } from './harness.ts'
import { type Home, makeHome } from './program.ts'
import { until } from './until.ts'

/** A test on an installation of its own. */
const atHome =
  (work: (home: Home) => Promise<void>, settings = {}) =>
  async (context: TestContext) => {
    const home = await makeHome(settings)
    context.after(() => home.remove())
    await work(home)
  }

/** PostgreSQL has no data folder, and the operator makes its key. */
const onSqlite = process.env.CENOTE_TEST_POSTGRES ? { skip: 'it is about the file of SQLite and its key' } : {}

const everythingIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

/** What the program says of a mistake; the log is written to the same place, at its own pace. */
const complaint = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('cenote: '))
    .join()

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

const clients: CognitoIdentityProviderClient[] = []
after(() => {
  for (const client of clients) client.destroy()
})
const clientOf = ({ url }: Home, credentials: Credentials) => {
  const client = new CognitoIdentityProviderClient({ endpoint: url, region: 'us-east-1', maxAttempts: 1, credentials })
  clients.push(client)
  return client
}

/** The access key that is written in a text for people. */
const keyIn = (text: string): Credentials => {
  const read = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? ''
  return { accessKeyId: read('AWS_ACCESS_KEY_ID'), secretAccessKey: read('AWS_SECRET_ACCESS_KEY') }
}

describe('the command line', () => {
  let home: Home
  before(async () => {
    home = await makeHome()
  })
  after(() => home.remove())

  for (const words of [['--help'], ['-h'], ['help'], []]) {
    test(`shows its usage: cenote ${words.join(' ')}`, async () => {
      const { code, out, err } = await home.call(words)
      assert.deepEqual([code, err], [0, ''])
      for (const command of ['dev', 'serve', 'credentials create', 'keys rotate', 'passwords', '--version']) {
        assert.ok(out.includes(`cenote ${command}`) || out.includes(command), command)
      }
    })
  }

  test('shows its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    assert.deepEqual(await home.call(['--version']), { code: 0, signal: null, out: `${version}\n`, err: '' })
    assert.equal((await home.call(['-v'])).out, `${version}\n`)
  })

  const refused: [words: string[], line: RegExp, settings?: Record<string, string>][] = [
    [['start'], /^cenote: there is no command start$/m],
    [['__proto__'], /^cenote: there is no command __proto__$/m],
    [['--memory'], /^cenote: there is no command --memory$/m],
    [['dev', '--fast'], /^cenote: Unknown option '--fast'/],
    [['dev', 'now'], /^cenote: Unexpected argument 'now'/],
    [['dev', '--memory=yes'], /^cenote: Option '--memory' does not take an argument$/m],
    [['serve', '--memory'], /^cenote: --memory: is for cenote dev only$/m],
    [['dev'], /^cenote: CENOTE_PORT: must be a port number$/m, { CENOTE_PORT: 'http' }],
    [['serve'], /^cenote: CENOTE_DEV_CODE: is for cenote dev only$/m, { CENOTE_DEV_CODE: '123456' }],
    [['credentials'], /^cenote: Usage:\ncenote credentials create/],
    [['credentials', 'constructor'], /^cenote: Usage:\ncenote credentials create/],
    [['keys'], /^cenote: Usage:\ncenote keys list/],
    [['passwords'], /^cenote: Usage:\ncenote passwords POOL_ID hash/],
    ...['0.0.0.0', '::', '192.168.0.1', 'example.com'].map((host): [string[], RegExp, Record<string, string>] => [
      ['dev'],
      new RegExp(
        `^cenote: CENOTE_HOST: cenote dev accepts any credentials and listens on loopback only, not on ${host}$`,
        'm',
      ),
      { CENOTE_HOST: host },
    ]),
  ]
  for (const [words, line, settings = {}] of refused) {
    test(`refuses cenote ${words.join(' ')} ${Object.values(settings).join(' ')}`, async () => {
      const { code, out, err } = await home.call(words, settings)
      assert.deepEqual([code, out], [1, ''])
      assert.match(err, line)
      assert.doesNotMatch(err, /^ +at /m, 'no stack')
    })
  }

  test('leaves nothing behind where it did nothing', () => {
    assert.deepEqual([everythingIn(home.work), everythingIn(home.config)], [[], []])
  })
})

describe('R23 a setting that cannot work ends the start with a line about it, without its secrets:', () => {
  const CANARY = 'canary9secret'
  const database = 'CENOTE_DATABASE_URL: the database cannot be opened'
  const key = { CENOTE_ROOT_KEY: '0f'.repeat(32) }
  const withoutSdks = `--import=${new URL('without-sdks.ts', import.meta.url)}`
  const cases: [settings: Record<string, string>, line: string][] = [
    [{ CENOTE_DATABASE_URL: `postgres://u:${CANARY}@127.0.0.1:1/d`, ...key }, `${database} (ECONNREFUSED)`],
    [{ CENOTE_DATABASE_URL: `postgres://u:${CANARY}@[x/d`, ...key }, database],
    [{ CENOTE_DATABASE_URL: `postgres://u:${CANARY}%zz@127.0.0.1:1/d`, ...key }, database],
    [{ CENOTE_DATABASE_URL: `postgres://u:${CANARY}@127.0.0.1:x/d`, ...key }, database],
    [{ CENOTE_SMTP_URL: `smtp://u:${CANARY}%zz@host` }, 'CENOTE_SMTP_URL: '],
    [{ CENOTE_SMTP_URL: `smtp://u:${CANARY}@[x` }, 'CENOTE_SMTP_URL: '],
    [{ CENOTE_SMTP_URL: `smtp://u:${CANARY}@host?password=${CANARY}` }, 'CENOTE_SMTP_URL: '],
    [
      { CENOTE_SMS_WEBHOOK_URL: `http://u:${CANARY}@host`, CENOTE_SMS_WEBHOOK_SECRET: `${CANARY} and more` },
      'CENOTE_SMS_WEBHOOK_URL: ',
    ],
    [
      { CENOTE_EMAIL_WEBHOOK_URL: `http://u:${CANARY}@host`, CENOTE_EMAIL_WEBHOOK_SECRET: `${CANARY} and more` },
      'CENOTE_EMAIL_WEBHOOK_URL: ',
    ],
    [{ CENOTE_SES: `http://u:${CANARY}@host` }, 'CENOTE_SES: '],
    [{ CENOTE_SNS: `http://u:${CANARY}@host` }, 'CENOTE_SNS: '],
    [
      { CENOTE_SES: 'aws', CENOTE_SMTP_URL: `smtp://u:${CANARY}@host` },
      'CENOTE_SES: cannot be set together with CENOTE_SMTP_URL',
    ],
    [
      { CENOTE_SES: 'aws', NODE_OPTIONS: withoutSdks },
      'CENOTE_SES: needs the package @aws-sdk/client-sesv2, which is not installed',
    ],
    [
      { CENOTE_SNS: 'aws', NODE_OPTIONS: withoutSdks },
      'CENOTE_SNS: needs the package @aws-sdk/client-sns, which is not installed',
    ],
  ]
  for (const [settings, line] of cases) {
    test(
      `${Object.keys(settings)[0]}: ${Object.values(settings)[0]?.replaceAll(CANARY, '...')}`,
      atHome(async (home) => {
        const { code, out, err } = await home.call(['serve'], settings)
        assert.deepEqual([code, out], [1, ''])
        assert.ok(
          err.split('\n').some((one) => one.startsWith(`cenote: ${line}`)),
          err,
        )
        assert.ok(!err.includes(CANARY), err)
        assert.doesNotMatch(err, /^ +at /m, 'no stack')
      }),
    )
  }
})

test(
  'the first line on standard output names the URL, which answers, and no other line follows',
  atHome(async (home) => {
    const program = await home.start(['dev'])
    assert.equal(program.out(), `Cenote listens on ${home.url}\n`)
    assert.deepEqual(await (await fetch(`${home.url}/_cenote/health/ready`)).json(), { status: 'ready' })
    await fetch(`${home.url}/`, { method: 'POST', body: 'nonsense' })
    program.child.kill('SIGTERM')
    assert.deepEqual(await program.ended, { code: 0, signal: null })
    assert.equal(program.out(), `Cenote listens on ${home.url}\n`)
  }),
)

test(
  'the line names the public URL where there is one',
  atHome(async (home) => {
    const program = await home.start(['serve'], { CENOTE_PUBLIC_URL: 'https://id.example.com' })
    assert.equal(program.out(), 'Cenote listens on https://id.example.com\n')
  }),
)

test(
  'the first start of serve shows the root access key, which works; later starts show none',
  atHome(async (home) => {
    const first = await home.start(['serve'])
    await until(() => first.err().includes('AWS_SECRET_ACCESS_KEY='))
    assert.ok(!first.out().includes('AWS_'), 'the key is not in standard output')
    const key = keyIn(first.err())
    assert.match(key.accessKeyId, /^AKIA[A-Z2-7]{16}$/)
    assert.deepEqual((await clientOf(home, key).send(new ListUserPoolsCommand({ MaxResults: 1 }))).UserPools, [])
    const wrong = clientOf(home, { ...key, secretAccessKey: 'x' })
    await assert.rejects(
      wrong.send(new ListUserPoolsCommand({ MaxResults: 1 })),
      serviceError('InvalidSignatureException'),
    )
    first.child.kill('SIGTERM')
    assert.equal((await first.ended).code, 0)

    const second = await home.start(['serve'])
    await clientOf(home, key).send(new ListUserPoolsCommand({ MaxResults: 1 }))
    second.child.kill('SIGTERM')
    await second.ended
    assert.ok(!`${second.out()}${second.err()}`.includes('AWS_'), second.err())
  }),
)

describe('the root key', onSqlite, () => {
  test(
    'is made for its owner alone, outside the data folder, and the log names the file',
    atHome(async (home) => {
      const program = await home.start(['serve'])
      const file = join(home.config, 'cenote', 'root.key')
      assert.match(readFileSync(file, 'utf8'), /^[0-9a-f]{64}\n$/)
      assert.equal(statSync(file).mode & 0o777, 0o400)
      assert.equal(statSync(join(home.config, 'cenote')).mode & 0o777, 0o700)
      assert.equal(statSync(join(home.work, '.cenote')).mode & 0o777, 0o700)
      assert.ok(program.err().includes(file), program.err())
      assert.ok(!program.err().includes(readFileSync(file, 'utf8').trim()))
      for (const name of everythingIn(home.work).filter((entry) => entry.includes('/'))) {
        assert.equal(statSync(join(home.work, name)).mode & 0o077, 0, `${name} is nobody else's`)
        assert.ok(!readFileSync(join(home.work, name)).includes(readFileSync(file, 'utf8').trim().slice(0, 20)))
      }
    }),
  )

  const refused: [name: string, change: (file: string) => void, line: (file: string) => string][] = [
    [
      'another one',
      (file) => writeFileSync(file, '0e'.repeat(32)),
      () => 'CENOTE_ROOT_KEY_FILE: this is not the key with which the database was sealed',
    ],
    [
      'half of one',
      (file) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, 32)),
      (file) => `CENOTE_ROOT_KEY_FILE: ${file} does not hold keys of 64 hexadecimal digits`,
    ],
    [
      'nothing',
      (file) => writeFileSync(file, '\n'),
      (file) => `CENOTE_ROOT_KEY_FILE: ${file} does not hold keys of 64 hexadecimal digits`,
    ],
  ]
  for (const [name, change, line] of refused) {
    test(
      `refuses to start with ${name} in its file, and tells nothing of it`,
      atHome(async (home) => {
        await home.call(['credentials', 'list'])
        const file = join(home.config, 'cenote', 'root.key')
        chmodSync(file, 0o600)
        change(file)
        for (const words of [['serve'], ['dev'], ['credentials', 'create', 'x']]) {
          const { code, out, err } = await home.call(words)
          assert.deepEqual([code, out, complaint(err)], [1, '', `cenote: ${line(file)}`])
          assert.ok(!/[0-9a-f]{16}/.test(err), err)
        }
      }),
    )
  }

  test(
    'that is lost is not replaced where there is a database',
    atHome(async (home) => {
      const file = join(home.folder, 'elsewhere.key')
      await home.call(['credentials', 'list'])
      const { code, err } = await home.call(['serve'], { CENOTE_ROOT_KEY_FILE: file })
      assert.deepEqual([code, complaint(err)], [1, `cenote: CENOTE_ROOT_KEY_FILE: ${file} does not exist`])
      assert.equal(existsSync(file), false)
    }),
  )

  test(
    'may be several, of which the newest seals and all open',
    atHome(async (home) => {
      const [old, fresh] = ['0a'.repeat(32), '0b'.repeat(32)]
      const list = async (keys: string) => (await home.call(['credentials', 'list'], { CENOTE_ROOT_KEY: keys })).code
      assert.deepEqual([await list(old), await list(`${fresh},${old}`), await list(`${old},${fresh}`)], [0, 0, 0])
      assert.deepEqual([await list(old), await list(fresh)], [0, 1])
    }),
  )
})

test('the root key of PostgreSQL is the operator’s to make', async (context) => {
  const home = await makeHome({ CENOTE_DATABASE_URL: 'postgres://127.0.0.1:1/d', CENOTE_ROOT_KEY: undefined })
  context.after(() => home.remove())
  const file = join(home.folder, 'none.key')
  const { code, err } = await home.call(['serve'], { CENOTE_ROOT_KEY_FILE: file })
  assert.deepEqual([code, complaint(err)], [1, `cenote: CENOTE_ROOT_KEY_FILE: ${file} does not exist`])
})

test(
  'cenote credentials make keys that may do what their policies say, while the server runs',
  atHome(async (home) => {
    const server = await home.start(['serve'], { CENOTE_QUOTAS: 'off' })
    await until(() => server.err().includes('AWS_SECRET_ACCESS_KEY='))
    const root = clientOf(home, keyIn(server.err()))
    const make = async (PoolName: string) =>
      (await root.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id ?? ''
    const [own, other] = [await make('own'), await make('other')]
    const arn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${own}`
    const policy = (Action: string, Resource: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
    const file = join(home.folder, 'policy.json')
    writeFileSync(file, policy('cognito-idp:Describe*', arn))
    const tool = async (words: string[], input?: string) => {
      const { code, out, err } = await home.call(['credentials', ...words], {}, input)
      assert.deepEqual([code, err], [0, ''], words.join(' '))
      return out
    }

    const made = await tool(['create', 'backend', '--policy', file])
    const key = keyIn(made)
    assert.match(made, /The secret is shown this once\.\n$/)
    const backend = clientOf(home, key)
    const describe = (client: CognitoIdentityProviderClient, UserPoolId: string) =>
      client.send(new DescribeUserPoolCommand({ UserPoolId }))
    const list = () => backend.send(new ListUserPoolsCommand({ MaxResults: 1 }))
    assert.equal((await describe(backend, own)).UserPool?.Name, 'own')
    const denied = serviceError(
      'AccessDeniedException',
      /^User: arn:aws:iam::000000000000:user\/backend is not authorized/,
    )
    await assert.rejects(describe(backend, other), denied)
    await assert.rejects(list(), denied)

    const can = async (work: () => Promise<unknown>) => {
      try {
        await work()
        return true
      } catch (error) {
        const { name } = error as Error
        assert.ok(['AccessDeniedException', 'UnrecognizedClientException'].includes(name), name)
        return false
      }
    }
    assert.equal(
      await tool(['put-policy', 'backend', 'listing', '-'], policy('cognito-idp:ListUserPools', '*')),
      'backend has the policy listing.\n',
    )
    await until(() => can(list))
    await assert.rejects(describe(backend, other), denied)
    const shown = await tool(['list'])
    assert.match(shown, /^root \(may do everything\)$/m)
    assert.match(shown, /^backend \(policies: default, listing\)$/m)
    assert.match(shown, new RegExp(`^  ${key.accessKeyId}, made \\d{4}-`, 'm'))
    assert.ok(!shown.includes(key.secretAccessKey))

    await tool(['delete-policy', 'backend', 'listing'])
    await until(async () => !(await can(list)))
    await assert.rejects(list(), denied)

    assert.equal(await tool(['disable', key.accessKeyId]), `${key.accessKeyId} is disabled.\n`)
    await until(async () => !(await can(() => describe(backend, own))))
    await assert.rejects(describe(backend, own), serviceError('UnrecognizedClientException'))
    assert.match(await tool(['list']), new RegExp(`^  ${key.accessKeyId} disabled, made`, 'm'))
    assert.equal(await tool(['enable', key.accessKeyId]), `${key.accessKeyId} works again.\n`)
    await until(() => can(() => describe(backend, own)))

    const ending = JSON.parse(await tool(['create', 'backend', '--session-minutes', '5', '--json']))
    assert.match(ending.AccessKeyId, /^ASIA/)
    const left = Date.parse(ending.Expiration) - Date.now()
    assert.ok(left > 240_000 && left <= 300_000, `${left}`)
    const session = { accessKeyId: ending.AccessKeyId, secretAccessKey: ending.SecretAccessKey }
    await describe(clientOf(home, { ...session, sessionToken: ending.SessionToken }), own)
    await assert.rejects(describe(clientOf(home, session), own), serviceError('UnrecognizedClientException'))
    await assert.rejects(
      describe(clientOf(home, { ...session, sessionToken: 'x' }), own),
      serviceError('UnrecognizedClientException'),
    )

    assert.equal(await tool(['delete', key.accessKeyId]), `${key.accessKeyId} is deleted.\n`)
    await until(async () => !(await can(() => describe(backend, own))))
    assert.ok(!(await tool(['list'])).includes(key.accessKeyId))
  }),
)

test(
  'cenote credentials refuse what cannot be meant, each in a line',
  atHome(async (home) => {
    const file = join(home.folder, 'policy.json')
    writeFileSync(file, '{"Statement":[{"Effect":"Perhaps"}]}')
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    await home.call(['credentials', 'create', 'backend'])
    const cases: [words: string[], line: RegExp, input?: string][] = [
      [['create'], /^cenote: NAME is missing\. Usage:/],
      [['create', 'a b'], /^cenote: NAME: letters, digits and \+=,\.@_- only, 64 at most$/m],
      [['create', 'x'.repeat(65)], /^cenote: NAME: /],
      [['create', 'x', '--session-minutes', '0'], /^cenote: --session-minutes: a whole number from 1 to 2160$/m],
      [['create', 'x', '--session-minutes', '2161'], /^cenote: --session-minutes: /],
      [['create', 'x', '--session-minutes', '1e999'], /^cenote: --session-minutes: /],
      [['create', 'x', '--policy', '/none'], /^cenote: the policy \/none cannot be used: ENOENT/],
      [['create', 'x', '--policy', file], /^cenote: the policy .+ cannot be used: /],
      [
        ['create', 'root', '--policy', '-'],
        /^cenote: the root identity may do everything; policies do not bind it$/m,
        policy,
      ],
      [['put-policy', 'nobody', 'p', '-'], /^cenote: /, 'no JSON'],
      [['put-policy', 'backend', 'p'], /^cenote: FILE is missing/],
      [['delete-policy', 'backend', 'none'], /^cenote: backend has no policy none$/m],
      [['delete-policy', 'nobody', 'x'], /^cenote: there is no identity nobody$/m],
      [['disable', 'AKIANONE'], /^cenote: there is no access key AKIANONE$/m],
      [['enable', 'AKIANONE'], /^cenote: there is no access key AKIANONE$/m],
      [['delete'], /^cenote: KEY_ID is missing/],
      [['list', '--all'], /^cenote: Unknown option '--all'/],
    ]
    const outcomes = await Promise.all(cases.map(([words, , input]) => home.call(['credentials', ...words], {}, input)))
    for (const [index, { code, out, err }] of outcomes.entries()) {
      const [words, line] = cases[index] ?? [[], /^$/]
      assert.deepEqual([code, out], [1, ''], words.join(' '))
      assert.match(err, line, words.join(' '))
      assert.doesNotMatch(err, /^ +at /m, 'no stack')
    }
    const { out } = await home.call(['credentials', 'list'])
    assert.ok(!out.includes('\nx '), 'nothing of what was refused is left')
  }),
)

test(
  'cenote keys list, rotate and revoke the signing keys of a pool',
  atHome(async (home) => {
    await home.start(['dev'])
    const anyone = clientOf(home, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' })
    const pool = (await anyone.send(new CreateUserPoolCommand({ PoolName: 'keys' }))).UserPool?.Id ?? ''
    const published = async () => {
      const { keys } = (await (await fetch(`${home.url}/${pool}/.well-known/jwks.json`)).json()) as {
        keys: { kid: string }[]
      }
      return keys.map(({ kid }) => kid).sort()
    }
    const first = await published()
    assert.equal(first.length, 2)
    const tool = async (...words: string[]) => {
      const { code, out, err } = await home.call(['keys', ...words])
      assert.deepEqual([code, err], [0, ''])
      return out
        .trim()
        .split('\n')
        .map((line) => {
          const [kid = '', use, , , , from = ''] = line.replace(',', '').split(' ')
          return { kid, use, from: Date.parse(from) }
        })
    }
    const listed = await tool('list', pool)
    assert.deepEqual(listed.map(({ kid }) => kid).sort(), first)
    assert.deepEqual(listed.map(({ use }) => use).sort(), ['access', 'id'])

    const rotated = await tool('rotate', pool)
    assert.equal(rotated.length, 4)
    const next = rotated.filter(({ kid }) => !first.includes(kid))
    for (const { from } of next) assert.ok(Math.abs(from - Date.now() - 86_400_000) < 60_000, 'they sign in a day')

    const revoked = await tool('revoke', pool, next[0]?.kid ?? '')
    assert.equal(revoked.length, 3)
    for (const [words, line] of [
      [['revoke', pool, 'none'], /^cenote: the pool has no key none$/m],
      [['revoke', pool], /^cenote: the pool has no key/],
      [['list', 'us-east-1_none'], /^cenote: there is no user pool us-east-1_none$/m],
      [['turn', pool], /^cenote: Usage:/],
    ] as const) {
      const { code, err } = await home.call(['keys', ...words])
      assert.equal(code, 1)
      assert.match(err, line)
    }
    assert.deepEqual((await tool('list', pool)).length, 3)
  }),
)

test(
  'a port that is in use ends the start with a line',
  atHome(async (home) => {
    const other = createServer().listen(home.port, '127.0.0.1')
    await once(other, 'listening')
    const { code, out, err } = await home.call(['serve'])
    other.close()
    assert.deepEqual([code, out], [1, ''])
    assert.equal(complaint(err), `cenote: CENOTE_PORT: port ${home.port} is in use`)
    assert.ok(!err.includes('AWS_SECRET_ACCESS_KEY'), 'a start that failed shows no key that a later one will not')
    const next = await home.start(['serve'])
    await until(() => next.err().includes('AWS_SECRET_ACCESS_KEY='))
  }),
)

test(
  'a data folder has one server at a time, and is free again when that one was killed',
  onSqlite,
  atHome(async (home) => {
    const first = await home.start(['dev'])
    const file = join(home.work, '.cenote', 'cenote.db')
    for (const words of [['dev'], ['serve']]) {
      const { code, out, err } = await home.call(words, { CENOTE_PORT: '1' })
      const line = `cenote: CENOTE_DATA_DIR: another server uses the database ${file}`
      assert.deepEqual([code, out, complaint(err)], [1, '', line])
    }
    assert.equal((await home.call(['credentials', 'list'])).code, 0)
    first.child.kill('SIGKILL')
    await first.ended
    await home.start(['dev'])
  }),
)

/** Sends the head of a request and a part of its body; the server has it when it says to continue. */
const beginRequest = async (home: Home) => {
  const body = JSON.stringify({ PoolName: 'under-way' })
  const socket = connect(home.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  socket.on('error', () => {}) // a server that is killed resets it
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.write(
    [
      'POST / HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/x-amz-json-1.1',
      'X-Amz-Target: AWSCognitoIdentityProviderService.CreateUserPool',
      'X-Amz-Date: 20260101T000000Z',
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host;x-amz-date, Signature=00',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
      '\r\n',
    ].join('\r\n'),
  )
  await until(() => answer.includes('100 Continue'))
  socket.write(body.slice(0, 5))
  return { finish: () => socket.write(body.slice(5)), closed, answer: () => answer }
}

const refusesConnections = (home: Home) => async () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(home.port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', () => resolve(true))
  })

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(
    `R12 ${signal} takes no more connections, lets the request under way finish, and ends with 0`,
    atHome(async (home) => {
      const program = await home.start(['dev'])
      await fetch(`${home.url}/_cenote/health/live`) // and leaves an idle connection open
      const request = await beginRequest(home)
      program.child.kill(signal)
      await until(refusesConnections(home))
      request.finish()
      await request.closed
      assert.match(request.answer(), /HTTP\/1\.1 200 OK\r\n[\s\S]*"Name":"under-way"/)
      assert.deepEqual(await program.ended, { code: 0, signal: null })

      const again = await home.start(['dev'])
      const anyone = clientOf(home, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' })
      const { UserPools } = await anyone.send(new ListUserPoolsCommand({ MaxResults: 10 }))
      assert.deepEqual(
        UserPools?.map(({ Name }) => Name),
        ['under-way'],
      )
      again.child.kill('SIGTERM')
      await again.ended
      assert.ok(!again.err().includes('"level":50'), again.err())
    }),
  )
}

test(
  'R12 a second signal ends it at once',
  atHome(async (home) => {
    const program = await home.start(['dev'])
    const request = await beginRequest(home)
    program.child.kill('SIGTERM')
    await until(refusesConnections(home))
    program.child.kill('SIGTERM')
    assert.deepEqual(await program.ended, { code: 1, signal: null })
    await request.closed
  }),
)

test(
  'dev --memory leaves no files',
  atHome(async (home) => {
    const settings = { CENOTE_DATABASE_URL: undefined, CENOTE_ROOT_KEY: undefined }
    const program = await home.start(['dev', '--memory'], settings)
    const anyone = clientOf(home, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' })
    await anyone.send(new CreateUserPoolCommand({ PoolName: 'gone' }))
    assert.deepEqual([everythingIn(home.work), everythingIn(home.config)], [[], []])
    for (const name of everythingIn(home.temporary)) {
      assert.equal(statSync(join(home.temporary, name)).mode & 0o077, 0, `${name} is nobody else's`)
    }
    program.child.kill('SIGTERM')
    assert.equal((await program.ended).code, 0)
    assert.deepEqual(everythingIn(home.temporary), [])
  }),
)
