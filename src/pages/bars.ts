import type { Frame } from './frame.ts'
import { type Html, html } from './html.ts'
import { brandPicture } from './picture.ts'

const content = (frame: Frame, name: 'header' | 'footer') => {
  const { look, title = '' } = frame
  const { hasBackground, hasLogo } = look.arrangement[name]
  const [logo, background] =
    name === 'header'
      ? (['PAGE_HEADER_LOGO', 'PAGE_HEADER_BACKGROUND'] as const)
      : (['PAGE_FOOTER_LOGO', 'PAGE_FOOTER_BACKGROUND'] as const)
  return html`
${hasBackground && brandPicture(look, background, { className: 'backdrop' })}
${hasLogo && brandPicture(look, logo, { className: 'bar-logo', alternative: title })}`
}

/** The bar at the top of a page, where the branding has one. */
export const pageHeader = (frame: Frame): Html | false => {
  const { isShown, location } = frame.look.arrangement.header
  return (
    isShown && html`<header class="bar page-header" data-location="${location}">${content(frame, 'header')}</header>`
  )
}

/** The bar at its bottom. */
export const pageFooter = (frame: Frame): Html | false => {
  const { isShown, location } = frame.look.arrangement.footer
  return (
    isShown && html`<footer class="bar page-footer" data-location="${location}">${content(frame, 'footer')}</footer>`
  )
}
