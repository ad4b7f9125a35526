import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { DeliveryFailure } from '../../src/domain/delivery-failure.ts'
import { type CodeEncryption, openCodeEncryption, type SenderKey } from '../../src/outbound/code-encryption.ts'
import { type Functions, openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn } from '../functions.ts'
import { startKms, type TestKms } from '../kms.ts'
import { type LambdaRuntime, startLambdaRuntime } from '../lambda-runtime.ts'
import { failure as functionFailure } from './function-failure.ts'
import { sendWithoutEnd, startLoopback } from './loopback.ts'

const HEX = '0f'.repeat(32)
const POOL = 'eu-central-1_TestPool1'
const CODE = '908172'
const keyArn = (name: string) => `arn:aws:kms:eu-central-1:123456789012:key/${name}`
const file = join(import.meta.dirname, '../functions/custom-sender.cjs')

const open = (senderKey: SenderKey, timeLimit = 5000) => {
  const codes = openCodeEncryption({ senderKey, awsCredentials: false, timeLimit })
  after(() => codes.close())
  return codes
}

const failure = (kind: string, reason: string) => (error: unknown) => {
  const { name, kind: given, message } = error as DeliveryFailure
  assert.deepEqual([name, given, message], ['DeliveryFailure', kind, reason])
  return true
}

const states = {
  [keyArn('good')]: 'enabled',
  [keyArn('disabled')]: 'DisabledException',
  [keyArn('deleted')]: 'KMSInvalidStateException',
  [keyArn('denied')]: 'AccessDeniedException',
  [keyArn('of-another-use')]: 'InvalidKeyUsageException',
  [keyArn('busy')]: 'ThrottlingException',
  [keyArn('unavailable')]: 'KeyUnavailableException',
  [keyArn('slow')]: 'DependencyTimeoutException',
  [keyArn('internal')]: 'KMSInternalException',
  [keyArn('expired')]: 'ExpiredTokenException',
}

/** Loading the SDK takes its time on a busy machine. */
const timeout = 60_000

let kms: TestKms
let runtime: LambdaRuntime
let functions: Functions
before(async () => {
  kms = await startKms(states)
  const credentials = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }
  runtime = await startLambdaRuntime({
    kms: { file, timeout, environment: { KEY_ARN: keyArn('good'), AWS_ENDPOINT_URL_KMS: kms.url, ...credentials } },
    raw: { file, timeout, environment: { RAW_KEY: HEX } },
    stranger: { file, timeout, environment: { RAW_KEY: 'f0'.repeat(32) } },
  })
  const options = { mode: 'serve', functionsFile: undefined, lambda: runtime.url, timeLimit: timeout } as const
  functions = openFunctions(options, { debug() {}, warn() {} })
})
after(async () => {
  await functions.close()
  await runtime.close()
  kms.close()
})

/** What an unchanged function makes of a code. */
const receive = (name: string, code: string, userPoolId = POOL) =>
  functions.invoke(lambdaArn(name), {
    userPoolId,
    triggerSource: 'CustomEmailSender_SignUp',
    request: { type: 'customEmailSenderRequestV1', code },
  })

/** The fields at the beginning of a message (AWS Encryption SDK message format 1.0). */
const readHeader = (message: string) => {
  const bytes = Buffer.from(message, 'base64')
  let at = 20
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const text = () => take(take(2).readUInt16BE()).toString('utf8')
  at += 2 // how long the context is
  const context = Array.from({ length: take(2).readUInt16BE() }, () => [text(), text()])
  const keys = Array.from({ length: take(2).readUInt16BE() }, () => ({ provider: text(), info: text(), key: text() }))
  return {
    start: bytes.subarray(0, 4).toString('hex'),
    context: context.map(([name, value]) => (name === 'userpool-id' ? [name, value] : [name])),
    keys: keys.map(({ provider, info }) => [provider, info]),
    content: take(10).toString('hex'),
  }
}

const sources: [name: string, encryption: () => CodeEncryption, provider: [string, string]][] = [
  ['kms', () => open({ kms: kms.url }), ['aws-kms', keyArn('good')]],
  ['raw', () => open({ hex: HEX }), ['cenote', 'sender']],
]

for (const [name, openSource, [provider, info]] of sources) {
  describe(`a code that is encrypted for a function: ${name}`, () => {
    let codes: CodeEncryption
    before(() => {
      codes = openSource()
    })
    const encrypt = (code = CODE, poolId = POOL) => codes.encrypt(code, { poolId, keyArn: keyArn('good') })

    for (const code of [CODE, 'a &lt;b&gt; ü€😀', 'x'.repeat(5000), '']) {
      test(`is decrypted by an unchanged one: ${code.slice(0, 20)}`, async () => {
        assert.equal(await receive(name, await encrypt(code)), code)
      })
    }

    test('is sent to it as the service does', async () => {
      const event = { userPoolId: POOL, triggerSource: 'CustomEmailSender_SignUp', request: { code: await encrypt() } }
      await functions.notify(lambdaArn(name), event)
      await runtime.settled()
      assert.deepEqual(runtime.invocations.at(-1)?.outcome, { payload: JSON.stringify(CODE), isError: false })
    })

    test('is a message of the same form as the service’s', async () => {
      const header = readHeader(await encrypt())
      assert.equal(header.start, '01800378', 'version 1, type 80, algorithm 0378')
      assert.deepEqual(header.context, [['aws-crypto-public-key'], ['userpool-id', POOL]])
      // The name of a raw key has its IV behind it.
      const keys = header.keys.map(([given, more]) => [given, more?.slice(0, info.length)])
      assert.deepEqual(keys, [[provider, info]])
      assert.equal(header.content, '02000000000c00001000', 'frames of 4096 bytes, each with an IV of 12')
    })

    test('is another message each time, without the code in it', async () => {
      const [first, second] = [await encrypt(), await encrypt()]
      assert.notEqual(first, second)
      assert.ok(!Buffer.from(first, 'base64').includes(CODE))
    })

    test('is of no use to another pool', async () => {
      const mismatch = functionFailure('thrown', 'Encryption context mismatch')
      await assert.rejects(receive(name, await encrypt(CODE, 'eu-central-1_TestPool2')), mismatch)
    })

    test('does not become that of another pool', async () => {
      const forged = Buffer.from(await encrypt(CODE, 'eu-central-1_TestPool2'), 'base64')
      forged.write(POOL, forged.indexOf('eu-central-1_TestPool2'))
      await assert.rejects(receive(name, forged.toString('base64')), functionFailure('thrown', /./))
    })
  })
}

test('without the key of the server, a code stays what it is', async () => {
  const code = await open({ hex: HEX }).encrypt(CODE, { poolId: POOL, keyArn: keyArn('good') })
  await assert.rejects(receive('stranger', code), functionFailure('thrown', /unencryptedDataKey|decrypt/))
})

describe('KMS', () => {
  const encrypt = (arn: string, url = kms.url, timeLimit?: number) =>
    open({ kms: url }, timeLimit).encrypt(CODE, { poolId: POOL, keyArn: arn })

  test('is asked for the pool’s key, in its Region, with the pool in the context', async () => {
    await encrypt(keyArn('good'))
    const { operation, keyId, encryptionContext, authorization } = kms.calls.at(-1) ?? assert.fail()
    assert.deepEqual([operation, keyId], ['GenerateDataKey', keyArn('good')])
    assert.equal(encryptionContext['userpool-id'], POOL)
    assert.match(authorization, /Credential=test\/\d{8}\/eu-central-1\/kms\/aws4_request/)
  })

  const cases: [name: string, kind: string, reason: string][] = [
    ['disabled', 'refused', 'DisabledException'],
    ['deleted', 'refused', 'KMSInvalidStateException'],
    ['denied', 'refused', 'AccessDeniedException'],
    ['of-another-use', 'refused', 'InvalidKeyUsageException'],
    ['none', 'refused', 'NotFoundException'],
    ['busy', 'down', 'ThrottlingException'],
    ['unavailable', 'down', 'KeyUnavailableException'],
    ['slow', 'down', 'DependencyTimeoutException'],
    ['internal', 'down', 'KMSInternalException'],
    ['expired', 'down', 'ExpiredTokenException'],
  ]
  for (const [name, kind, reason] of cases) {
    test(`does not give a key that is ${name}: ${kind}`, async () => {
      const asked = kms.calls.length
      await assert.rejects(encrypt(keyArn(name)), failure(kind, `a code cannot be encrypted: ${reason}`))
      assert.equal(kms.calls.length, asked + 1, 'whoever calls decides whether to try again')
    })
  }

  for (const wrong of [
    'arn:aws:kms:x@evil.example/:123456789012:key/k',
    'arn:aws:kms:evil.example:123456789012:key/k',
    'arn:aws:s3:eu-central-1:123456789012:key/k',
    'alias/k',
    '',
  ]) {
    test(`is not asked for what is no key: ${wrong}`, async () => {
      const asked = kms.calls.length
      await assert.rejects(encrypt(wrong), failure('refused', 'this is not the ARN of a key of KMS'))
      assert.equal(kms.calls.length, asked)
    })
  }

  test('is not there, is silent, or says too much', async () => {
    const refused = encrypt(keyArn('good'), 'http://127.0.0.1:9')
    await assert.rejects(refused, failure('down', 'a code cannot be encrypted: ECONNREFUSED'))
    const silent = await startLoopback(() => {})
    const late = encrypt(keyArn('good'), silent.url, 200)
    await assert.rejects(late, failure('down', 'a code cannot be encrypted: no answer in time'))
    silent.close()
    const endless = await startLoopback((response) => void sendWithoutEnd(response))
    const long = encrypt(keyArn('good'), endless.url)
    await assert.rejects(long, failure('down', 'a code cannot be encrypted: an answer of more than 65536 bytes'))
    endless.close()
  })

  test('answers what is no key', async () => {
    for (const body of ['{}', '{"KeyId":"k","Plaintext":"AAAA","CiphertextBlob":"AAAA"}', '<html>']) {
      const odd = await startLoopback((response) => response.end(body))
      await assert.rejects(
        encrypt(keyArn('good'), odd.url),
        (error: DeliveryFailure) => error.kind === 'down' && !error.message.includes('AAAA'),
      )
      odd.close()
    }
  })
})

test('without the package, the start ends with a line that names it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-codes-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(import.meta.dirname, '../../src'), join(folder, 'src'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const elsewhere: unknown = await import(join(folder, 'src/outbound/code-encryption.ts'))
  const { openCodeEncryption: openElsewhere } = elsewhere as { openCodeEncryption: typeof openCodeEncryption } // a copy
  const cases: [string, SenderKey][] = [
    ['CENOTE_KMS', { kms: 'aws' }],
    ['CENOTE_SENDER_KEY', { hex: HEX }],
  ]
  for (const [setting, senderKey] of cases) {
    assert.throws(() => openElsewhere({ senderKey, awsCredentials: false }), {
      message: `${setting}: needs the package @aws-crypto/client-node, which is not installed: npm install @aws-crypto/client-node`,
    })
  }
})
