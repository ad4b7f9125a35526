import type { ImageFormat } from './image-format.ts'

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject
/** A JSON object. */
export type JsonObject = { [name: string]: Json }

/** The look of a client's managed login pages. */
export type Branding = {
  readonly poolId: string
  readonly id: string
  readonly clientId: string
  /** Whether all of it is the server's own; then it has no settings and no assets. */
  readonly usesProvidedValues: boolean
  /** What is set otherwise than in the server's own look, as it was stated. */
  readonly settings: JsonObject
  readonly createdAt: number
  readonly updatedAt: number
}

/** Where an image is shown. */
export type AssetCategory =
  | 'FAVICON_ICO'
  | 'FAVICON_SVG'
  | 'EMAIL_GRAPHIC'
  | 'SMS_GRAPHIC'
  | 'AUTH_APP_GRAPHIC'
  | 'PASSWORD_GRAPHIC'
  | 'PASSKEY_GRAPHIC'
  | 'PAGE_HEADER_LOGO'
  | 'PAGE_HEADER_BACKGROUND'
  | 'PAGE_FOOTER_LOGO'
  | 'PAGE_FOOTER_BACKGROUND'
  | 'PAGE_BACKGROUND'
  | 'FORM_BACKGROUND'
  | 'FORM_LOGO'
  | 'IDP_BUTTON_ICON'

/** The pages on which an image is shown: light, dark, or both. */
export type ColorMode = 'LIGHT' | 'DARK' | 'DYNAMIC'

/** An image of a branding. */
export type BrandingAsset = {
  readonly category: AssetCategory
  readonly colorMode: ColorMode
  readonly extension: ImageFormat
  readonly bytes: Buffer
  readonly resourceId?: string
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const MAX_BRANDINGS = 20
