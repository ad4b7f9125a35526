import { createHash } from 'node:crypto'
import { controlRules } from './styles/controls.ts'
import { frameRules } from './styles/frame.ts'
import { schemes } from './styles/schemes.ts'
import { dark, light } from './styles/tokens.ts'

const sheet = `${schemes(light, dark)}${frameRules}${controlRules}`

/** The style sheet of all pages, and a hash of it for its address. */
export const baseStyles: { readonly text: string; readonly hash: string } = {
  text: sheet,
  hash: createHash('sha256').update(sheet).digest('base64url').slice(0, 16),
}
