import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

/** A private key in PKCS8 PEM and the public members of its JWK. */
export type RsaKeyPair = { privateKey: string; publicJwk: { kty: string; n: string; e: string } }

const generate = promisify(generateKeyPair)

/** Makes a key pair, in up to half a second of one core. */
export const makeKeyPair = async (): Promise<RsaKeyPair> => {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
  const { kty, n, e } = publicKey.export({ format: 'jwk' })
  if (!kty || !n || !e) throw new Error('An RSA key without its members')
  return { privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, publicJwk: { kty, n, e } }
}

/** Where key pairs come from. */
export type KeySource = { take(): Promise<RsaKeyPair>; close(): void }

/**
 * Keeps `size` key pairs ready: a pair takes up to half a second of one core to make, and a new
 * pool should not wait for two. Pairs are made one at a time, only after the first one was asked for.
 */
export const keyStock = (size: number): KeySource => {
  const spare: Promise<RsaKeyPair>[] = []
  let making: Promise<unknown> = Promise.resolve()
  let open = true
  const refill = () => {
    while (open && spare.length < size) {
      const pair = making.then(() => {
        if (!open) throw new Error('The key stock is closed')
        return makeKeyPair()
      })
      making = pair.catch(() => {})
      spare.push(pair)
    }
  }
  return {
    async take(): Promise<RsaKeyPair> {
      const ready = spare.shift()
      const pair = ready ?? makeKeyPair()
      setImmediate(refill)
      return pair
    },
    close() {
      open = false
    },
  }
}
