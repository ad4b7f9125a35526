import { form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { richText, text } from './text.ts'

/** The page of somebody who is signed in, and has to prove more of who they are. */
export type StepUpModel = {
  readonly action: string
  readonly error?: string | undefined
  readonly username: string
  readonly links: { readonly back: string }
}

/** Tells who is signed in, and goes on to what they have to prove. */
export const stepUpPage = (frame: Frame, model: StepUpModel): Html => {
  const { language } = frame
  return layout(
    frame,
    {
      title: text(language, 'chooseFactorTitle'),
      introduction: richText(language, 'signInAs', { username: html`<bdi>${model.username}</bdi>` }),
      error: model.error,
      isErrorFocused: true,
      graphic: graphics.password,
    },
    form(frame, model.action, submit(text(language, 'continue'))),
    links(link(model.links.back, text(language, 'useOtherAccount'))),
  )
}
