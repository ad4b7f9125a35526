import type { Context } from '../context.ts'
import type { Client } from '../domain/client.ts'
import { checkSecretHash, matchesAny } from '../domain/secret-hash.ts'
import { openSecrets } from './client-secrets.ts'

/** What a request says of its client: the name as it was sent, and the proof that goes with it. */
export type ClientProof = { readonly username: string; readonly secretHash: string | undefined }

/**
 * Insists that a request comes from the client: one that has secrets must prove one of them by a
 * hash with the name as it was sent, one that has none must not try. Raises NotAuthorizedException.
 * It looks at no user, so that who has no secret learns nothing of them.
 */
export const proveClient = async (
  ctx: Context,
  client: Client,
  { username, secretHash }: ClientProof,
): Promise<void> => {
  const secrets = await openSecrets(ctx, client)
  checkSecretHash({ clientId: client.id, secrets: secrets.map(({ value }) => value), username, given: secretHash })
}

/**
 * Whether a request that carries the secret itself comes from the client: one that has secrets must
 * send one of them, one that has none must send none.
 */
export const isClientSecret = async (ctx: Context, client: Client, given: string | undefined): Promise<boolean> => {
  const secrets = await openSecrets(ctx, client)
  if (secrets.length === 0) return given === undefined
  return (
    given !== undefined &&
    matchesAny(
      secrets.map(({ value }) => value),
      given,
    )
  )
}
