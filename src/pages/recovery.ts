import { codeField } from './code-field.ts'
import { type Failure, fields } from './field.ts'
import { answered, form, link, links, postLink, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { newPasswordField, policyList, type ShownPolicy } from './password-fields.ts'
import { richText, text } from './text.ts'
import { type UsernameKind, usernameField } from './username.ts'

/** The page that begins the reset of a password. */
export type ForgotPasswordModel = Failure & {
  readonly action: string
  readonly usernameKind: UsernameKind
  readonly username: string
  readonly links: { readonly back: string }
}

/** The page that ends it. */
export type ResetPasswordModel = Failure & {
  readonly action: string
  readonly notice?: string
  /** Where the code went, masked. */
  readonly destination?: string
  readonly username?: string
  readonly policy: ShownPolicy
  readonly links: {
    /** Where the form posts that asks for another code. */
    readonly resend?: string
    readonly back: string
  }
}

/** Asks whose password is to be reset. */
export const forgotPasswordPage = (frame: Frame, model: ForgotPasswordModel): Html => {
  const { language } = frame
  const field = fields(model, 'username')
  return layout(
    frame,
    {
      title: text(language, 'forgotTitle'),
      introduction: text(language, 'forgotIntroduction'),
      error: model.error,
      graphic: graphics.password,
    },
    form(
      frame,
      model.action,
      field(usernameField(language, { ...model, autocomplete: 'username' })),
      submit(text(language, 'sendCode')),
    ),
    links(link(model.links.back, text(language, 'back'))),
  )
}

/** Asks for the code of a reset, and for the new password. */
export const resetPasswordPage = (frame: Frame, model: ResetPasswordModel): Html => {
  const { language } = frame
  const field = fields(model, 'code')
  const { resend, back } = model.links
  return layout(
    frame,
    {
      title: text(language, 'newPasswordTitle'),
      introduction: model.destination
        ? richText(language, 'codeSentTo', { destination: html`<bdi>${model.destination}</bdi>` })
        : text(language, 'codeSent'),
      error: model.error,
      notice: model.notice,
      graphic: graphics.password,
    },
    form(
      frame,
      model.action,
      model.username !== undefined &&
        html`<input type="text" name="username" value="${model.username}" autocomplete="username" hidden>`,
      field(codeField(language)),
      field(newPasswordField(language, 'newPassword')),
      policyList(language, model.policy),
      submit(text(language, 'changePassword')),
    ),
    links(
      resend !== undefined && answered(text(language, 'noCode'), postLink(frame, resend, text(language, 'resend'))),
      link(back, text(language, 'back')),
    ),
  )
}
