import { createHash } from 'node:crypto'

const source = ''

/** The script of pages that ask for a passkey, and a hash of it for its address. */
export const passkeyScript: { readonly text: string; readonly hash: string } = {
  text: source,
  hash: createHash('sha256').update(source).digest('base64url').slice(0, 16),
}
