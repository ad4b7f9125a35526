import { type KeyObject, sign } from 'node:crypto'

/** A text and the RSA key that is to sign it. */
export type ToSign = { readonly content: string; readonly key: KeyObject }

/** Signs each text, RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2): the signatures in base64url. */
export const signAll = (all: readonly ToSign[]): string[] =>
  all.map(({ content, key }) => sign('sha256', Buffer.from(content), key).toString('base64url'))
