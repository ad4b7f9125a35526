/**
 * Steps with effects that operations, OAuth endpoints and pages share. A flow knows domain values
 * and the context; it knows no protocol: no wire spelling, no HTTP, no HTML.
 */
import { verify } from 'node:crypto'
import type { Context } from '../../context.ts'
import type { PoolKey } from '../../keys/ring.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token to be signed. */
export type ToSign = { readonly key: PoolKey; readonly claims: object }

/** Compact JWS of claims, RS256 (RFC 7515 section 7.1). Raises TooManyRequestsException when too much waits to be computed. */
export const signJwts = async <const T extends readonly ToSign[]>(
  { compute }: Pick<Context, 'compute'>,
  tokens: T,
): Promise<{ [K in keyof T]: string }> => {
  const contents = tokens.map(({ key, claims }) => `${encode({ kid: key.kid, alg: 'RS256' })}.${encode(claims)}`)
  const signatures = await compute.signAll(
    contents.map((content, index) => ({ content, key: (tokens[index] as ToSign).key.privateKey })),
  )
  return contents.map((content, index) => `${content}.${signatures[index]}`) as { [K in keyof T]: string } // one for each
}

/** A JWT taken apart, not verified. */
export type ParsedJwt = { kid: string; claims: Record<string, unknown>; content: string; signature: Buffer }

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined // not JSON
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/**
 * Takes a compact JWS apart. Undefined unless its header is exactly what this server writes, so that
 * no other algorithm, embedded key, key URL or critical extension is ever considered (RFC 8725
 * sections 3.1 and 3.10).
 */
export const parseJwt = (token: string): ParsedJwt | undefined => {
  const [head = '', body = '', mark = '', ...rest] = token.split('.')
  const header = decode(head)
  const claims = decode(body)
  if (rest.length > 0 || !isObject(header) || !isObject(claims)) return undefined
  const { kid, alg, ...others } = header
  if (alg !== 'RS256' || typeof kid !== 'string' || Object.keys(others).length > 0) return undefined
  const signature = Buffer.from(mark, 'base64url')
  if (signature.toString('base64url') !== mark) return undefined
  return { kid, claims, content: `${head}.${body}`, signature }
}

/** Whether `key` signed the token. */
export const isSignedBy = (jwt: ParsedJwt, key: PoolKey) =>
  verify('sha256', Buffer.from(jwt.content), key.publicKey, jwt.signature)
