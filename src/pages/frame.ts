import type { Look } from './look.ts'
import type { Language } from './text.ts'

/** What all pages have: every page is a function of it and of a model of its own. */
export type Frame = {
  readonly language: Language
  /** The languages to choose from, each with the address of this page in it; empty where there is no choice. */
  readonly languages: readonly { readonly language: Language; readonly href: string }[]
  readonly look: Look
  /** What each form sends back in `_csrf`. */
  readonly csrf: string
  /** What the page belongs to, such as the name of an app, for the title. */
  readonly title?: string
}
