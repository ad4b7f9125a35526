import { link, links } from './form.ts'
import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { text } from './text.ts'

/** The page of a request that failed: what it says besides, already translated, and the error's code. */
export type ErrorModel = {
  readonly code?: string
  readonly message?: string
  /** Where a sign-in can begin again. */
  readonly signIn?: string | undefined
}

/** The page of something that is done, with where to go on. */
export type ContinueModel = { readonly done: 'accountConfirmed' | 'passwordChanged'; readonly href?: string }

/** Says that a request failed. */
export const errorPage = (frame: Frame, { code, message, signIn }: ErrorModel): Html => {
  const { language } = frame
  return layout(
    frame,
    {
      title: text(language, 'error.somethingWrong'),
      introduction: message ?? text(language, 'errorPage'),
      graphic: { icon: 'alert' },
    },
    code !== undefined && html`<p class="fine">${text(language, 'errorCode', { code })}</p>`,
    signIn !== undefined && links(link(signIn, text(language, 'signInButton'))),
  )
}

/** Says that something is done that a message's link asked for. */
export const continuePage = (frame: Frame, model: ContinueModel): Html => {
  const { language } = frame
  return layout(
    frame,
    { title: text(language, model.done), graphic: { icon: 'check' } },
    model.href !== undefined &&
      html`<div class="form"><a class="button primary submitButton-customizable" href="${href(model.href)}">${text(language, 'continue')}</a></div>`,
  )
}
