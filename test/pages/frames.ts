import { defaultSettings } from '../../src/domain/branding-defaults.ts'
import type { Frame } from '../../src/pages/frame.ts'
import { type Look, plainArrangement, toArrangement } from '../../src/pages/look.ts'
import { type Language, languages } from '../../src/pages/text.ts'

/** Where the server of tests has the pages' files. */
export const paths = { base: '/base.css', branding: '/branding.css', script: '/passkey.js', logo: '/logo.svg' } as const

type Shown = { kind?: Look['kind']; language?: Language; colorScheme?: Look['colorScheme'] }

const looks: Readonly<Record<Look['kind'], Omit<Look, 'colorScheme'>>> = {
  classic: {
    kind: 'classic',
    stylesheets: [paths.base],
    script: paths.script,
    images: {},
    arrangement: plainArrangement,
  },
  managed: {
    kind: 'managed',
    stylesheets: [paths.base, paths.branding],
    script: paths.script,
    images: {},
    arrangement: toArrangement(defaultSettings),
  },
}

/** The frame of a page in tests. */
export const frameOf = ({ kind = 'classic', language = 'en', colorScheme = 'DYNAMIC' }: Shown = {}): Frame => ({
  language,
  languages: languages.map((other) => ({ language: other, href: `?client_id=1example&lang=${other}` })),
  look: { ...looks[kind], colorScheme },
  csrf: 'token-of-the-form',
  title: 'Example',
})
