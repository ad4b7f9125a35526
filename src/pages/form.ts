import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'

/** A form that posts, with the token that shows it to be the server's own. */
export const form = ({ csrf }: Frame, action: string, ...content: readonly (Html | false | undefined)[]): Html => html`
<form class="form" method="post" action="${href(action)}">
<input type="hidden" name="_csrf" value="${csrf}">
${content}
</form>`

/** The button that sends a form. */
export const submit = (label: string, name?: string): Html =>
  html`<button class="button primary submitButton-customizable" type="submit"${name !== undefined && html` name="${name}" value="${label}"`}>${label}</button>`

/** A form of nothing but a button that looks like a link. */
export const postLink = ({ csrf }: Frame, action: string, label: string): Html => html`
<form class="inline" method="post" action="${href(action)}">
<input type="hidden" name="_csrf" value="${csrf}">
<button class="link" type="submit">${label}</button>
</form>`

/** A link in a page's text. */
export const link = (address: string, label: string | Html): Html =>
  html`<a class="link" href="${href(address)}">${label}</a>`

/** A link that answers a question. */
export const answered = (question: string, answer: Html): Html => html`<span>${question}</span> ${answer}`

/** Links below a form, those that there are. */
export const links = (...content: readonly (Html | false | undefined)[]): Html | false => {
  const shown = content.filter((item) => item !== false && item !== undefined)
  return (
    shown.length > 0 &&
    html`<ul class="links">${shown.map((item) => html`<li class="redirect-customizable">${item}</li>`)}</ul>`
  )
}
