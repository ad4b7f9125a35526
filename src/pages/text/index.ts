import { en } from './en.ts'
import type { Language, Texts } from './types.ts'

/** Every text in every language. */
export const texts: Readonly<Record<Language, Texts>> = {
  de: en,
  en,
  es: en,
  fr: en,
  id: en,
  it: en,
  ja: en,
  ko: en,
  nl: en,
  'pt-BR': en,
  'zh-CN': en,
  'zh-TW': en,
}
