/** What stands in for placeholders. One without a value stays as it is written. */
export type MessageValues = {
  /** `{####}`: a code or a temporary password. */
  readonly code?: string
  /** `{username}`: only invitations name it. */
  readonly username?: string
  /** `{##text##}`: becomes a link with that text. */
  readonly link?: string
}

type Replacements = {
  readonly code: string | undefined
  readonly username: string | undefined
  readonly link: ((text: string) => string) | undefined
}

/** A link's text ends at the next brace at the latest, so that no text is searched twice (linear time). */
const PLACEHOLDER = /\{(?:####|username|##([^{]*?)##)\}/g

/** One pass, so that what a value brings in is never read as a placeholder. */
const fill = (template: string, { code, username, link }: Replacements): string =>
  template.replace(PLACEHOLDER, (placeholder: string, text: string | undefined) => {
    if (text !== undefined) return link?.(text) ?? placeholder
    return (placeholder === '{username}' ? username : code) ?? placeholder
  })

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as it stands in HTML. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** The text message that `template` makes with `values`. Text is text: nothing is escaped. */
export const renderSms = (template: string, { code, username }: MessageValues): string =>
  fill(template, { code, username, link: undefined })

/**
 * The HTML body that `template`, the administrator's own HTML, makes with `values`, which are
 * anybody's and therefore escaped.
 */
export const renderEmailBody = (template: string, { code, username, link }: MessageValues): string =>
  fill(template, {
    code: code === undefined ? undefined : escapeHtml(code),
    username: username === undefined ? undefined : escapeHtml(username),
    link: link === undefined ? undefined : (text) => `<a href="${escapeHtml(link)}">${text}</a>`,
  })

/** The subject that `template` makes with `values`: one line, as a second would be a header. */
export const renderEmailSubject = (template: string, { code, username }: MessageValues): string =>
  fill(template, { code, username, link: undefined })
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
