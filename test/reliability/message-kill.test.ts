import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  CognitoIdentityProviderClient,
  type CreateUserPoolCommandInput,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, PASSWORD } from '../fixture.ts'
import { type Request, SECRET, startService } from '../outbound/http-service.ts'
import { type Answer, startSmtp } from '../outbound/smtp.ts'
import { type Home, makeHome, type Program } from '../program.ts'
import { until } from '../until.ts'

/** How many sign-ups are acknowledged before the server is killed, and how many run at a time. */
const SIGN_UPS = 40
const WRITERS = 4
/** More than a claim of a message lasts. */
const MINUTE = 61_000
const MAILER = 'arn:aws:lambda:us-east-1:000000000000:function:mailer'
const KMSKeyID = 'arn:aws:kms:us-east-1:000000000000:key/b5a2f3c8-0000-4000-8000-000000000000'

/** Somebody who is offered messages: at first they hold the line, and later they take everything. */
type Receiver = {
  readonly settings: Record<string, string>
  readonly pool?: Partial<CreateUserPoolCommandInput>
  isAsked(): boolean
  open(): void
  /** Who got a message, in the order of the messages. */
  taken(): readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

const startHttp = async (recipientOf: (request: Request) => string) => {
  const taken: string[] = []
  let isOpen = false
  const service = await startService((response, request) => {
    if (!isOpen) return
    taken.push(recipientOf(request))
    response.end()
  })
  return {
    url: service.url,
    isAsked: () => service.requests.length > 0,
    open() {
      isOpen = true
    },
    taken: () => taken,
    [Symbol.asyncDispose]: service.stop,
  }
}

const receivers: Record<string, (home: Home) => Promise<Receiver>> = {
  async SMTP() {
    const answers: Answer[] = Array.from({ length: 1000 }, () => 'silence')
    const { port, received, offered, stop } = await startSmtp(answers)
    let isAsked = false
    offered(1).then(() => {
      isAsked = true
    })
    return {
      settings: { CENOTE_SMTP_URL: `smtp://127.0.0.1:${port}` },
      isAsked: () => isAsked,
      open: () => answers.splice(0),
      taken: () => received.flatMap(({ to }) => to),
      [Symbol.asyncDispose]: stop,
    }
  },
  async 'the e-mail webhook'() {
    const { url, ...service } = await startHttp(({ body }) => JSON.parse(body).to)
    return { ...service, settings: { CENOTE_EMAIL_WEBHOOK_URL: url, CENOTE_EMAIL_WEBHOOK_SECRET: SECRET } }
  },
  async 'a function that sends'({ folder }) {
    const { url, ...service } = await startHttp(({ body }) => JSON.parse(body).request.userAttributes.email)
    const CENOTE_FUNCTIONS = join(folder, 'functions.json')
    writeFileSync(CENOTE_FUNCTIONS, JSON.stringify({ mailer: { url } }))
    const CustomEmailSender = { LambdaArn: MAILER, LambdaVersion: 'V1_0' } as const
    return {
      ...service,
      settings: { CENOTE_FUNCTIONS, CENOTE_FUNCTIONS_SECRET: SECRET, CENOTE_SENDER_KEY: '0a'.repeat(32) },
      pool: { LambdaConfig: { CustomEmailSender, KMSKeyID } },
    }
  },
}

const addressOf = (username: string) => `${username}@example.com`

/** Signs users up until the server is gone, which `onAnswer` may see to; `ledger` has those whom it acknowledged. */
const write = async (
  sdk: CognitoIdentityProviderClient,
  { ClientId, prefix, ledger, onAnswer }: { ClientId: string; prefix: string; ledger: string[]; onAnswer(): void },
) => {
  for (let number = 0; ; number++) {
    const Username = `${prefix}n${number}`
    const UserAttributes = [{ Name: 'email', Value: addressOf(Username) }]
    try {
      await sdk.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }))
    } catch (error) {
      if ((error as { $response?: unknown }).$response !== undefined) throw error
      return // the connection broke
    }
    ledger.push(Username)
    onAnswer()
  }
}

const end = async ({ child, ended }: Program, signal: NodeJS.Signals) => {
  child.kill(signal)
  return await ended
}

for (const [name, openReceiver] of Object.entries(receivers)) {
  test(`R1: kill -9 between a change and its message: after a restart it leaves once, by ${name}`, async () => {
    const home = await makeHome({ CENOTE_ROOT_KEY: '0f'.repeat(32), CENOTE_LOG_LEVEL: 'silent' })
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'anything' }
    const sdk = new CognitoIdentityProviderClient({
      endpoint: home.url,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    })
    try {
      await using receiver = await openReceiver(home)
      const start = (minutes: number) =>
        home.start(['dev'], {
          ...receiver.settings,
          NODE_OPTIONS: `--import=${new URL('../later.ts', import.meta.url)}`,
          LATER_MS: String(minutes * MINUTE),
        })

      const first = await start(0)
      const { clientId: ClientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'], ...receiver.pool })
      const ledger: string[] = []
      const onAnswer = () => {
        if (ledger.length >= SIGN_UPS && receiver.isAsked()) first.child.kill('SIGKILL')
      }
      await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          write(sdk, { ClientId, prefix: `w${writer}`, ledger, onAnswer }),
        ),
      )
      assert.deepEqual(await first.ended, { code: null, signal: 'SIGKILL' })
      assert.deepEqual(receiver.taken(), [])

      receiver.open()
      const second = await start(1)
      const isTaken = () => ledger.every((username) => receiver.taken().includes(addressOf(username)))
      await until(isTaken)
      assert.deepEqual(await end(second, 'SIGTERM'), { code: 0, signal: null })

      // What was left would leave now, and before a message of today.
      const third = await start(2)
      const [Username = ''] = ledger
      const before = receiver.taken().length
      await sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username }))
      await until(() => receiver.taken().length > before)
      assert.deepEqual(await end(third, 'SIGTERM'), { code: 0, signal: null })
      const earlier = receiver.taken().slice(0, -1)
      assert.deepEqual(receiver.taken().slice(-1), [addressOf(Username)])
      assert.equal(new Set(earlier).size, earlier.length, 'nobody got a message twice')
      // A change that nobody was told of may have been committed; one more for each who was at it.
      assert.ok(earlier.length <= ledger.length + WRITERS)
    } finally {
      sdk.destroy()
      await home.remove()
    }
  })
}
