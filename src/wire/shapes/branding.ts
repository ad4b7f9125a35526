/** The look of managed login and of the classic hosted UI. */
import { blob, list, oneOf, required, string, structure } from '../schema.ts'

export const ManagedLoginBrandingIdType = string({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
})

export const AssetCategoryType = oneOf([
  'FAVICON_ICO',
  'FAVICON_SVG',
  'EMAIL_GRAPHIC',
  'SMS_GRAPHIC',
  'AUTH_APP_GRAPHIC',
  'PASSWORD_GRAPHIC',
  'PASSKEY_GRAPHIC',
  'PAGE_HEADER_LOGO',
  'PAGE_HEADER_BACKGROUND',
  'PAGE_FOOTER_LOGO',
  'PAGE_FOOTER_BACKGROUND',
  'PAGE_BACKGROUND',
  'FORM_BACKGROUND',
  'FORM_LOGO',
  'IDP_BUTTON_ICON',
])

export const ColorSchemeModeType = oneOf(['LIGHT', 'DARK', 'DYNAMIC'])
export const AssetExtensionType = oneOf(['ICO', 'JPEG', 'PNG', 'SVG', 'WEBP'])
export const AssetBytesType = blob({ max: 1_000_000 })
export const ResourceIdType = string({ min: 1, max: 40, pattern: String.raw`^[\w\- ]+$` })

export const AssetType = structure({
  Category: required(AssetCategoryType),
  ColorMode: required(ColorSchemeModeType),
  Extension: required(AssetExtensionType),
  Bytes: AssetBytesType,
  ResourceId: ResourceIdType,
})

export const AssetListType = list(AssetType, { min: 0, max: 40 })
export const CSSType = string({ min: 0, max: 131_072 })
export const ImageFileType = blob({ min: 0, max: 131_072 })
