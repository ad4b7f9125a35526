import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import type { Look } from './look.ts'
import { text } from './text.ts'

/** The icon of the page's tab. Without any, an empty one keeps browsers from asking for `/favicon.ico`. */
const favicons = ({ images, arrangement, colorScheme }: Look) => {
  const shown = (['SVG', 'ICO'] as const).flatMap((format) => {
    const { light, dark } = (arrangement.favicons.includes(format) && images[`FAVICON_${format}`]) || {}
    const address = colorScheme === 'DARK' ? (dark ?? light) : (light ?? dark)
    const type = format === 'SVG' ? 'image/svg+xml' : 'image/x-icon'
    return address === undefined ? [] : [html`<link rel="icon" type="${type}" href="${href(address)}">`]
  })
  return shown.length > 0 ? shown : html`<link rel="icon" href="data:,">`
}

/** The head of a page: its title, which begins with what is wrong, and what it loads. */
export const documentHead = (
  { language, look, title: of }: Frame,
  page: { readonly title: string; readonly error?: string | undefined; readonly isScripted?: boolean },
): Html => {
  const title = page.error === undefined ? page.title : text(language, 'errorTitle', { title: page.title })
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}${of !== undefined && ` - ${of}`}</title>
${look.stylesheets.map((address) => html`<link rel="stylesheet" href="${href(address)}">`)}
${favicons(look)}
${page.isScripted === true && html`<script src="${href(look.script)}" defer></script>`}
</head>`
}
