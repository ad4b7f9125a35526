// A function that sends e-mails, as the documentation of Amazon Cognito has it: it decrypts the code with the key of the
// pool, and prints what it would send. With RAW_KEY in place of KEY_ARN, the key is one that it shares with the server.
const {
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} = require('@aws-crypto/client-node')

const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT)
const { KEY_ARN, RAW_KEY } = process.env

const keyring = KEY_ARN
  ? new KmsKeyringNode({ generatorKeyId: KEY_ARN, keyIds: [KEY_ARN] })
  : new RawAesKeyringNode({
      keyNamespace: 'cenote',
      keyName: 'sender',
      unencryptedMasterKey: Uint8Array.from(Buffer.from(RAW_KEY, 'hex')),
      wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    })

exports.handler = async (event) => {
  const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(event.request.code, 'base64'))
  if (event.userPoolId !== messageHeader.encryptionContext['userpool-id'])
    throw new Error('Encryption context mismatch')
  // biome-ignore lint/suspicious/noConsole: it is what is tested
  console.log(`${event.triggerSource} ${plaintext.toString('utf8')}`)
  return plaintext.toString('utf8')
}
