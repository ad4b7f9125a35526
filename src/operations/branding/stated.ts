import type { BrandingAsset, JsonObject } from '../../domain/branding.ts'
import { type StatedAsset, statedAssets } from '../../domain/branding-assets.ts'
import { statedSettings } from '../../domain/branding-settings.ts'
import { defined } from '../../domain/defined.ts'
import { fault } from '../../domain/errors.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import type { Infer } from '../../wire/schema.ts'
import type { AssetListType } from '../../wire/shapes/branding.ts'

/** The largest request with images, in bytes. */
export const MAX_BRANDING_REQUEST = 2 * 1024 * 1024

type Input = { UseCognitoProvidedValues?: boolean; Settings?: unknown; Assets?: Infer<typeof AssetListType> }

const toStatedAsset = (asset: NonNullable<Input['Assets']>[number]): StatedAsset => ({
  category: asset.Category,
  colorMode: asset.ColorMode,
  extension: asset.Extension,
  ...defined({ bytes: asset.Bytes?.length ? asset.Bytes : undefined, resourceId: asset.ResourceId }),
})

/**
 * What a request states of a look, checked: settings, and images in place of `existing`. Raises
 * InvalidParameterException for either together with UseCognitoProvidedValues, and as the checks do.
 */
export const statedLook = async (
  { UseCognitoProvidedValues, Settings, Assets }: Input,
  existing: readonly BrandingAsset[] = [],
): Promise<{ settings?: JsonObject; assets?: BrandingAsset[] }> => {
  if (UseCognitoProvidedValues === true && (Settings !== undefined || Assets !== undefined)) {
    throw fault('InvalidParameterException', unverifiedBrandingTexts.providedValues)
  }
  return defined({
    settings: Settings === undefined ? undefined : statedSettings(Settings),
    assets: Assets && (await statedAssets(Assets.map(toStatedAsset), existing)),
  })
}
