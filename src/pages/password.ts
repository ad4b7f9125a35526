import { type Failure, fields } from './field.ts'
import { form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { passwordField } from './password-fields.ts'
import { richText, text } from './text.ts'

/** The page of a password, after that of the user's name. */
export type PasswordModel = Failure & {
  readonly action: string
  readonly username: string
  readonly links: { readonly forgotPassword?: string; readonly back: string }
}

/** Asks for the password of a user. */
export const passwordPage = (frame: Frame, model: PasswordModel): Html => {
  const { language } = frame
  const field = fields(model, 'password')
  const { forgotPassword, back } = model.links
  return layout(
    frame,
    {
      title: text(language, 'passwordTitle'),
      introduction: richText(language, 'signInAs', { username: html`<bdi>${model.username}</bdi>` }),
      error: model.error,
      graphic: graphics.password,
    },
    form(
      frame,
      model.action,
      // Lets password managers know whose password it is.
      html`<input type="text" name="username" value="${model.username}" autocomplete="username" hidden>`,
      field(passwordField(language)),
      submit(text(language, 'signInButton')),
    ),
    links(
      forgotPassword !== undefined && link(forgotPassword, text(language, 'forgotPassword')),
      link(back, text(language, 'useOtherAccount')),
    ),
  )
}
