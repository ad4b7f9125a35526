import { codeField } from './code-field.ts'
import { type Failure, fields } from './field.ts'
import { answered, form, link, links, postLink, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { type Language, richText, text } from './text.ts'

/** The page that confirms a sign-up. */
export type ConfirmModel = Failure & {
  readonly action: string
  readonly notice?: string
  /** Whether the message has a link, which is opened and not typed in. */
  readonly byLink?: boolean
  /** Where the code went, masked. */
  readonly destination?: string
  readonly username: string
  readonly links: {
    /** Where the form posts that asks for another code. */
    readonly resend?: string
    readonly back: string
  }
}

const sent = {
  code: { to: 'codeSentTo', somewhere: 'codeSent' },
  link: { to: 'linkSentTo', somewhere: 'linkSent' },
} as const

const introduction = (language: Language, { byLink, destination }: ConfirmModel) => {
  const { to, somewhere } = sent[byLink ? 'link' : 'code']
  if (destination === undefined) return text(language, somewhere)
  return richText(language, to, { destination: html`<bdi>${destination}</bdi>` })
}

/** The way to another message, and back. Who was sent a link goes on by signing in. */
const ways = (frame: Frame, { byLink, links: { resend, back } }: ConfirmModel) => {
  const { language } = frame
  if (byLink) {
    const again = resend !== undefined && postLink(frame, resend, text(language, 'resendLink'))
    return links(again, link(back, text(language, 'signInButton')))
  }
  const again =
    resend !== undefined && answered(text(language, 'noCode'), postLink(frame, resend, text(language, 'resend')))
  return links(again, link(back, text(language, 'back')))
}

/** Asks for the code of a sign-up, or tells of the link. */
export const confirmPage = (frame: Frame, model: ConfirmModel): Html => {
  const { language } = frame
  const field = fields(model, 'code')
  return layout(
    frame,
    {
      title: text(language, 'confirmTitle'),
      introduction: introduction(language, model),
      error: model.error,
      notice: model.notice,
      graphic: graphics.email,
    },
    !model.byLink &&
      form(
        frame,
        model.action,
        html`<input type="hidden" name="username" value="${model.username}">`,
        field(codeField(language)),
        submit(text(language, 'confirmButton')),
      ),
    ways(frame, model),
  )
}
