import type { JsonObject } from '../domain/branding.ts'
import { settingAt } from './arrangement.ts'
import { schemes, type Tokens } from './styles/schemes.ts'

/** Custom properties and the settings of their colours; `*` stands for the mode. */
const colours: Readonly<Record<string, string>> = {
  'page-background': 'components.pageBackground.*.color',
  'form-background': 'components.form.*.backgroundColor',
  'form-border': 'components.form.*.borderColor',
  heading: 'components.pageText.*.headingColor',
  body: 'components.pageText.*.bodyColor',
  description: 'components.pageText.*.descriptionColor',
  label: 'componentClasses.inputLabel.*.textColor',
  'input-description': 'componentClasses.inputDescription.*.textColor',
  'input-background': 'componentClasses.input.*.defaults.backgroundColor',
  'input-border': 'componentClasses.input.*.defaults.borderColor',
  placeholder: 'componentClasses.input.*.placeholderColor',
  'focus-border': 'componentClasses.focusState.*.borderColor',
  link: 'componentClasses.link.*.defaults.textColor',
  'link-hover': 'componentClasses.link.*.hover.textColor',
  divider: 'componentClasses.divider.*.borderColor',
  'option-background': 'componentClasses.optionControls.*.defaults.backgroundColor',
  'option-border': 'componentClasses.optionControls.*.defaults.borderColor',
  'option-selected-background': 'componentClasses.optionControls.*.selected.backgroundColor',
  'option-selected-foreground': 'componentClasses.optionControls.*.selected.foregroundColor',
  'error-background': 'components.alert.*.error.backgroundColor',
  'error-border': 'components.alert.*.error.borderColor',
  'success-background': 'componentClasses.statusIndicator.*.success.backgroundColor',
  'success-border': 'componentClasses.statusIndicator.*.success.borderColor',
  'success-indicator': 'componentClasses.statusIndicator.*.success.indicatorColor',
  'emblem-background': 'componentClasses.statusIndicator.*.pending.backgroundColor',
  'emblem-text': 'componentClasses.link.*.defaults.textColor',
  'header-background': 'components.pageHeader.*.background.color',
  'header-border': 'components.pageHeader.*.borderColor',
  'footer-background': 'components.pageFooter.*.background.color',
  'footer-border': 'components.pageFooter.*.borderColor',
}

/** Components whose states each have a background, a border and a text. */
const stateful: Readonly<Record<string, string>> = {
  primary: 'components.primaryButton',
  secondary: 'components.secondaryButton',
  provider: 'components.idpButton.standard',
}

/** The states of buttons: the one at rest has no name of its own. */
const states = { defaults: '', hover: 'hover-', active: 'active-' } as const
const parts = { background: 'backgroundColor', border: 'borderColor', text: 'textColor' } as const

/** A match, of a search, is nothing that pages have. */
const menuStates = { defaults: '', hover: 'hover-' } as const
const menuParts = { background: 'itemBackgroundColor', border: 'itemBorderColor', text: 'itemTextColor' } as const

const radii: Readonly<Record<string, string>> = {
  'form-radius': 'components.form.borderRadius',
  'input-radius': 'componentClasses.input.borderRadius',
  'button-radius': 'componentClasses.buttons.borderRadius',
  'alert-radius': 'components.alert.borderRadius',
  'menu-radius': 'componentClasses.dropDown.borderRadius',
}

/** Every property of a colour, with the path of its setting. */
const paths: readonly (readonly [name: string, path: string])[] = [
  ...Object.entries(colours),
  ...Object.entries(stateful).flatMap(([component, path]) =>
    Object.entries(states).flatMap(([state, prefix]) =>
      Object.entries(parts).map(
        ([part, leaf]) => [`${component}-${prefix}${part}`, `${path}.*.${state}.${leaf}`] as const,
      ),
    ),
  ),
  ...Object.entries(menuStates).flatMap(([state, prefix]) =>
    Object.entries(menuParts).map(
      ([part, leaf]) => [`menu-${prefix}${part}`, `componentClasses.dropDown.*.${state}.${leaf}`] as const,
    ),
  ),
]

const COLOUR = /^[0-9a-f]{8}$/i
const MAX_RADIUS = 1000

const colourTokens = (settings: JsonObject, mode: 'lightMode' | 'darkMode'): Tokens =>
  Object.fromEntries(
    paths.flatMap(([name, path]) => {
      const value = settingAt(settings, path.replace('*', mode))
      return typeof value === 'string' && COLOUR.test(value) ? [[name, `#${value.toLowerCase()}`]] : []
    }),
  )

const radiusTokens = (settings: JsonObject): Tokens =>
  Object.fromEntries(
    Object.entries(radii).flatMap(([name, path]) => {
      const value = settingAt(settings, path)
      return typeof value === 'number' && value >= 0 && value <= MAX_RADIUS ? [[name, `${value}px`]] : []
    }),
  )

/**
 * A style sheet of custom properties for a branding's settings in effect, which goes after `baseStyles`.
 * A setting that is no colour or no length is left out, and the server's own look stays in its place.
 */
export const brandingStyles = (settings: JsonObject): string =>
  schemes(
    { 'page-glow': 'none', ...radiusTokens(settings), ...colourTokens(settings, 'lightMode') },
    { 'page-glow': 'none', ...colourTokens(settings, 'darkMode') },
  )
