import type { Settings } from '../../context.ts'
import type { Branding, BrandingAsset } from '../../domain/branding.ts'
import { settingsInEffect } from '../../domain/branding-settings.ts'
import { defined } from '../../domain/defined.ts'
import { logoPath, type UiCustomization, versionOf } from '../../domain/ui-customization.ts'
import { toTimestamp } from '../../wire/casing.ts'

const toAsset = ({ category, colorMode, extension, bytes, resourceId }: BrandingAsset) =>
  defined({
    Category: category,
    ColorMode: colorMode,
    Extension: extension,
    Bytes: bytes.toString('base64'),
    ResourceId: resourceId,
  })

/**
 * A branding as ManagedLoginBrandingType. One of the server's own look shows no settings and no assets,
 * unless `merged` asks for what is in effect: the server's own has no images.
 */
export const toManagedLoginBranding = (branding: Branding, assets: readonly BrandingAsset[], merged = false) => ({
  ManagedLoginBrandingId: branding.id,
  UserPoolId: branding.poolId,
  UseCognitoProvidedValues: branding.usesProvidedValues,
  ...((merged || !branding.usesProvidedValues) && {
    Settings: merged ? settingsInEffect(branding.settings) : branding.settings,
    Assets: assets.map(toAsset),
  }),
  CreationDate: toTimestamp(branding.createdAt),
  LastModifiedDate: toTimestamp(branding.updatedAt),
})

/** A customization of the classic pages as UICustomizationType. */
export const toUiCustomization = (customization: UiCustomization, { publicUrl }: Settings) => ({
  UserPoolId: customization.poolId,
  ClientId: customization.scope,
  ...defined({
    ImageUrl: customization.image && publicUrl + logoPath(customization),
    CSS: customization.css,
  }),
  CSSVersion: versionOf(customization),
  LastModifiedDate: toTimestamp(customization.updatedAt),
  CreationDate: toTimestamp(customization.createdAt),
})
