import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../domain/authorization-request.ts'
import type { Terms } from '../../domain/terms.ts'
import type { Language } from '../text.ts'

/** What the languages of pages are called where links are kept. */
const names: Readonly<Record<Language, string>> = {
  de: 'german',
  en: 'english',
  es: 'spanish',
  fr: 'french',
  id: 'bahasa-indonesia',
  it: 'italian',
  ja: 'japanese',
  ko: 'korean',
  nl: 'dutch',
  'pt-BR': 'portuguese-brazil',
  'zh-CN': 'chinese-simplified',
  'zh-TW': 'chinese-traditional',
}

const linkIn = ({ links }: Terms, language: Language) => links[`cognito:${names[language]}`] ?? links['cognito:default']

/** Where a client's documents are in a language; undefined unless it has both. */
export const findTerms = async (
  ctx: Pick<Context, 'store'>,
  { pool, client }: Pick<AuthorizationRequest, 'pool' | 'client'>,
  language: Language,
): Promise<{ use: string; privacy: string } | undefined> => {
  const [use, privacy] = await Promise.all([
    ctx.store.terms.findByClient(pool.id, client.id, 'terms-of-use'),
    ctx.store.terms.findByClient(pool.id, client.id, 'privacy-policy'),
  ])
  const links = { use: use && linkIn(use, language), privacy: privacy && linkIn(privacy, language) }
  return links.use && links.privacy ? { use: links.use, privacy: links.privacy } : undefined
}
