import type { en } from './en.ts'

/** A language of the pages, as the parameter `lang` names it. */
export type Language = 'de' | 'en' | 'es' | 'fr' | 'id' | 'it' | 'ja' | 'ko' | 'nl' | 'pt-BR' | 'zh-CN' | 'zh-TW'

/** What names a text. */
export type Key = keyof typeof en

/** All texts of one language. */
export type Texts = Readonly<Record<Key, string>>

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

/** What stands in braces in a text. */
export type Parameter<K extends Key> = Names<(typeof en)[K]>
