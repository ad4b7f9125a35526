import { createHmac } from 'node:crypto'
import { fault } from './errors.ts'
import { equalSecrets } from './sealing.ts'

/**
 * Whether `given` is one of `candidates`. The time tells neither how much of it is right, since
 * digests are compared, nor which candidate it is, since all of them are.
 */
export const matchesAny = (candidates: readonly string[], given: string): boolean => {
  let found = false
  for (const candidate of candidates) found = equalSecrets(candidate, given) || found
  return found
}

/**
 * The proof that whoever sends `username` holds the client's secret: HMAC-SHA-256 in base64.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export const secretHash = (secret: string, username: string, clientId: string): string =>
  createHmac('sha256', secret)
    .update(username + clientId, 'utf8')
    .digest('base64')

const texts = {
  missing: (clientId: string) => `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  /** For a client without a secret, where a hash is one too many, it is unverified. */
  wrong: (clientId: string) => `Unable to verify secret hash for client ${clientId}`,
}

/** What a request says of its client, and what is known of it. */
export type SecretHashCheck = {
  readonly clientId: string
  /** The client's active secrets; none for a public client. */
  readonly secrets: readonly string[]
  /** The username as the request has it, whether it is the stored one or an alias. */
  readonly username: string
  /** The SecretHash or SECRET_HASH of the request. */
  readonly given: string | undefined
}

/**
 * Raises NotAuthorizedException unless the request proves one of the client's secrets, or the client
 * has none and the request claims none.
 */
export const checkSecretHash = ({ clientId, secrets, username, given }: SecretHashCheck): void => {
  if (given === undefined) {
    if (secrets.length > 0) throw fault('NotAuthorizedException', texts.missing(clientId))
    return
  }
  const hashes = secrets.map((secret) => secretHash(secret, username, clientId))
  if (!matchesAny(hashes, given)) throw fault('NotAuthorizedException', texts.wrong(clientId))
}
