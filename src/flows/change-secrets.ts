import type { Context } from '../context.ts'
import type { Client, ClientSecret } from '../domain/client.ts'
import { fault, Orphaned } from '../domain/errors.ts'
import { unverifiedTexts } from '../domain/unverified-texts.ts'
import type { Queries } from '../store/index.ts'
import { sealSecret } from './client-secrets.ts'
import { untilUndisturbed } from './save-settings.ts'

/** How many secrets a client may have at a time: one in use, one to change over to. */
const MAXIMUM_SECRETS = 2

/** The id of a secret says when it was made. */
export const secretId = (clientId: string, createdAt: number) => `${clientId}--${createdAt}`

/**
 * Runs `change` on the client's secrets, with nobody else changing them meanwhile: two requests that
 * each find one secret could otherwise both add a second one, or both delete the other's.
 */
const changeSecrets = <T extends {}>(
  ctx: Context,
  { id, poolId }: Pick<Client, 'id' | 'poolId'>,
  change: (tx: Queries, ids: readonly string[]) => Promise<T>,
): Promise<T> =>
  untilUndisturbed(() =>
    ctx.store.transaction(async (tx) => {
      const client = await tx.clients.find(poolId, id)
      if (!client) throw new Orphaned()
      // Takes the client's row.
      if (!(await tx.clients.replace(client, { ...client, updatedAt: ctx.now() }))) return undefined
      const secrets = await tx.clients.secrets(poolId, id)
      return change(
        tx,
        secrets.map((secret) => secret.id),
      )
    }),
  )

/**
 * Adds a second secret. Raises InvalidParameterException for a client that was made without any, and
 * LimitExceededException where there are two.
 */
export const addSecret = (ctx: Context, client: Client, value: string): Promise<ClientSecret> =>
  changeSecrets(ctx, client, async (tx, ids) => {
    if (ids.length === 0) throw fault('InvalidParameterException', unverifiedTexts.secretNone)
    if (ids.length >= MAXIMUM_SECRETS) throw fault('LimitExceededException', unverifiedTexts.secretCount)
    let createdAt = ctx.now()
    while (ids.includes(secretId(client.id, createdAt))) createdAt++
    const secret = { id: secretId(client.id, createdAt), value, createdAt }
    await tx.clients.insertSecret(client.poolId, client.id, sealSecret(ctx, client, secret))
    return secret
  })

/** Deletes a secret. Raises ResourceNotFoundException for an unknown one and InvalidParameterException for the last. */
export const removeSecret = (ctx: Context, client: Client, id: string): Promise<true> =>
  changeSecrets<true>(ctx, client, async (tx, ids) => {
    if (!ids.includes(id)) throw fault('ResourceNotFoundException', unverifiedTexts.secretUnknown)
    if (ids.length === 1) throw fault('InvalidParameterException', unverifiedTexts.secretLast)
    await tx.clients.removeSecret(client.poolId, client.id, id)
    return true
  })
