import { fault } from './errors.ts'
import { imageFormat } from './image-format.ts'
import { unverifiedBrandingTexts as unverified } from './unverified-branding-texts.ts'

/** What is for all clients that have nothing of their own. */
export const ALL_CLIENTS = 'ALL'

/** The look of the classic pages: of one client, or of all others. Style and logo are set together. */
export type UiCustomization = {
  readonly poolId: string
  /** A client's id, or ALL. */
  readonly scope: string
  readonly css?: string
  readonly image?: Buffer
  readonly createdAt: number
  readonly updatedAt: number
}

const MAX_IMAGE_BYTES = 100 * 1024
const MAX_REQUEST_BYTES = 135 * 1024

/** The media type of a logo; undefined for what is none. */
export const logoType = (image: Buffer): 'image/png' | 'image/jpeg' | undefined => {
  const format = imageFormat(image)
  if (format === 'PNG') return 'image/png'
  return format === 'JPEG' ? 'image/jpeg' : undefined
}

/** Raises InvalidParameterException for a logo that is no picture or too large, and where it and the style are together. */
export const checkLogo = ({ css = '', image }: Pick<UiCustomization, 'css' | 'image'>): void => {
  const encodedBytes = Math.ceil((image?.length ?? 0) / 3) * 4
  if (Buffer.byteLength(css) + encodedBytes > MAX_REQUEST_BYTES) {
    throw fault('InvalidParameterException', unverified.requestTooLarge)
  }
  if (image && (image.length > MAX_IMAGE_BYTES || !logoType(image))) {
    throw fault('InvalidParameterException', unverified.image)
  }
}

/** When something was last changed, in the form of the service's own versions: `20190128172214`. */
export const versionOf = ({ updatedAt }: { updatedAt: number }): string =>
  new Date(updatedAt).toISOString().replace(/\D/g, '').slice(0, 14)

/** Where the server shows a logo. Each version has a path of its own, which browsers may keep. */
export const logoPath = (customization: Pick<UiCustomization, 'poolId' | 'scope' | 'updatedAt'>): string =>
  `/${customization.poolId}/logo/${encodeURIComponent(customization.scope)}/${versionOf(customization)}`
