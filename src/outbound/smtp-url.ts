import { isIP } from 'node:net'

/** How connections to a mail server are protected. */
export type SmtpOptions = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte. */
  readonly secure: boolean
  /** STARTTLS or nothing. */
  readonly requireTLS: boolean
  readonly ignoreTLS: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  readonly tls: { readonly rejectUnauthorized: boolean; readonly minVersion: 'TLSv1.2'; readonly servername?: string }
}

const SUBMISSION = 587
const SUBMISSION_TLS = 465
const tlsModes = ['required', 'unverified', 'off'] as const
type TlsMode = (typeof tlsModes)[number]

const mistake = (text: string) => new Error(`CENOTE_SMTP_URL: ${text}`)

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw mistake('the user name and the password must be percent-encoded')
  }
}

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)

const readTlsMode = (url: URL, host: string): TlsMode => {
  for (const name of url.searchParams.keys()) if (name !== 'tls') throw mistake('only the parameter tls is known')
  const given = url.searchParams.get('tls')
  if (given === null) return url.protocol === 'smtp:' && isLoopback(host) ? 'off' : 'required'
  const mode = tlsModes.find((known) => known === given)
  if (!mode) throw mistake(`tls must be one of ${tlsModes.join(', ')}`)
  if (mode === 'off' && url.protocol === 'smtps:') throw mistake('smtps and tls=off contradict each other')
  return mode
}

/**
 * Reads `smtp://user:password@host:port?tls=...`. `smtps:` is TLS from the first byte; `smtp:` is
 * STARTTLS, without which nothing is sent, except to this machine itself. `tls=off` sends in the
 * clear, `tls=unverified` encrypts for whoever answers, `tls=required` is the default made explicit.
 * Raises Error, whose text names the setting and nothing of its value.
 */
export const readSmtpUrl = (text: string): SmtpOptions => {
  if (!URL.canParse(text)) throw mistake('must be a URL of the form smtp://user:password@host:port')
  const url = new URL(text)
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') throw mistake('must begin with smtp:// or smtps://')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!host) throw mistake('must name a host')
  const secure = url.protocol === 'smtps:'
  const mode = readTlsMode(url, host)
  return {
    host,
    port: url.port ? Number(url.port) : secure ? SUBMISSION_TLS : SUBMISSION,
    secure,
    requireTLS: !secure && mode !== 'off',
    ignoreTLS: !secure && mode === 'off',
    ...(url.username && { auth: { user: decoded(url.username), pass: decoded(url.password) } }),
    tls: {
      rejectUnauthorized: mode !== 'unverified',
      minVersion: 'TLSv1.2',
      ...(isIP(host) === 0 && { servername: host }),
    },
  }
}
