import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  CreateUserPoolCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { powerOfG } from '../../src/compute/power.ts'
import { createRoot } from '../../src/flows/credentials.ts'
import type { Queries } from '../../src/store/index.ts'
import { addresses, CODES_TOO, makeChoicePool } from '../choice.ts'
import { makeClient, makePool, makeUser, PASSWORD } from '../fixture.ts'
import { startTestServer, type TestServer, useServer } from '../harness.ts'
import { rawAnswer } from '../operations/raw-answer.ts'
import { srpClient } from '../srp.ts'

const server = useServer()
const HIDING = { PreventUserExistenceErrors: 'ENABLED' as const }
const SRP_A = powerOfG(Buffer.from('0123456789abcdef'.repeat(8), 'hex')).toString('hex')
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-([89ab])[0-9a-f]{3}-[0-9a-f]{12}$/

/** Counts what an operation costs: powers, and transactions that count a try or make a code. */
const workOf = async (work: () => Promise<unknown>) => {
  const { compute, store } = server.ctx
  const counted = { powers: 0, transactions: 0 }
  const { powerOfG: power } = compute
  const { transaction } = store
  compute.powerOfG = (x) => {
    counted.powers++
    return power(x)
  }
  // The queue of messages has transactions of its own meanwhile.
  const isCounted = new Set<string | symbol>(['attempts', 'codes'])
  store.transaction = async (run) => {
    let counts = false
    const watched = (tx: Queries) =>
      new Proxy(tx, {
        get: (target, name) => {
          counts ||= isCounted.has(name)
          return target[name as keyof Queries]
        },
      })
    const result = await transaction((tx) => run(watched(tx)))
    if (counts) counted.transactions++
    return result
  }
  try {
    await work()
  } finally {
    Object.assign(compute, { powerOfG: power })
    Object.assign(store, { transaction })
  }
  return counted
}

const begin = async (ClientId: string, USERNAME: string) => {
  const { ChallengeParameters } = await server
    .client()
    .send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A } }))
  return ChallengeParameters as Record<string, string>
}

test('V02: every public operation does the same work for a name that somebody has and one that nobody has', async (t) => {
  const sdk = server.client()
  const { poolId, clientId: ClientId } = await makePool(
    sdk,
    { AutoVerifiedAttributes: ['email'] },
    { ...HIDING, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'] },
  )
  await makeUser(sdk, poolId, 'known', { email: 'known-work@example.com', email_verified: 'true' })
  await makeUser(sdk, poolId, 'disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await sdk.send(
    new SignUpCommand({
      ClientId,
      Username: 'fresh',
      Password: PASSWORD,
      UserAttributes: [{ Name: 'email', Value: 'fresh-work@example.com' }],
    }),
  )
  const signIn = (AuthFlow: string) => (USERNAME: string) => ({
    ClientId,
    AuthFlow,
    AuthParameters: { USERNAME, PASSWORD: 'wrong', SRP_A },
  })
  const named = (more: object) => (Username: string) => ({ ClientId, Username, ...more })
  const rows: [string, string, (name: string) => object][] = [
    ['InitiateAuth', 'USER_PASSWORD_AUTH', signIn('USER_PASSWORD_AUTH')],
    ['InitiateAuth', 'USER_SRP_AUTH', signIn('USER_SRP_AUTH')],
    ['ConfirmForgotPassword', 'without a code', named({ ConfirmationCode: 'x', Password: PASSWORD })],
    ['ForgotPassword', '', named({})],
    ['ConfirmForgotPassword', '', named({ ConfirmationCode: 'x', Password: PASSWORD })],
    ['ResendConfirmationCode', '', named({})],
    ['ConfirmSignUp', '', named({ ConfirmationCode: 'x' })],
  ]
  for (const [operation, flow, input] of rows) {
    await t.test(`${operation} ${flow}`, async () => {
      const nobody = await workOf(() => rawAnswer(server, operation, input('nobody')))
      for (const name of ['known', 'disabled', 'fresh']) {
        assert.deepEqual(await workOf(() => rawAnswer(server, operation, input(name))), nobody, name)
      }
    })
  }
})

const verified = { email_verified: 'true', phone_number_verified: 'true' }
const recovering = (...names: ('verified_email' | 'verified_phone_number')[]) => ({
  RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
})
const reachable: Record<string, Parameters<typeof makeChoicePool>[2]> = {
  'by e-mail': { AutoVerifiedAttributes: ['email'], AccountRecoverySetting: recovering('verified_email') },
  'by both': {
    AutoVerifiedAttributes: ['email', 'phone_number'],
    AccountRecoverySetting: recovering('verified_phone_number', 'verified_email'),
  },
}
for (const [way, settings] of Object.entries(reachable))
  test(`V01: no two answers about one name tell by their addresses that one was made up: ${way}`, async () => {
    const pool = await makeChoicePool(server, CODES_TOO, settings, HIDING)
    const { sdk, poolId, clientId: ClientId } = pool
    const makers: Record<string, (Username: string) => Promise<unknown>> = {
      nobody: async () => {},
      confirmed: (name) => makeUser(sdk, poolId, name, { ...addresses(), ...verified }),
      disabled: async (Username) => {
        await makeUser(sdk, poolId, Username, { ...addresses(), ...verified })
        await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username }))
      },
      unconfirmed: (Username) => {
        const UserAttributes = Object.entries(addresses()).map(([Name, Value]) => ({ Name, Value }))
        return sdk.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }))
      },
    }
    for (const [state, make] of Object.entries(makers)) {
      for (let round = 0; round < 5; round++) {
        const Username = `${state}-${round}`
        await make(Username)
        const shown = new Map<string, Set<string>>()
        const show = (medium = '', destination = '') =>
          shown.set(medium, (shown.get(medium) ?? new Set()).add(destination))
        for (const Command of [ForgotPasswordCommand, ResendConfirmationCodeCommand]) {
          const { CodeDeliveryDetails: to } = await sdk.send(
            new Command({ ClientId, Username }) as ForgotPasswordCommand,
          )
          show(to?.DeliveryMedium, to?.Destination)
        }
        for (const PREFERRED_CHALLENGE of ['EMAIL_OTP', 'SMS_OTP']) {
          const AuthParameters = { USERNAME: Username, PREFERRED_CHALLENGE }
          const begun = await sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }))
          const { CODE_DELIVERY_DELIVERY_MEDIUM: medium, CODE_DELIVERY_DESTINATION: to } =
            begun.ChallengeParameters ?? {}
          show(medium, to)
        }
        const media = [...shown].map(([medium, all]) => `${medium} ${all.size}`).sort()
        assert.deepEqual(media, ['EMAIL 1', 'SMS 1'], `${Username}: ${[...shown].map(([, all]) => [...all])}`)
      }
    }
  })

test('V02: a sign-in by choice does the same work as well', async (t) => {
  const pool = await makeChoicePool(server, CODES_TOO, {}, HIDING)
  const { sdk, poolId, clientId: ClientId } = pool
  for (const name of ['known', 'disabled']) await makeUser(sdk, poolId, name, addresses())
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  const UserAttributes = Object.entries(addresses()).map(([Name, Value]) => ({ Name, Value }))
  await sdk.send(new SignUpCommand({ ClientId, Username: 'fresh', Password: PASSWORD, UserAttributes }))
  const srp = srpClient(poolId)
  const rows: [string, begun: Record<string, string>, answered: Record<string, string>][] = [
    ['SELECT_CHALLENGE', {}, { ANSWER: 'PASSWORD', PASSWORD: 'wrong' }],
    ['SELECT_CHALLENGE', {}, { ANSWER: 'EMAIL_OTP' }],
    ['PASSWORD', { PREFERRED_CHALLENGE: 'PASSWORD' }, { PASSWORD: 'wrong' }],
    ['PASSWORD', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'wrong' }, {}],
    ['PASSWORD_SRP', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' }, { SRP_A }],
    ['PASSWORD_VERIFIER', { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A }, {}],
    ['EMAIL_OTP', { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, { EMAIL_OTP_CODE: 'x' }],
    ['SMS_OTP', { PREFERRED_CHALLENGE: 'SMS_OTP' }, { SMS_OTP_CODE: 'x' }],
  ]
  /** What both halves of a sign-in cost. */
  const workFor = async (name: string, [ChallengeName, begun, answered]: (typeof rows)[number]) => {
    const AuthParameters = { USERNAME: name, ...begun }
    let body = '{}'
    const first = await workOf(async () => {
      body = (await rawAnswer(server, 'InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters })).body
    })
    const { Session, ChallengeParameters } = JSON.parse(body)
    if (!Session) return [first]
    const claimed = ChallengeName === 'PASSWORD_VERIFIER' ? srp.claim(ChallengeParameters, 'wrong') : answered
    const ChallengeResponses = { USERNAME: name, ...claimed }
    const second = { ClientId, ChallengeName, Session, ChallengeResponses }
    return [first, await workOf(() => rawAnswer(server, 'RespondToAuthChallenge', second))]
  }
  for (const row of rows) {
    await t.test(`${row[0]} with ${Object.keys({ ...row[1], ...row[2] })}`, async () => {
      const nobody = await workFor('nobody', row)
      for (const name of ['known', 'disabled', 'fresh']) assert.deepEqual(await workFor(name, row), nobody, name)
    })
  }
})

describe('V03: a sign-in by SRP does not tell who exists', () => {
  const flows = { ...HIDING, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH' as const] }
  const names = (kind: string) => Array.from({ length: 24 }, (_, index) => `${kind}${index}@example.com`)

  test('by the form of the salt, the name or the block', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, { UsernameAttributes: ['email'] }, flows)
    const seen = async (all: string[], make: boolean) => {
      const found = { digits: new Set<number>(), variants: new Set<string>(), blocks: new Set<number>() }
      for (const name of all) {
        if (make) await makeUser(sdk, poolId, name)
        const { SALT = '', USER_ID_FOR_SRP = '', SECRET_BLOCK = '' } = await begin(clientId, name)
        assert.equal(SALT.length, 32)
        found.digits.add(Number.parseInt(SALT.charAt(0), 16) % 2)
        found.variants.add(UUID.exec(USER_ID_FOR_SRP)?.[1] ?? 'no UUID')
        found.blocks.add(SECRET_BLOCK.length)
      }
      return found
    }
    const known = await seen(names('known'), true)
    const unknown = await seen(names('nobody'), false)
    // Of 24 draws all are alike with a chance of one in eight million.
    for (const found of [known, unknown]) {
      assert.deepEqual([...found.digits].sort(), [0, 1])
      assert.ok(found.variants.size > 1 && !found.variants.has('no UUID'), [...found.variants].join())
    }
    assert.deepEqual(unknown.blocks, known.blocks)
  })

  test('by spelling: a name in other case or form has the same salt', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, { UsernameConfiguration: { CaseSensitive: false } }, flows)
    await makeUser(sdk, poolId, 'ren\u00e9e')
    for (const spelled of [
      ['ren\u00e9e', 'REN\u00c9E', 'rene\u0301e'],
      ['zo\u00e9', 'ZO\u00c9', 'zoe\u0301'],
    ]) {
      const answers = await Promise.all(spelled.map((name) => begin(clientId, name)))
      assert.equal(new Set(answers.map(({ SALT }) => SALT)).size, 1, spelled[0])
      assert.equal(new Set(answers.map(({ USER_ID_FOR_SRP }) => USER_ID_FOR_SRP)).size, 1, spelled[0])
    }
  })

  test('by lockout, even of a user without a password', async () => {
    const sdk = server.client()
    const { poolId, clientId: ClientId } = await makePool(
      sdk,
      {
        UserPoolTier: 'ESSENTIALS',
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      flows,
    )
    await sdk.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'bare',
        UserAttributes: [{ Name: 'email', Value: 'bare-srp@example.com' }],
        MessageAction: 'SUPPRESS',
      }),
    )
    await makeUser(sdk, poolId, 'known', { email: 'known-srp@example.com' })
    const tale = (name: string) =>
      server.freeze(async () => {
        const heard: string[] = []
        for (let failure = 0; failure < 7; failure++) {
          const first = await rawAnswer(server, 'InitiateAuth', {
            ClientId,
            AuthFlow: 'USER_SRP_AUTH',
            AuthParameters: { USERNAME: name, SRP_A },
          })
          const { ChallengeParameters, message } = JSON.parse(first.body)
          heard.push(message ?? 'challenged')
          if (!ChallengeParameters) continue
          const second = await rawAnswer(server, 'RespondToAuthChallenge', {
            ClientId,
            ChallengeName: 'PASSWORD_VERIFIER',
            ChallengeResponses: {
              USERNAME: name,
              PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters.SECRET_BLOCK,
              PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
              TIMESTAMP: 'Tue Jan 6 03:04:05 UTC 2026',
            },
          })
          heard.push(JSON.parse(second.body).message)
        }
        return heard
      })
    const nobody = await tale('nobody')
    assert.equal(nobody.at(-1), 'Password attempts exceeded')
    for (const name of ['known', 'bare']) assert.deepEqual(await tale(name), nobody, name)
  })
})

describe('V01: where only e-mail can be sent', () => {
  let mailing: TestServer
  before(async () => {
    mailing = await startTestServer(
      { CENOTE_SMTP_URL: 'smtp://127.0.0.1:9', CENOTE_EMAIL_FROM: 'a@example.com' },
      'serve',
    )
  })
  after(() => mailing.stop())

  test('everybody gets the same kind of answer, with or without a phone', async () => {
    const root = await createRoot(mailing.ctx, mailing.ctx.store.transaction)
    const sdk = mailing.client('us-east-1', root as { accessKeyId: string; secretAccessKey: string })
    const { UserPool } = await sdk.send(
      new CreateUserPoolCommand({
        PoolName: 'phones first',
        AutoVerifiedAttributes: ['email', 'phone_number'],
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Name: 'verified_phone_number', Priority: 1 },
            { Name: 'verified_email', Priority: 2 },
          ],
        },
      }),
    )
    const poolId = UserPool?.Id ?? ''
    const { clientId: ClientId } = await makeClient(sdk, poolId, HIDING)
    const { clientId: telling } = await makeClient(sdk, poolId)
    await makeUser(sdk, poolId, 'mail', { email: 'mail@example.com', email_verified: 'true' })
    await makeUser(sdk, poolId, 'phone', { phone_number: '+15551234567', phone_number_verified: 'true' })
    for (const operation of ['ForgotPassword', 'ResendConfirmationCode']) {
      for (const Username of ['mail', 'phone', 'nobody', '+15557654321']) {
        const { status, body } = await rawAnswer(mailing, operation, { ClientId, Username })
        assert.equal(status, 200, `${operation} ${Username}: ${body}`)
        assert.equal(JSON.parse(body).CodeDeliveryDetails.DeliveryMedium, 'EMAIL')
      }
    }
    const { body } = await rawAnswer(mailing, 'ForgotPassword', { ClientId: telling, Username: 'phone' })
    assert.equal(JSON.parse(body).__type, 'CodeDeliveryFailureException')
  })
})

/** What looks like a secret and is none: a hash of a request, the name of a column, the type of a value. */
const PUBLIC = /payloadHash|ownColumns\.password|typeof (?:signature|payload) [!=]== 'string'/

test('V68: no secret is compared by ===', async () => {
  const { globSync, readFileSync } = await import('node:fs')
  const secret = String.raw`[\w.?]*(?:[sS]ecret|[hH]ash|[mM]ac|[sS]ignature|[cC]odeHash|[pP]assword|[sS]ession[tT]oken)`
  const comparison = new RegExp(String.raw`(?:\b${secret} [!=]==? (?!undefined|null|'')|[!=]==? ${secret}\b)`)
  const found = globSync('src/**/*.ts').flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        comparison.test(line) && !PUBLIC.test(line) && !/^\s*(\*|\/\/)/.test(line)
          ? [`${file}:${index + 1} ${line.trim()}`]
          : [],
      ),
  )
  assert.deepEqual(found, [])
})
