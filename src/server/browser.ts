import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import type { Answer, Parameters } from '../oauth/message.ts'
import type { Frame } from '../pages/frame.ts'
import { errorPage } from '../pages/index.ts'
import { text } from '../pages/text.ts'
import type { CookieJar, Cookies } from './cookies.ts'
import { htmlAnswer } from './page-answer.ts'

/** A browser by the secret in its cookie, with the cookies that it gets with the answer. */
export type Browser = { readonly secret: string; readonly setCookies: readonly string[] }

const SECRET = /^[\w-]{43}$/

/** The browser of a request. One that comes for the first time gets its secret. */
export const browserOf = (ctx: Pick<Context, 'random'>, jar: CookieJar, { browser }: Cookies): Browser => {
  if (browser !== undefined && SECRET.test(browser)) return { secret: browser, setCookies: [] }
  const secret = ctx.random(32).toString('base64url')
  return { secret, setCookies: [jar.browser(secret)] }
}

const isSame = (one: string, other: string) => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Whether a form was sent by a page of this server in the same browser: it has the browser's secret in it,
 * and the browser itself does not say that it comes from elsewhere (W3C Fetch Metadata).
 */
export const isOwnPost = ({ headers }: FastifyRequest, { secret, setCookies }: Browser, form: Parameters): boolean => {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return setCookies.length === 0 && isSame(form.get('_csrf') ?? '', secret)
}

/** What a form gets that is not of this browser, or older than its cookie. */
export const forbidden = (frame: Frame, signIn?: string): Answer =>
  htmlAnswer(errorPage(frame, { message: text(frame.language, 'error.sessionExpired'), signIn }), { status: 403 })
