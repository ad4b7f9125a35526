/** The pages that people see: functions from data to HTML, without effects. */

/** HTML that goes into a page as it is. The `html` tag makes it, or a constant of the program. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | false | readonly Part[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const toText = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(toText).join('')
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/**
 * Tag of templates in which every value is escaped, for text and for quoted attributes, unless it is
 * Html itself. Lists are joined; undefined and false are nothing.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((made, string, index) => made + toText(parts[index - 1]) + string))
