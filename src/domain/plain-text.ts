const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

const decodeEntity = (whole: string, name: string) => {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  const isText = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isText ? String.fromCodePoint(code) : whole
}

/** What is never shown. The search for an end that is not there is made once, so that it stays linear. */
const withoutHidden = (html: string) => {
  let shown = html
  for (const [start, end] of [
    [/<!--/, '-->'],
    [/<style\b/i, '</style>'],
    [/<script\b/i, '</script>'],
    [/<head\b/i, '</head>'],
  ] as const) {
    let rest = shown
    shown = ''
    for (let at = rest.search(start); at !== -1; at = rest.search(start)) {
      shown += rest.slice(0, at)
      const close = rest.toLowerCase().indexOf(end, at)
      rest = close === -1 ? '' : rest.slice(close + end.length)
    }
    shown += rest
  }
  return shown
}

/** Each link followed by its address, unless that is its text. */
const withAddresses = (html: string) => {
  let open: { address: string; from: number } | undefined
  return html.replace(/<a\b([^<>]*)>|<\/a\s*>/gi, (tag: string, attributes: string | undefined, at: number) => {
    if (attributes !== undefined) {
      const [, double, single] = /\bhref\s?=\s?(?:"([^"]*)"|'([^']*)')/i.exec(attributes) ?? []
      open = { address: double ?? single ?? '', from: at + tag.length }
      return ''
    }
    const { address = '', from = at } = open ?? {}
    open = undefined
    const shown = html
      .slice(from, at)
      .replace(/<[a-z/!?][^<>]*>/gi, '')
      .trim()
    return address && address !== shown ? ` (${address})` : ''
  })
}

/**
 * What a reader without HTML sees of an HTML message: its text, with line ends where blocks end and
 * addresses of links behind their texts. For reading only: the result is not safe to show as HTML.
 */
export const toPlainText = (html: string): string =>
  withAddresses(withoutHidden(html).replace(/\s+/g, ' '))
    .replace(/<(?:br|hr)\b[^<>]*>|<\/(?:h[1-6]|div|li|tr|table|ul|ol)\s*>/gi, '\n')
    .replace(/<\/p\s*>/gi, '\n\n')
    .replace(/<[a-z/!?][^<>]*>/gi, '')
    .replace(/&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/g, decodeEntity)
    .split('\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
