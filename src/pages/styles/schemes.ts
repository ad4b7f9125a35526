/** Values of custom properties, by name without the hyphens before it. */
export type Tokens = Readonly<Record<string, string>>

const declarations = (tokens: Tokens) =>
  Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value};`)
    .join('')

/** Custom properties of light and dark pages: of those that are always so, and of those that follow the device. */
export const schemes = (light: Tokens, dark: Tokens): string => `:root{${declarations(light)}}
:root[data-scheme=DARK]{${declarations(dark)}}
@media (prefers-color-scheme:dark){:root[data-scheme=DYNAMIC]{${declarations(dark)}}}
`
