import type * as EncryptionSdk from '@aws-crypto/client-node'
import { DeliveryFailure } from '../domain/delivery-failure.ts'
import { RequestFailure } from '../domain/request-failure.ts'
import { type AwsPlace, awsClientConfig, inTime, keepClients, requirePackage } from './aws.ts'
import { type Http, openHttp } from './http.ts'

type Sdk = typeof EncryptionSdk

const PACKAGE = '@aws-crypto/client-node'
const TIME_LIMIT_MS = 5000
/** Of an answer of KMS, which is less than a thousand. */
const MAX_BYTES = 64 * 1024

/** The ARN of a key, with its Region, of which a host name is made. */
const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z]{2,}(?:-[a-z0-9]+)+):\d{12}:(?:key|alias)\/[\w/-]{1,256}$/

/** Errors of KMS that stay until somebody changes the key, its policy or the pool. Others may pass. */
const refusals: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'NotFoundException',
  'DisabledException',
  'KMSInvalidStateException',
  'InvalidKeyUsageException',
  'InvalidArnException',
])

/** What encrypts codes: keys of KMS, or one key of 64 hexadecimal digits. */
export type SenderKey = { readonly kms: AwsPlace } | { readonly hex: string }

/** Encrypts the codes that functions deliver in place of this program. */
export type CodeEncryption = {
  /**
   * Answers a message of the AWS Encryption SDK, in base64, that holds the code and is bound to the pool.
   * `keyArn` is the pool's own key, which counts with KMS only. Raises DeliveryFailure where KMS gives no
   * key: `refused` for a key that may not be used, `down` for what may pass.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
   */
  encrypt(code: string, of: { readonly poolId: string; readonly keyArn: string }): Promise<string>
  close(): void
}

/** How codes are encrypted, and the limit where a test has another. */
export type CodeEncryptionOptions = {
  readonly senderKey: SenderKey
  /** Whether the environment has credentials of AWS. */
  readonly awsCredentials: boolean
  readonly timeLimit?: number
}

/** Makes the keyring of a pool's key, of which data keys come. Raises DeliveryFailure. */
type Keyrings = (keyArn: string) => EncryptionSdk.KeyringNode

const rawKeyrings = ({ RawAesKeyringNode, RawAesWrappingSuiteIdentifier }: Sdk, hex: string): Keyrings => {
  const keyring = new RawAesKeyringNode({
    keyNamespace: 'cenote',
    keyName: 'sender',
    // A copy with memory of its own: that of a Buffer may be shared.
    unencryptedMasterKey: new Uint8Array(Buffer.from(hex, 'hex')),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  })
  return () => keyring
}

const kmsKeyrings = ({ KMS, KmsKeyringNode }: Sdk, place: AwsPlace, http: Http, hasCredentials: boolean): Keyrings => {
  const clientProvider = keepClients((region) => {
    const client: unknown = new KMS(awsClientConfig(http, { place, region, hasCredentials }))
    // Its type has no members that may be undefined, which those of the client's answers may be by theirs.
    return client as ReturnType<EncryptionSdk.KmsNodeClientSupplier>
  })
  return (keyArn) => {
    if (!KEY_ARN.test(keyArn)) throw new DeliveryFailure('refused', 'this is not the ARN of a key of KMS')
    return new KmsKeyringNode({ generatorKeyId: keyArn, clientProvider })
  }
}

/** Says what went wrong by its name alone, which holds neither code nor key. */
const toFailure = (error: unknown): DeliveryFailure => {
  if (error instanceof DeliveryFailure) return error
  const { name, message } = error as Error
  const reason = error instanceof RequestFailure ? message : name
  return new DeliveryFailure(refusals.has(name) ? 'refused' : 'down', `a code cannot be encrypted: ${reason}`)
}

/**
 * Opens the encryption of codes. Its package is loaded with the first code. Raises Error, which names the
 * setting, where the package is not installed.
 */
export const openCodeEncryption = ({
  senderKey,
  awsCredentials,
  timeLimit = TIME_LIMIT_MS,
}: CodeEncryptionOptions): CodeEncryption => {
  requirePackage('kms' in senderKey ? 'CENOTE_KMS' : 'CENOTE_SENDER_KEY', PACKAGE)
  const http = openHttp({ timeLimit, maxBytes: MAX_BYTES })
  const load = async () => {
    const sdk = await import('@aws-crypto/client-node')
    // The service's suite commits to no key, which is why this has to be said. Who decrypts may insist on no other.
    const { encrypt } = sdk.buildClient(sdk.CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT)
    const suiteId = sdk.AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384
    const keyringOf =
      'hex' in senderKey ? rawKeyrings(sdk, senderKey.hex) : kmsKeyrings(sdk, senderKey.kms, http, awsCredentials)
    return async (code: string, poolId: string, keyArn: string) => {
      const { result } = await encrypt(keyringOf(keyArn), code, {
        suiteId,
        encryptionContext: { 'userpool-id': poolId },
      })
      return result.toString('base64')
    }
  }
  let loaded: ReturnType<typeof load> | undefined
  return {
    async encrypt(code, { poolId, keyArn }) {
      loaded ??= load()
      const encrypt = await loaded
      try {
        return await inTime(timeLimit, () => encrypt(code, poolId, keyArn))
      } catch (error) {
        throw toFailure(error)
      }
    },
    close: () => http.close(),
  }
}
