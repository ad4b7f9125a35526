import type { Context } from '../context.ts'
import type { Client, ClientSecret } from '../domain/client.ts'
import type { SealedSecret } from '../store/clients.ts'

type ClientName = Pick<Client, 'poolId' | 'id'>

const sealContext = ({ poolId, id }: ClientName, secretId: string) => `client-secret|${poolId}|${id}/${secretId}`

/** A secret as it is stored: sealed for its client alone. */
export const sealSecret = (ctx: Pick<Context, 'sealer'>, client: ClientName, secret: ClientSecret): SealedSecret => ({
  id: secret.id,
  sealed: ctx.sealer.seal(sealContext(client, secret.id), secret.value),
  createdAt: secret.createdAt,
})

/** The client's active secrets, oldest first; none for a public client. */
export const openSecrets = async (ctx: Pick<Context, 'sealer' | 'store'>, client: Client): Promise<ClientSecret[]> =>
  (await ctx.store.clients.secretsOf(client)).map(({ id, sealed, createdAt }) => {
    const value = ctx.sealer.open(sealContext(client, id), sealed)
    if (value === undefined) throw new Error(`The secret ${id} of client ${client.id} does not open`)
    return { id, value, createdAt }
  })

/** Whether the client is confidential: it has to prove who it is. Opens no secret. */
export const hasSecrets = async (ctx: Pick<Context, 'store'>, client: Client): Promise<boolean> =>
  (await ctx.store.clients.secretsOf(client)).length > 0
