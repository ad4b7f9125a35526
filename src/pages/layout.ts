import type { AssetCategory } from '../domain/branding.ts'
import { ERROR_ID } from './field.ts'
import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import { text } from './text.ts'

/** What every page says in the same place. */
export type Page = {
  readonly title: string
  readonly introduction?: string | Html | undefined
  readonly error?: string | undefined
  /** Something that went well before this page. */
  readonly notice?: string | undefined
  /** The picture of a step. */
  readonly graphic?: AssetCategory
  /** Whether it needs the script of passkeys. */
  readonly isScripted?: boolean
}

/** A whole document: the frame of all pages around what is in one of them. */
export const layout = (frame: Frame, page: Page, ...content: readonly (Html | false | undefined)[]): Html => {
  const { language, look } = frame
  const title = page.error === undefined ? page.title : text(language, 'errorTitle', { title: page.title })
  return html`<!doctype html>
<html lang="${language}" data-scheme="${look.colorScheme}" data-kind="${look.kind}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}${frame.title !== undefined && ` - ${frame.title}`}</title>
${look.stylesheets.map((address) => html`<link rel="stylesheet" href="${href(address)}">`)}
${page.isScripted === true && html`<script src="${href(look.script)}" defer></script>`}
</head>
<body>
<main class="card background-customizable">
<h1>${page.title}</h1>
${page.introduction !== undefined && html`<p class="introduction textDescription-customizable">${page.introduction}</p>`}
${page.notice !== undefined && html`<p class="alert success" role="status">${page.notice}</p>`}
${page.error !== undefined && html`<p class="alert error errorMessage-customizable" id="${ERROR_ID}" role="alert" tabindex="-1">${page.error}</p>`}
${content}
</main>
</body>
</html>`
}
