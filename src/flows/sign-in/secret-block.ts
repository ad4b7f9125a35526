/**
 * What both proofs by SRP have in common, a password's and a device's: the SECRET_BLOCK, which
 * remembers all that the server has to know, so that nothing is stored before something is proved and
 * any node takes the answer; and the proof itself.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import { parsePublicValue, passwordClaim, type SrpIdentity, serverPublicValue } from '../../domain/srp.ts'
import { requireParameter } from './parameters.ts'
import { padded } from './session.ts'
import type { Given } from './step.ts'

/** What is proved: a user's password, or a device's secret. */
export type BlockPurpose = 'secret-block' | 'device-block'

/** What every SECRET_BLOCK holds. Numbers are base64. */
export type SecretBlock = {
  readonly id: string
  readonly clientId: string
  readonly sub: string
  readonly a: string
  readonly b: string
  readonly expiresAt: number
}

const SECRET_BYTES = 32
const BLOCK_STEP = 256
const sealContext = (purpose: BlockPurpose, poolId: string) => `${purpose}|${poolId}`
const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/

/**
 * A client's public value A. Raises InvalidParameterException for one that is none, before any work.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.5.4
 */
export const requirePublicValue = (given: Given): Buffer => {
  const a = parsePublicValue(requireParameter(given, 'SRP_A'))
  if (!a) throw fault('InvalidParameterException', 'SRP_A is not a valid public value.')
  return a
}

/** The server's half of a proof, for a verifier: B in hex, and what the block has to hold of both halves. */
export const startExchange = async (ctx: Context, v: Buffer, a: Buffer) => {
  const b = ctx.random(SECRET_BYTES)
  const publicB = serverPublicValue(v, await ctx.compute.powerOfG(b))
  return {
    publicB: publicB.toString('hex').replace(/^0+/, ''),
    held: { id: ctx.random(16).toString('base64url'), a: a.toString('base64'), b: b.toString('base64') },
  }
}

/** Seals a block, in base64. Its length tells nothing of the user. */
export const sealBlock = (ctx: Context, purpose: BlockPurpose, poolId: string, block: SecretBlock): string => {
  const sealed = ctx.sealer.seal(sealContext(purpose, poolId), padded(JSON.stringify(block), BLOCK_STEP))
  return Buffer.from(sealed).toString('base64')
}

/** What an answer claims. */
export type Claim = { readonly bytes: Buffer; readonly timestamp: string; readonly signature: Buffer }

/** The claim of an answer. Its time is hashed as it came, and looked at for its form only. Raises InvalidParameterException. */
export const readClaim = (given: Given): Claim => {
  const signature = Buffer.from(requireParameter(given, 'PASSWORD_CLAIM_SIGNATURE'), 'base64')
  const bytes = Buffer.from(requireParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64')
  const timestamp = requireParameter(given, 'TIMESTAMP')
  if (!TIMESTAMP.test(timestamp)) {
    throw fault('InvalidParameterException', 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.')
  }
  return { bytes, timestamp, signature }
}

/**
 * Opens a block that sealBlock has sealed as a `B`. Raises NotAuthorizedException for one that is
 * altered, too old, for another purpose, another client's or another pool's.
 */
export const openBlock = <B extends SecretBlock>(
  ctx: Context,
  purpose: BlockPurpose,
  client: Client,
  bytes: Buffer,
): B => {
  const opened = ctx.sealer.open(sealContext(purpose, client.poolId), bytes.toString('latin1'))
  const block = opened === undefined ? undefined : (JSON.parse(opened) as B) // sealed by sealBlock alone
  if (block?.clientId !== client.id || block.expiresAt <= ctx.now()) throw fault('NotAuthorizedException')
  return block
}

/** Opens a block and uses it up, whatever its proof is worth. Raises NotAuthorizedException for a used one as well. */
export const burnBlock = async <B extends SecretBlock>(
  ctx: Context,
  purpose: BlockPurpose,
  client: Client,
  bytes: Buffer,
): Promise<B> => {
  const block = openBlock<B>(ctx, purpose, client, bytes)
  const { id, expiresAt } = block
  const isFresh = await ctx.store.transaction((tx) => tx.consumed.consume(client.poolId, purpose, id, expiresAt))
  if (!isFresh) throw fault('NotAuthorizedException')
  return block
}

/** Whether a claim shows that its maker knows the secret that the verifier is of. */
export const isProven = async (
  ctx: Context,
  block: SecretBlock,
  { v, identity }: { v: Buffer; identity: SrpIdentity },
  { bytes, timestamp, signature }: Claim,
): Promise<boolean> => {
  const [a, b] = [Buffer.from(block.a, 'base64'), Buffer.from(block.b, 'base64')]
  const claim = passwordClaim(await ctx.compute.exchangeKey({ a, v, b }), identity, bytes, timestamp)
  return signature.length === claim.length && timingSafeEqual(signature, claim)
}
