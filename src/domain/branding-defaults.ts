import type { JsonObject } from './branding.ts'

/** A colour on light pages, and on dark ones. */
type Pair = readonly [string, string]

/** A value for light and dark pages. */
const modes = (light: JsonObject, dark: JsonObject) => ({ lightMode: light, darkMode: dark })
/** Members of one colour each: light, then dark. */
const colours = (members: Readonly<Record<string, Pair>>) => {
  const pick = (index: 0 | 1) => Object.fromEntries(Object.entries(members).map(([name, pair]) => [name, pair[index]]))
  return modes(pick(0), pick(1))
}
/** States of a component, each with colours of its own. */
const states = (members: Readonly<Record<string, Readonly<Record<string, Pair>>>>) => {
  const pick = (mode: 'lightMode' | 'darkMode') =>
    Object.fromEntries(Object.entries(members).map(([name, parts]) => [name, colours(parts)[mode]]))
  return modes(pick('lightMode'), pick('darkMode'))
}

const surface = ['ffffffff', '0f1b2aff'] as const
const page = ['ffffffff', '0f1b2aff'] as const
const border = ['c6c6cdff', '424650ff'] as const
const fieldBorder = ['7d8998ff', '5f6b7aff'] as const
const heading = ['000716ff', 'd1d5dbff'] as const
const body = ['414d5cff', 'b6bec9ff'] as const
const muted = ['5f6b7aff', '8d99a8ff'] as const
const primary = ['0972d3ff', '539fe5ff'] as const
const primaryHover = ['033160ff', '89bdeeff'] as const
const primaryText = ['ffffffff', '000716ff'] as const
const raised = ['f2f8fdff', '192534ff'] as const
const pressed = ['d3e7f9ff', '354150ff'] as const
const disabled = ['e9ebedff', '232b37ff'] as const
const error = { backgroundColor: ['fff7f7ff', '1a0000ff'], borderColor: ['d91515ff', 'eb6f6fff'] } as const
const success = { backgroundColor: ['f2fcf3ff', '001a02ff'], borderColor: ['037f0cff', '29ad32ff'] } as const
const warning = { backgroundColor: ['fffce9ff', '1d1906ff'], borderColor: ['8d6605ff', 'e0ca57ff'] } as const
const pending = { backgroundColor: ['f2f8fdff', '192534ff'], borderColor: ['5f6b7aff', '8d99a8ff'] } as const
const indicated = <P extends { borderColor: Pair }>(parts: P) => ({
  ...parts,
  indicatorColor: parts.borderColor,
})
const bar = {
  backgroundImage: { enabled: false },
  ...modes(
    { background: { color: surface[0] }, borderColor: border[0] },
    { background: { color: surface[1] }, borderColor: border[1] },
  ),
  logo: { enabled: false, location: 'START' },
}

const itemPart = (itemBackgroundColor: Pair, itemBorderColor: Pair, itemTextColor: Pair) => ({
  itemBackgroundColor,
  itemBorderColor,
  itemTextColor,
})

const categories: JsonObject = {
  auth: {
    authMethodOrder: [
      [
        { display: 'BUTTON', type: 'FEDERATED' },
        { display: 'INPUT', type: 'USERNAME_PASSWORD' },
      ],
    ],
    federation: { interfaceStyle: 'BUTTON_LIST', order: [] },
  },
  form: {
    displayGraphics: true,
    instructions: { enabled: false },
    languageSelector: { enabled: false },
    location: { horizontal: 'CENTER', vertical: 'CENTER' },
    sessionTimerDisplay: 'NONE',
  },
  global: {
    colorSchemeMode: 'LIGHT',
    pageFooter: { enabled: false },
    pageHeader: { enabled: false },
    spacingDensity: 'REGULAR',
  },
  signUp: { acceptanceElements: [{ enforcement: 'NONE', textKey: 'en' }] },
}

const componentClasses: JsonObject = {
  buttons: { borderRadius: 8 },
  divider: colours({ borderColor: ['ebebf0ff', '232b37ff'] }),
  dropDown: {
    borderRadius: 8,
    ...states({
      defaults: itemPart(['ffffffff', '192534ff'], ['ffffffff', '192534ff'], heading),
      hover: itemPart(['f4f4f4ff', '081120ff'], fieldBorder, heading),
      match: itemPart(pressed, pressed, primary),
    }),
  },
  focusState: colours({ borderColor: primary }),
  idpButtons: { icons: { enabled: true } },
  input: {
    borderRadius: 8,
    ...modes(
      { defaults: { backgroundColor: surface[0], borderColor: fieldBorder[0] }, placeholderColor: muted[0] },
      { defaults: { backgroundColor: surface[1], borderColor: fieldBorder[1] }, placeholderColor: muted[1] },
    ),
  },
  inputDescription: colours({ textColor: muted }),
  inputLabel: colours({ textColor: heading }),
  link: states({ defaults: { textColor: primary }, hover: { textColor: primaryHover } }),
  optionControls: states({
    defaults: { backgroundColor: surface, borderColor: fieldBorder },
    selected: { backgroundColor: primary, foregroundColor: primaryText },
  }),
  statusIndicator: states({
    error: indicated(error),
    pending: indicated(pending),
    success: indicated(success),
    warning: indicated(warning),
  }),
}

const idpButtonPart = (backgroundColor: Pair) => ({
  backgroundColor,
  borderColor: border,
  textColor: body,
})
const secondaryPart = (backgroundColor: Pair, colour: Pair) => ({
  backgroundColor,
  borderColor: colour,
  textColor: colour,
})

const components: JsonObject = {
  alert: { borderRadius: 12, ...states({ error }) },
  favicon: { enabledTypes: ['ICO', 'SVG'] },
  form: {
    backgroundImage: { enabled: false },
    borderRadius: 8,
    ...colours({ backgroundColor: surface, borderColor: border }),
    logo: { enabled: false, formInclusion: 'IN', location: 'CENTER', position: 'TOP' },
  },
  idpButton: {
    custom: {},
    standard: states({
      active: idpButtonPart(pressed),
      defaults: idpButtonPart(surface),
      hover: idpButtonPart(raised),
    }),
  },
  pageBackground: { image: { enabled: false }, ...colours({ color: page }) },
  pageFooter: bar,
  pageHeader: bar,
  pageText: colours({ bodyColor: body, descriptionColor: body, headingColor: heading }),
  phoneNumberSelector: { displayType: 'TEXT' },
  primaryButton: states({
    active: { backgroundColor: primaryHover, textColor: primaryText },
    defaults: { backgroundColor: primary, textColor: primaryText },
    disabled: { backgroundColor: disabled, borderColor: disabled },
    hover: { backgroundColor: primaryHover, textColor: primaryText },
  }),
  secondaryButton: states({
    active: secondaryPart(pressed, primary),
    defaults: secondaryPart(surface, primary),
    hover: secondaryPart(raised, primaryHover),
  }),
}

/**
 * The look of managed login where nothing is set: every setting that there is. Colours are RRGGBBAA.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingeditor.html
 */
export const defaultSettings: JsonObject = { categories, componentClasses, components }
