import { codeField } from './code-field.ts'
import { type Failure, fields } from './field.ts'
import { answered, form, link, links, postLink, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { richText, text } from './text.ts'

/** The page that confirms a sign-up. */
export type ConfirmModel = Failure & {
  readonly action: string
  readonly notice?: string
  /** Where the code went, masked. */
  readonly destination?: string
  readonly username: string
  readonly links: {
    /** Where the form posts that asks for another code. */
    readonly resend?: string
    readonly back: string
  }
}

/** Asks for the code of a sign-up. */
export const confirmPage = (frame: Frame, model: ConfirmModel): Html => {
  const { language } = frame
  const field = fields(model, 'code')
  const { resend, back } = model.links
  return layout(
    frame,
    {
      title: text(language, 'confirmTitle'),
      introduction: model.destination
        ? richText(language, 'codeSentTo', { destination: html`<bdi>${model.destination}</bdi>` })
        : text(language, 'codeSent'),
      error: model.error,
      notice: model.notice,
      graphic: graphics.email,
    },
    form(
      frame,
      model.action,
      html`<input type="hidden" name="username" value="${model.username}">`,
      field(codeField(language)),
      submit(text(language, 'confirmButton')),
    ),
    links(
      resend !== undefined && answered(text(language, 'noCode'), postLink(frame, resend, text(language, 'resend'))),
      link(back, text(language, 'back')),
    ),
  )
}
