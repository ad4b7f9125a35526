import { form } from './form.ts'
import type { Frame } from './frame.ts'
import { type Html, html } from './html.ts'
import { type Icon, icon } from './icons.ts'

/** One button of several, with what it sends in `answer`. */
export type Choice = { readonly answer: string; readonly label: string; readonly icon: Icon }

/** A form of buttons, each of which answers the page. */
export const choices = (frame: Frame, action: string, offered: readonly Choice[]): Html =>
  form(
    frame,
    action,
    html`<div class="choices">${offered.map(({ answer, label, icon: name }) => html`<button class="button choice" type="submit" name="answer" value="${answer}">${icon(name)}<span>${label}</span>${icon('chevron')}</button>`)}</div>`,
  )
