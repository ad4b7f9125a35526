import { form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { text } from './text.ts'

/** The page after a sign-out. */
export type SignedOutModel = { readonly links: { readonly signIn?: string } }

/** The page before one that nobody's app has asked for. */
export type ConfirmSignOutModel = { readonly action: string }

/** Says that somebody is signed out. */
export const signedOutPage = (frame: Frame, model: SignedOutModel): Html => {
  const { language } = frame
  const { signIn } = model.links
  return layout(
    frame,
    {
      title: text(language, 'signedOutTitle'),
      introduction: text(language, 'signedOutIntroduction'),
      graphic: { icon: 'check' },
    },
    links(signIn !== undefined && link(signIn, text(language, 'signInAgain'))),
  )
}

/** Asks whether to sign out. */
export const confirmSignOutPage = (frame: Frame, model: ConfirmSignOutModel): Html => {
  const { language } = frame
  return layout(
    frame,
    {
      title: text(language, 'confirmSignOutTitle'),
      introduction: text(language, 'confirmSignOutIntroduction'),
      graphic: { icon: 'door' },
    },
    form(frame, model.action, submit(text(language, 'signOutButton'))),
  )
}
