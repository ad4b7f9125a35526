// Decrypts the codes of messages. It needs `npm install @aws-crypto/client-node`.
import {
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node'

const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT)

/** With CENOTE_KMS the pool's key (KEY_ARN), as at Amazon Cognito; with CENOTE_SENDER_KEY the same digits (SENDER_KEY). */
const makeKeyring = ({ KEY_ARN, SENDER_KEY }) =>
  KEY_ARN
    ? new KmsKeyringNode({ keyIds: [KEY_ARN] })
    : new RawAesKeyringNode({
        keyNamespace: 'cenote',
        keyName: 'sender',
        unencryptedMasterKey: Uint8Array.from(Buffer.from(SENDER_KEY, 'hex')),
        wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
      })

/** The code, or the temporary password, of an event. */
export const codeOf = async (event) => {
  const { plaintext, messageHeader } = await decrypt(makeKeyring(process.env), event.request.code, {
    encoding: 'base64',
  })
  // A code of one pool is none of another's.
  if (messageHeader.encryptionContext['userpool-id'] !== event.userPoolId) throw new Error('a code of another pool')
  return plaintext.toString('utf8')
}
