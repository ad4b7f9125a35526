import { type Html, html } from '../html.ts'
import { texts } from './index.ts'
import type { Key, Language, Parameter } from './types.ts'

/** The languages that pages are there in, as the parameter `lang` names them. */
export const languages = Object.keys(texts) as readonly Language[] // the record has exactly these

/** Whether the pages speak a language. */
export const isLanguage = (name: string): name is Language => Object.hasOwn(texts, name)

type Values = Readonly<Record<string, string | number>>
/** A text that has parameters insists on them, and one without takes none. */
type Given<K extends Key, V> = [Parameter<K>] extends [never] ? [] : [Readonly<Record<Parameter<K>, V>>]

const PARAMETER = /\{(\w+)\}/

/** A text that people see, with its parameters in place. It is not escaped. */
export const text = <K extends Key>(language: Language, key: K, ...[parameters]: Given<K, string | number>): string => {
  const values: Values = parameters ?? {}
  return texts[language][key].replaceAll(new RegExp(PARAMETER, 'g'), (_, name: string) => String(values[name] ?? ''))
}

/** As `text`, but with parameters that may be HTML, such as links; all else is escaped. */
export const richText = <K extends Key>(language: Language, key: K, parameters: Given<K, Html | string>[0]): Html => {
  const values: Readonly<Record<string, Html | string>> = parameters ?? {}
  const pieces = texts[language][key].split(PARAMETER) // texts, and the names between them
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? piece : (values[piece] ?? '')))}`
}

/** What an attribute is called: a standard one in the language, a custom one by its name without `custom:`. */
export const attributeLabel = (language: Language, name: string): string => {
  const labels: Readonly<Record<string, string>> = texts[language]
  const key = `attribute.${name}`
  return (Object.hasOwn(labels, key) ? labels[key] : undefined) ?? name.replace(/^(?:dev:)?custom:/, '')
}
