import type { AssetCategory } from '../domain/branding.ts'
import type { Arrangement } from './arrangement.ts'

export { type Arrangement, plainArrangement, toArrangement } from './arrangement.ts'
export { brandingStyles } from './branding-styles.ts'
export { baseStyles } from './styles.ts'

/** The addresses of an image: for light pages, for dark ones. Where there is one, it is for both. */
export type Picture = { readonly light?: string; readonly dark?: string }

/** How pages look. */
export type Look = {
  readonly kind: 'classic' | 'managed'
  /** Addresses of style sheets: the server's own first, then the client's. */
  readonly stylesheets: readonly string[]
  /** The address of `passkeyScript`. */
  readonly script: string
  readonly colorScheme: 'LIGHT' | 'DARK' | 'DYNAMIC'
  /** The branding's images. Those of identity providers come with the providers. */
  readonly images: Readonly<Partial<Record<AssetCategory, Picture>>>
  /** The address of a classic page's logo. */
  readonly logo?: string
  /** What of the branding is not style but markup. `plainArrangement` is for classic pages. */
  readonly arrangement: Arrangement
}
