/** What may stand in a header that anybody writes, and be looked at. */
const MAX_LENGTH = 1024

type Known = { readonly name: string; readonly pattern: RegExp }

/** Browsers by the token that only they send; most send those of others, too, so that the first of the list counts. */
const browsers: readonly Known[] = [
  { name: 'Edge', pattern: /\bEdg(?:e|A|iOS)?\/(\d{1,5})/ },
  { name: 'Opera', pattern: /\bOPR\/(\d{1,5})/ },
  { name: 'Samsung Internet', pattern: /\bSamsungBrowser\/(\d{1,5})/ },
  { name: 'Firefox', pattern: /\b(?:Firefox|FxiOS)\/(\d{1,5})/ },
  { name: 'Chrome', pattern: /\b(?:HeadlessChrome|Chrome|CriOS)\/(\d{1,5})/ },
  { name: 'Safari', pattern: /\bVersion\/(\d{1,5})[\d.]{0,9} (?:Mobile\/\w{1,9} )?Safari\// },
]

/** An app, a tool or an SDK that does not pretend to be a browser: its first token is its own. */
const app = /^(?!Mozilla\/)([A-Za-z][\w.-]{0,63})\/(\d{1,5})/

/** Systems with up to two parts of their version; those that are built on another stand before it. */
const systems: readonly Known[] = [
  { name: 'Windows', pattern: /\bWindows NT (\d{1,3}\.\d{1,3})/ },
  { name: 'iOS', pattern: /\b(?:iPhone|CPU) OS (\d{1,3}_\d{1,3})/ },
  { name: 'iOS', pattern: /\bos\/ios(?:#(\d{1,3}(?:\.\d{1,3})?))?/i },
  { name: 'Android', pattern: /\b(?:Android |os\/android#)(\d{1,3}(?:\.\d{1,3})?)/i },
  { name: 'macOS', pattern: /\bMac OS X (\d{1,3}[_.]\d{1,3})/ },
  { name: 'macOS', pattern: /\bos\/(?:macos|darwin)\b(?:#(\d{1,3}(?:\.\d{1,3})?))?/i },
  { name: 'ChromeOS', pattern: /\bCrOS\b/ },
  { name: 'Windows', pattern: /\bos\/win\w{0,9}/i },
  { name: 'Linux', pattern: /\blinux\b/i },
]

/** What Windows calls itself. The later ones all say 10.0. */
const windowsVersions: Readonly<Record<string, string>> = { '6.1': '7', '6.2': '8', '6.3': '8.1', '10.0': '10' }

const describe = (name: string, version: string | undefined) => (version === undefined ? name : `${name} ${version}`)

const browserOf = (text: string): string | undefined => {
  for (const { name, pattern } of browsers) {
    const found = pattern.exec(text)
    if (found) return describe(name, found[1])
  }
  const own = app.exec(text)
  return own?.[1] && describe(own[1], own[2])
}

const systemOf = (text: string): string | undefined => {
  for (const { name, pattern } of systems) {
    const found = pattern.exec(text)
    const version = found?.[1]?.replace('_', '.')
    if (found) return describe(name, name === 'Windows' && version ? windowsVersions[version] : version)
  }
  return undefined
}

/**
 * Where a user agent runs, as people say it: `Chrome 125 / macOS 15.0`, one of both where the other is
 * not known, and `unknown` for nothing known. Below 100 characters, whatever was sent.
 */
export const describeUserAgent = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, MAX_LENGTH)
  return [browserOf(text), systemOf(text)].filter((part) => part !== undefined).join(' / ') || 'unknown'
}

/** The same as threat protection says it: `Chrome 125, macOS 15.0`, with `Other` for what is not known. */
export const deviceName = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, MAX_LENGTH)
  return `${browserOf(text) ?? 'Other'}, ${systemOf(text) ?? 'Other'}`
}
