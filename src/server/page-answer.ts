import type { Answer } from '../oauth/message.ts'
import type { Html } from '../pages/html.ts'

/** Where forms may lead in the end: browsers hold redirects that follow a form to it as well. */
const formTarget = (redirectUri: string | undefined): string => {
  const url = redirectUri === undefined ? null : URL.parse(redirectUri)
  if (!url) return ''
  return url.origin === 'null' ? ` ${url.protocol}` : ` ${url.origin}`
}

/** What a page may load and where its forms go: nothing of another server, and no script or style of its own text. */
const policy = (redirectUri: string | undefined) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    `form-action 'self'${formTarget(redirectUri)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** What of a page is no part of its HTML. */
type PageOptions = {
  readonly status: number
  /** The client's URL to which the page's forms lead. */
  readonly target?: string
  readonly cookies?: readonly string[]
}

/** A page with the headers that keep others out of it. */
export const htmlAnswer = (page: Html, { status, target, cookies = [] }: PageOptions): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(target),
    // A client may open its sign-in in a window of its own, which tells its opener what came of it.
    ...(target === undefined && { 'cross-origin-opener-policy': 'same-origin' }),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
  },
  cookies,
  body: page.text,
})
