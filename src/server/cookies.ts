import { parseCookie, stringifySetCookie } from 'cookie'
import type { SessionCookies } from '../oauth/logout.ts'

/** Cookies of the pages: where they are on a server that is reached by TLS, no page of another name can set them. */
export type Cookies = {
  /** The browser's sessions by pool. */
  readonly sessions: SessionCookies
  /** The secret of this browser that its forms send back. */
  readonly browser: string | undefined
  readonly language: string | undefined
  /** The name that somebody signed in with and wanted to be kept. */
  readonly username: string | undefined
}

/** Of a session that the pages keep. */
const SESSION = 'cognito.'
const BROWSER = 'XSRF-TOKEN'
const LANGUAGE = 'lang'
const USERNAME = 'username'

const YEAR_SECONDS = 31_536_000

/** Only over TLS can a browser promise that nobody else has set the cookie (RFC 6265bis section 4.1.3.2). */
const prefixOf = (isSecure: boolean) => (isSecure ? '__Host-' : '')

/** Reads and writes the cookies of a server that is reached by TLS, or not. */
export const makeCookies = (isSecure: boolean) => {
  const prefix = prefixOf(isSecure)
  const write = (name: string, value: string, maxAge?: number): string =>
    stringifySetCookie({
      name: prefix + name,
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      ...(maxAge !== undefined && { maxAge }),
    })
  return {
    read(header: string | undefined): Cookies {
      const all = parseCookie(header ?? '')
      const sessions = new Map<string, string>()
      for (const [name, value] of Object.entries(all)) {
        if (name.startsWith(prefix + SESSION) && value) sessions.set(name.slice(prefix.length + SESSION.length), value)
      }
      const [browser, language, username] = [BROWSER, LANGUAGE, USERNAME].map((name) => all[prefix + name])
      return { sessions, browser, language, username }
    },
    /** Ends with the session: `maxAge` is in seconds. */
    session: (poolId: string, value: string, maxAge: number) => write(SESSION + poolId, value, maxAge),
    endSession: (poolId: string) => write(SESSION + poolId, '', 0),
    browser: (value: string) => write(BROWSER, value),
    language: (value: string) => write(LANGUAGE, value, YEAR_SECONDS),
    username: (value: string) => write(USERNAME, value, value === '' ? 0 : YEAR_SECONDS),
  }
}

/** What reads and writes cookies. */
export type CookieJar = ReturnType<typeof makeCookies>
