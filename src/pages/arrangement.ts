import type { Json, JsonObject } from '../domain/branding.ts'

/** Where something stands along an axis. */
export type Place = 'START' | 'CENTER' | 'END'

/** What of a branding's settings is not style but markup. */
export type Arrangement = {
  readonly header: Bar
  readonly footer: Bar
  readonly formLogo: {
    readonly isShown: boolean
    readonly isInForm: boolean
    readonly location: Place
    readonly position: 'TOP' | 'BOTTOM'
  }
  readonly hasFormBackground: boolean
  readonly hasPageBackground: boolean
  readonly horizontal: Place
  readonly vertical: Place
  readonly density: 'COMPACT' | 'REGULAR' | 'SPACIOUS'
  /** Whether pages of a step show a picture of it. */
  readonly hasGraphics: boolean
  readonly hasProviderIcons: boolean
  /** Whether the buttons of identity providers stand above the form. */
  readonly isFederationFirst: boolean
  /** Names of identity providers, in the order of their buttons; others follow. */
  readonly providerOrder: readonly string[]
  readonly favicons: readonly string[]
}

/** A page's header or footer. */
export type Bar = {
  readonly isShown: boolean
  readonly hasBackground: boolean
  readonly hasLogo: boolean
  readonly location: Place
}

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The setting at a path of names with points between them; undefined where there is none. */
export const settingAt = (settings: JsonObject, path: string): Json | undefined =>
  path
    .split('.')
    .reduce<Json | undefined>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      settings,
    )

const flag = (settings: JsonObject, path: string, otherwise = false) => {
  const value = settingAt(settings, path)
  return typeof value === 'boolean' ? value : otherwise
}

const word = <const W extends string>(settings: JsonObject, path: string, words: readonly [W, ...W[]]): W => {
  const value = settingAt(settings, path)
  return words.find((one) => one === value) ?? words[0]
}

const words = (settings: JsonObject, path: string) => {
  const value = settingAt(settings, path)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

const bar = (settings: JsonObject, name: 'pageHeader' | 'pageFooter'): Bar => ({
  isShown: flag(settings, `categories.global.${name}.enabled`),
  hasBackground: flag(settings, `components.${name}.backgroundImage.enabled`),
  hasLogo: flag(settings, `components.${name}.logo.enabled`),
  location: word(settings, `components.${name}.logo.location`, ['START', 'CENTER', 'END']),
})

const isFederationFirst = (settings: JsonObject) => {
  const order = settingAt(settings, 'categories.auth.authMethodOrder')
  const types = (Array.isArray(order) ? order.flat() : []).map((item) => (isObject(item) ? item.type : undefined))
  const [federated, local] = [types.indexOf('FEDERATED'), types.indexOf('USERNAME_PASSWORD')]
  return federated !== -1 && (local === -1 || federated < local)
}

/** What of settings in effect is markup. Settings that mean nothing here are as if they were not there. */
export const toArrangement = (settings: JsonObject): Arrangement => ({
  header: bar(settings, 'pageHeader'),
  footer: bar(settings, 'pageFooter'),
  formLogo: {
    isShown: flag(settings, 'components.form.logo.enabled'),
    isInForm: word(settings, 'components.form.logo.formInclusion', ['IN', 'OUT']) === 'IN',
    location: word(settings, 'components.form.logo.location', ['CENTER', 'START', 'END']),
    position: word(settings, 'components.form.logo.position', ['TOP', 'BOTTOM']),
  },
  hasFormBackground: flag(settings, 'components.form.backgroundImage.enabled'),
  hasPageBackground: flag(settings, 'components.pageBackground.image.enabled'),
  horizontal: word(settings, 'categories.form.location.horizontal', ['CENTER', 'START', 'END']),
  vertical: word(settings, 'categories.form.location.vertical', ['CENTER', 'START', 'END']),
  density: word(settings, 'categories.global.spacingDensity', ['REGULAR', 'COMPACT', 'SPACIOUS']),
  hasGraphics: flag(settings, 'categories.form.displayGraphics', true),
  hasProviderIcons: flag(settings, 'componentClasses.idpButtons.icons.enabled', true),
  isFederationFirst: isFederationFirst(settings),
  providerOrder: words(settings, 'categories.auth.federation.order'),
  favicons: words(settings, 'components.favicon.enabledTypes'),
})

/** The arrangement where no branding says otherwise. */
export const plainArrangement: Arrangement = toArrangement({})
