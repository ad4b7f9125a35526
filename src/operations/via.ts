import { isIP } from 'node:net'
import type { Client } from '../domain/client.ts'
import { readContextData } from '../domain/context-data.ts'
import type { ToldContext, Via } from '../domain/sign-in.ts'
import { hasSecrets } from '../flows/client-secrets.ts'
import type { Infer } from '../wire/schema.ts'
import type { ContextDataType, UserContextDataType } from '../wire/shapes/auth.ts'
import { originOf } from './auth/origin.ts'
import type { OperationContext } from './operation.ts'

/** What comes with a request beside what it asks for. */
type Beside = { readonly metadata?: Readonly<Record<string, string>> | undefined }

/** A client's word for the user's address counts if it keeps a secret, and is set up to be believed. */
const toldAddress = async (ctx: OperationContext, client: Client, address: string | undefined) => {
  if (!client.settings.enablePropagateAdditionalUserContextData || isIP(address ?? '') === 0) return undefined
  return (await hasSecrets(ctx, client)) ? address : undefined
}

const toldBy = async (
  ctx: OperationContext,
  client: Client,
  { IpAddress, EncodedData }: Infer<typeof UserContextDataType>,
): Promise<ToldContext> => ({
  ...readContextData(EncodedData, client.id),
  ipAddress: await toldAddress(ctx, client, IpAddress),
})

/** What a user's own request tells of where they are: by its connection, and by UserContextData for the record. */
export const viaOf = async (
  ctx: OperationContext,
  client: Client,
  userContext: Infer<typeof UserContextDataType> | undefined,
  { metadata }: Beside = {},
): Promise<Via> => ({
  origin: originOf(ctx.peer),
  metadata,
  told: userContext && (await toldBy(ctx, client, userContext)),
  requestId: ctx.peer.requestId,
})

/** What a request tells that speaks for no user of its own, or for one who is signed in already. */
export const plainViaOf = (
  { peer }: Pick<OperationContext, 'peer'>,
  metadata?: Readonly<Record<string, string>>,
): Via => ({ origin: originOf(peer), metadata, requestId: peer.requestId })

/** The same of an administrator's server, which speaks for its user. */
export const adminViaOf = (
  ctx: OperationContext<'iam'>,
  client: Client,
  context: Infer<typeof ContextDataType> | undefined,
  { metadata }: Beside,
): Via => ({
  origin: originOf(ctx.peer, context),
  metadata,
  told: context && readContextData(context.EncodedData, client.id),
  requestId: ctx.peer.requestId,
})
