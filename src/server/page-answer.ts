import type { Answer } from '../oauth/message.ts'
import type { Html } from '../pages/html.ts'

/** What a page may load and where its forms go: nothing of another server, and no script or style of its own text. */
const policy = (leadsToClient: boolean) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    // Chromium holds all redirects that follow a form to this, those of the client's own server as well, which
    // nobody here can know.
    ...(leadsToClient ? [] : ["form-action 'self'"]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** What of a page is no part of its HTML. */
type PageOptions = {
  readonly status: number
  /** Whether the page's forms lead on to a client in the end. */
  readonly leadsToClient?: boolean
  readonly cookies?: readonly string[]
}

/** A page with the headers that keep others out of it. */
export const htmlAnswer = (page: Html, { status, leadsToClient = false, cookies = [] }: PageOptions): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(leadsToClient),
    // An app that has the sign-in in a window of its own would take it for closed, and never hear from it.
    ...(!leadsToClient && { 'cross-origin-opener-policy': 'same-origin' }),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
  },
  cookies,
  body: page.text,
})
