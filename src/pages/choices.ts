import { form } from './form.ts'
import type { Frame } from './frame.ts'
import { type Html, html } from './html.ts'

/** One button of several, with what it sends in `answer`. */
export type Choice = { readonly answer: string; readonly label: string }

/** A form of buttons, each of which answers the page. */
export const choices = (frame: Frame, action: string, offered: readonly Choice[]): Html =>
  form(
    frame,
    action,
    html`${offered.map(({ answer, label }) => html`<button class="button choice" type="submit" name="answer" value="${answer}"><span>${label}</span></button>`)}`,
  )
