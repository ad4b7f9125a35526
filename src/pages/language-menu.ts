import { attribute } from './attribute.ts'
import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import { text } from './text.ts'

/** The languages of a page, each by its own name. */
export const languageMenu = ({ language, languages }: Frame): Html | false =>
  languages.length > 1 &&
  html`<nav class="languages" aria-label="${text(language, 'language')}">
<details>
<summary>${icon('globe')}<span>${text(language, 'languageName')}</span></summary>
<ul>${languages.map(
    (other) =>
      html`<li><a lang="${other.language}" hreflang="${other.language}" href="${href(other.href)}"${attribute('aria-current', other.language === language && 'true')}>${text(other.language, 'languageName')}</a></li>`,
  )}</ul>
</details>
</nav>`
