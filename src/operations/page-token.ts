import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'

const LIFETIME_MS = 60 * 60 * 1000

/** JSON, so that no two scopes read alike. */
const sealContext = (scope: readonly string[]) => `page-token||${JSON.stringify(scope)}`

/**
 * A token with which a list goes on after `position`. Nobody can read or forge it, it lives for an
 * hour, and it opens only for `scope`: the operation's name, then the pool's id or the Region, then
 * whatever else decides which items are listed, such as a filter. Where there is no position, as at
 * the end of a list, there is no token.
 */
export const encodePageToken = (
  ctx: Pick<Context, 'sealer' | 'now'>,
  scope: readonly string[],
  position: object | undefined,
): string | undefined => {
  if (!position) return undefined
  const sealed = ctx.sealer.seal(sealContext(scope), JSON.stringify({ position, until: ctx.now() + LIFETIME_MS }))
  return Buffer.from(sealed).toString('base64url')
}

/**
 * The position in a token that `encodePageToken` made for the same scope; undefined where the request
 * has none. Raises InvalidParameterException for any other token and for one that is too old.
 */
export const decodePageToken = <P extends object>(
  ctx: Pick<Context, 'sealer' | 'now'>,
  scope: readonly string[],
  token: string | undefined,
): P | undefined => {
  if (token === undefined) return undefined
  const sealed = Buffer.from(token, 'base64url').toString()
  // One token has one spelling: the decoder would skip what is not of its alphabet.
  const isCanonical = Buffer.from(sealed).toString('base64url') === token
  const content = isCanonical ? ctx.sealer.open(sealContext(scope), sealed) : undefined
  // What opens was written by `encodePageToken`, for this operation.
  const { position, until } = JSON.parse(content ?? '{"until":0}') as { position: P; until: number }
  if (until <= ctx.now()) throw fault('InvalidParameterException', 'Invalid pagination token')
  return position
}
