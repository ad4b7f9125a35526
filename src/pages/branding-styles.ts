import type { JsonObject } from '../domain/branding.ts'

/** Custom properties of a branding's settings in effect, for light and dark pages. */
export const brandingStyles = (_settings: JsonObject): string => ''
