import { errorAlert, notice } from './alert.ts'
import { pageFooter, pageHeader } from './bars.ts'
import { documentHead } from './document-head.ts'
import type { Frame } from './frame.ts'
import { type Graphic, graphicHtml } from './graphic.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import { languageMenu } from './language-menu.ts'
import { brandPicture } from './picture.ts'

/** What every page says in the same place. */
export type Page = {
  readonly title: string
  readonly introduction?: string | Html | undefined
  readonly error?: string | undefined
  /** Whether the error has the focus, which else is with the field that is wrong. */
  readonly isErrorFocused?: boolean
  /** Something that went well before this page. */
  readonly notice?: string | undefined
  /** The picture of a step. */
  readonly graphic?: Graphic
  /** Whether it needs the script of passkeys. */
  readonly isScripted?: boolean
}

/** The logo above or below a managed page's form, or outside it. */
const formLogo = ({ look, title = '' }: Frame) => {
  const { isShown, location } = look.arrangement.formLogo
  const image = isShown && brandPicture(look, 'FORM_LOGO', { className: 'form-logo', alternative: title })
  return image && html`<div class="logo" data-location="${location}">${image}</div>`
}

/** What a classic page has at the top of its form, which a pool's own style may colour even without a logo. */
const banner = ({ look, title = '' }: Frame) => html`
<div class="banner${look.logo !== undefined && ' with-logo'} banner-customizable">${look.logo !== undefined && html`<img class="logo-customizable" src="${href(look.logo)}" alt="${title}">`}</div>`

const heading = (frame: Frame, page: Page) => html`
${page.graphic && graphicHtml(frame.look, page.graphic)}
<h1>${page.title}</h1>
${page.introduction !== undefined && html`<p class="introduction textDescription-customizable">${page.introduction}</p>`}
${page.notice !== undefined && notice(page.notice)}
${page.error !== undefined && errorAlert(page.error, page.isErrorFocused ?? false)}`

const card = (frame: Frame, page: Page, content: Html) => {
  const { look } = frame
  const { formLogo: at, hasFormBackground } = look.arrangement
  const logo = at.isInForm && formLogo(frame)
  return html`
<div class="card background-customizable">
${hasFormBackground && brandPicture(look, 'FORM_BACKGROUND', { className: 'backdrop' })}
${look.kind === 'classic' && banner(frame)}
${at.position === 'TOP' && logo}
${heading(frame, page)}
${content}
${at.position === 'BOTTOM' && logo}
</div>`
}

/** A whole document: the frame of all pages around what is in one of them. */
export const layout = (frame: Frame, page: Page, ...content: readonly (Html | false | undefined)[]): Html => {
  const { formLogo: at, hasPageBackground, horizontal, vertical } = frame.look.arrangement
  const outside = !at.isInForm && formLogo(frame)
  return html`<!doctype html>
<html lang="${frame.language}" data-scheme="${frame.look.colorScheme}" data-density="${frame.look.arrangement.density}">
${documentHead(frame, page)}
<body>
${hasPageBackground && brandPicture(frame.look, 'PAGE_BACKGROUND', { className: 'backdrop' })}
${pageHeader(frame)}
<div class="place" data-horizontal="${horizontal}" data-vertical="${vertical}">
<main>
${at.position === 'TOP' && outside}
${card(frame, page, html`${content}`)}
${at.position === 'BOTTOM' && outside}
</main>
${languageMenu(frame)}
</div>
${pageFooter(frame)}
</body>
</html>
`
}
