import { type Failure, fields } from './field.ts'
import { form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { text } from './text.ts'

/** The page that asks where codes by e-mail go. */
export type SetUpEmailModel = Failure & {
  readonly action: string
  readonly email?: string
  readonly links: { readonly back: string }
}

/** Asks for an e-mail address that codes go to, which is sent as `email`. */
export const setUpEmailPage = (frame: Frame, model: SetUpEmailModel): Html => {
  const { language } = frame
  const label = text(language, 'email')
  return layout(
    frame,
    {
      title: text(language, 'setUpEmailTitle'),
      introduction: text(language, 'setUpEmailIntroduction'),
      error: model.error,
      graphic: graphics.email,
    },
    form(
      frame,
      model.action,
      fields(model, 'email')({ name: 'email', label, type: 'email', value: model.email ?? '', autocomplete: 'email' }),
      submit(text(language, 'continue')),
    ),
    links(link(model.links.back, text(language, 'back'))),
  )
}
