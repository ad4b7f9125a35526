import type { Context } from '../context.ts'
import type { AuthorizationRequest } from '../domain/authorization-request.ts'
import type { OAuthRequest } from '../oauth/message.ts'
import type { Frame } from '../pages/frame.ts'
import { isLanguage, type Language, languages } from '../pages/text.ts'
import type { Browser } from './browser.ts'
import type { Cookies } from './cookies.ts'
import { lookOf } from './look.ts'

/** Where a frame is shown. */
type Place = Pick<AuthorizationRequest, 'pool' | 'client'> & {
  readonly from: OAuthRequest
  readonly cookies: Cookies
  readonly browser: Browser
  readonly path: string
}

/** The language that was asked for, now or before; English without that. */
export const languageOf = ({ parameters }: OAuthRequest, { language }: Cookies): Language =>
  [parameters.get('lang'), language].find((name) => name !== undefined && isLanguage(name)) ?? ('en' as const)

/** This page in other languages. */
const choices = (path: string, { parameters }: OAuthRequest) =>
  languages.map((language) => ({
    language,
    href: `${path}?${new URLSearchParams([...new Map(parameters).set('lang', language)])}`,
  }))

/** What all pages of a client have. */
export const frameOf = async (ctx: Context, { pool, client, from, cookies, browser, path }: Place): Promise<Frame> => {
  const look = await lookOf(ctx, pool, client, from.host)
  return {
    language: languageOf(from, cookies),
    languages: look.kind === 'managed' ? choices(path, from) : [],
    look,
    csrf: browser.secret,
    title: client.name,
  }
}
