import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { id } from './id.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { nl } from './nl.ts'
import { ptBR } from './pt-br.ts'
import type { Language, Texts } from './types.ts'
import { zhCN } from './zh-cn.ts'
import { zhTW } from './zh-tw.ts'

/** Every text in every language. */
export const texts: Readonly<Record<Language, Texts>> = {
  de,
  en,
  es,
  fr,
  id,
  it,
  ja,
  ko,
  nl,
  'pt-BR': ptBR,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
}
