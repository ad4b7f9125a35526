import { createHash } from 'node:crypto'

const sheet = ''

/** The style sheet of all pages, and a hash of it for its address. */
export const baseStyles: { readonly text: string; readonly hash: string } = {
  text: sheet,
  hash: createHash('sha256').update(sheet).digest('base64url').slice(0, 16),
}
