import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call of the server. */
export type KmsCall = {
  readonly operation: string
  readonly keyId: string
  readonly encryptionContext: Record<string, string>
  /** The header that signs the request. */
  readonly authorization: string
}

/** A little AWS KMS on loopback. */
export type TestKms = {
  readonly url: string
  /** Oldest first. */
  readonly calls: readonly KmsCall[]
  close(): void
}

/** The keys, by ARN: `enabled`, or the name of the error that each use of the key has. */
export type KmsKeys = Readonly<Record<string, string>>

class KmsError extends Error {
  constructor(name: string, message = 'of the test') {
    super(message)
    this.name = name
  }
}

type Input = {
  KeyId?: string
  NumberOfBytes?: number
  CiphertextBlob?: string
  EncryptionContext?: Record<string, string>
}

/** What binds a wrapped key to its context: the pairs in the order of their names. */
const bound = (context: Record<string, string>) => Buffer.from(JSON.stringify(Object.entries(context).sort()))

const wrap = (secret: Buffer, keyId: string, context: Record<string, string>, plaintext: Buffer) => {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(bound(context))
  const wrapped = Buffer.concat([cipher.update(plaintext), cipher.final()])
  const name = Buffer.from(keyId)
  return Buffer.concat([Buffer.from([name.length]), name, iv, cipher.getAuthTag(), wrapped])
}

const unwrap = (secret: Buffer, context: Record<string, string>, blob: Buffer) => {
  const start = 1 + blob.readUInt8(0)
  const [iv, tag] = [blob.subarray(start, start + 12), blob.subarray(start + 12, start + 28)]
  const decipher = createDecipheriv('aes-256-gcm', secret, iv).setAAD(bound(context)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(blob.subarray(start + 28)), decipher.final()])
  } catch {
    throw new KmsError('InvalidCiphertextException')
  }
}

const read = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Input
}

/**
 * Starts a server that speaks the JSON protocol of AWS KMS on loopback: GenerateDataKey and Decrypt, with
 * keys of AES-256-GCM that are bound to their encryption context.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 */
export const startKms = async (keys: KmsKeys): Promise<TestKms> => {
  const calls: KmsCall[] = []
  const secrets = new Map(Object.keys(keys).map((arn) => [arn, randomBytes(32)]))

  const use = (keyId: string): Buffer => {
    const secret = secrets.get(keyId)
    if (!secret) throw new KmsError('NotFoundException', `Key '${keyId}' does not exist`)
    if (keys[keyId] !== 'enabled') throw new KmsError(keys[keyId] ?? '')
    return secret
  }

  const operations: Record<string, (input: Input) => object> = {
    GenerateDataKey({ KeyId = '', NumberOfBytes = 32, EncryptionContext = {} }) {
      const secret = use(KeyId)
      const plaintext = randomBytes(NumberOfBytes)
      const blob = wrap(secret, KeyId, EncryptionContext, plaintext)
      return { KeyId, Plaintext: plaintext.toString('base64'), CiphertextBlob: blob.toString('base64') }
    },
    Decrypt({ KeyId, CiphertextBlob = '', EncryptionContext = {} }) {
      const blob = Buffer.from(CiphertextBlob, 'base64')
      const wrappedBy = blob.subarray(1, 1 + blob.readUInt8(0)).toString('utf8')
      if (KeyId !== undefined && KeyId !== wrappedBy) throw new KmsError('IncorrectKeyException')
      const plaintext = unwrap(use(wrappedBy), EncryptionContext, blob)
      return { KeyId: wrappedBy, Plaintext: plaintext.toString('base64') }
    },
  }

  const answer = async (request: IncomingMessage) => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '')
    const input = await read(request)
    const { KeyId: keyId = '', EncryptionContext: encryptionContext = {} } = input
    calls.push({ operation, keyId, encryptionContext, authorization: String(request.headers.authorization) })
    const run = operations[operation]
    if (!run) throw new KmsError('UnknownOperationException', operation)
    return run(input)
  }

  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    answer(request).then(
      (output) => response.end(JSON.stringify(output)),
      (error: Error) => response.writeHead(400).end(JSON.stringify({ __type: error.name, message: error.message })),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
