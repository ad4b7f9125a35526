import type { AssetCategory, BrandingAsset } from './branding.ts'
import { defined } from './defined.ts'
import { fault } from './errors.ts'
import { type ImageFormat, imageFormat } from './image-format.ts'
import { countTags, MAX_TAGS, svgMistake } from './svg.ts'
import { unverifiedBrandingTexts } from './unverified-branding-texts.ts'

const pictures: readonly ImageFormat[] = ['PNG', 'SVG', 'JPEG', 'WEBP']

/** The formats of each category. Documented as PNG, SVG and JPEG, besides which the API knows WEBP (unverified). */
const formats: Partial<Record<AssetCategory, readonly ImageFormat[]>> = {
  FAVICON_ICO: ['ICO'],
  FAVICON_SVG: ['SVG'],
  IDP_BUTTON_ICON: ['ICO', 'SVG'],
}

/** Of these a page has several, each with an id of its own; of the others one for each colour mode. */
const REPEATED = 'IDP_BUTTON_ICON'

/** As much as all images of a look have together: they are kept and answered together (unverified). */
const MAX_TOTAL_BYTES = 10_000_000

/** An image as a request states it. One without bytes is that of its id, which the branding has already. */
export type StatedAsset = Omit<BrandingAsset, 'bytes'> & { readonly bytes?: Buffer }

const refuse = (category: string, reason: string) =>
  fault('InvalidParameterException', unverifiedBrandingTexts.asset(category, reason))

const checkExtension = ({ category, extension }: BrandingAsset): void => {
  const allowed = formats[category] ?? pictures
  if (!allowed.includes(extension)) throw refuse(category, `its extension must be one of ${allowed.join(', ')}`)
}

const checkBytes = async ({ category, extension, bytes }: BrandingAsset): Promise<void> => {
  if (extension === 'SVG') {
    const mistake = await svgMistake(bytes)
    if (mistake !== undefined) throw refuse(category, mistake)
  } else if (imageFormat(bytes) !== extension) {
    throw refuse(category, `its bytes are no ${extension} file`)
  }
}

/** The image that a stated one stands for: that of its place where several have its id. */
const namesake = ({ category, colorMode, resourceId }: StatedAsset, existing: readonly BrandingAsset[]) => {
  const same = existing.filter((asset) => resourceId !== undefined && asset.resourceId === resourceId)
  return same.find((asset) => asset.category === category && asset.colorMode === colorMode) ?? same[0]
}

/** The image with the bytes of the one that it stands for. */
const withBytes = (stated: StatedAsset, existing: readonly BrandingAsset[]): BrandingAsset => {
  const { category, colorMode, extension, resourceId } = stated
  const bytes = stated.bytes ?? namesake(stated, existing)?.bytes
  if (!bytes) throw refuse(category, 'Bytes must be set')
  return { category, colorMode, extension, bytes, ...defined({ resourceId }) }
}

/** One image may stand in many places by its id, and reading SVG takes time by its tags. */
const checkTogether = (assets: readonly BrandingAsset[], unread: readonly BrandingAsset[]) => {
  let [bytes, tags] = [0, 0]
  for (const asset of assets) {
    bytes += asset.bytes.length
    if (bytes > MAX_TOTAL_BYTES)
      throw refuse(asset.category, `it exceeds, with those before it, ${MAX_TOTAL_BYTES} bytes`)
  }
  for (const asset of unread) {
    if (asset.extension === 'SVG') tags += countTags(asset.bytes)
    if (tags > MAX_TAGS) throw refuse(asset.category, 'it has, with those before it, too many tags')
  }
}

const checkOneOfEach = (assets: readonly BrandingAsset[]) => {
  const seen = new Set<string>()
  for (const { category, colorMode, resourceId } of assets) {
    const place = JSON.stringify([category, colorMode, category === REPEATED ? resourceId : undefined])
    if (seen.has(place)) throw refuse(category, `there are several for ${colorMode}`)
    seen.add(place)
  }
}

/**
 * The images that a request states, in place of `existing`. Raises InvalidParameterException for one
 * that is not in a format of its category, by its extension and by what it is, and for two in one place.
 */
export const statedAssets = async (
  stated: readonly StatedAsset[],
  existing: readonly BrandingAsset[],
): Promise<BrandingAsset[]> => {
  const assets = stated.map((asset) => withBytes(asset, existing))
  checkOneOfEach(assets)
  assets.forEach(checkExtension)
  // The very bytes that were read when they came are not read again.
  const isRead = ({ bytes, extension }: BrandingAsset) =>
    existing.some((asset) => asset.bytes === bytes && asset.extension === extension)
  const unread = assets.filter((asset) => !isRead(asset))
  checkTogether(assets, unread)
  for (const asset of unread) await checkBytes(asset)
  return assets
}
