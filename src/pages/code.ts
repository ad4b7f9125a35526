import { codeField } from './code-field.ts'
import { type Failure, fields } from './field.ts'
import { answered, form, link, links, postLink, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { type Language, richText, text } from './text.ts'

/** The page of a code. */
export type CodeModel = Failure & {
  readonly action: string
  readonly notice?: string
  readonly kind: 'sms' | 'email' | 'app'
  /** Where the code went, masked. */
  readonly destination?: string
  /** What the user called the device of the app. */
  readonly deviceName?: string
  readonly links: {
    readonly back: string
    readonly other?: string
    /** Where the form posts that asks for another code. */
    readonly resend?: string
  }
}

const kinds = {
  sms: { title: 'codeTitleSms', sentTo: 'codeSentSmsTo', sent: 'codeSentSms', graphic: graphics.sms },
  email: { title: 'codeTitleEmail', sentTo: 'codeSentEmailTo', sent: 'codeSentEmail', graphic: graphics.email },
  app: { title: 'codeTitleApp', sentTo: 'codeFromDevice', sent: 'codeFromApp', graphic: graphics.app },
} as const

const introduction = (language: Language, { kind, destination, deviceName }: CodeModel) => {
  if (kind === 'app') {
    return deviceName
      ? richText(language, 'codeFromDevice', { device: html`<bdi>${deviceName}</bdi>` })
      : text(language, 'codeFromApp')
  }
  const { sent, sentTo } = kinds[kind]
  return destination
    ? richText(language, sentTo, { destination: html`<bdi>${destination}</bdi>` })
    : text(language, sent)
}

/** Asks for a code that was sent, or that an authenticator app shows. */
export const codePage = (frame: Frame, model: CodeModel): Html => {
  const { language } = frame
  const field = fields(model, 'code')
  const { title, graphic } = kinds[model.kind]
  const { back, other, resend } = model.links
  return layout(
    frame,
    {
      title: text(language, title),
      introduction: introduction(language, model),
      error: model.error,
      notice: model.notice,
      graphic,
    },
    form(frame, model.action, field(codeField(language)), submit(text(language, 'continue'))),
    links(
      resend !== undefined && answered(text(language, 'noCode'), postLink(frame, resend, text(language, 'resend'))),
      other !== undefined && link(other, text(language, 'tryAnotherWay')),
      link(back, text(language, 'back')),
    ),
  )
}
