import { link, links } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { passkeyForm } from './passkey-form.ts'
import { text } from './text.ts'

/** The page that asks for a passkey. */
export type PasskeyModel = {
  readonly action: string
  readonly error?: string
  /** JSON for navigator.credentials.get. */
  readonly options: string
  readonly links: { readonly back: string; readonly other?: string }
}

/** The page that offers to make a passkey. */
export type AddPasskeyModel = {
  readonly action: string
  readonly error?: string
  /** JSON for navigator.credentials.create. */
  readonly options: string
  /** Where people go on without one. */
  readonly skip: string
}

/** Asks for a passkey of the user, whose JSON is sent in `credential`. */
export const passkeyPage = (frame: Frame, model: PasskeyModel): Html => {
  const { language } = frame
  const { back, other } = model.links
  return layout(
    frame,
    {
      title: text(language, 'passkeyTitle'),
      introduction: text(language, 'passkeyIntroduction'),
      error: model.error,
      isErrorFocused: true,
      graphic: graphics.passkey,
      isScripted: true,
    },
    passkeyForm(frame, {
      action: model.action,
      call: 'get',
      options: model.options,
      label: text(language, 'passkeyButton'),
      cancelled: text(language, 'passkeyCancelled'),
      // After an error it would fail again at once, and the error be missed.
      starts: model.error === undefined ? 'page' : undefined,
    }),
    links(other !== undefined && link(other, text(language, 'tryAnotherWay')), link(back, text(language, 'back'))),
  )
}

/** Offers to make a passkey, whose JSON is sent in `credential`. */
export const addPasskeyPage = (frame: Frame, model: AddPasskeyModel): Html => {
  const { language } = frame
  return layout(
    frame,
    {
      title: text(language, 'addPasskeyTitle'),
      introduction: text(language, 'addPasskeyIntroduction'),
      error: model.error,
      isErrorFocused: true,
      graphic: graphics.passkey,
      isScripted: true,
    },
    passkeyForm(frame, {
      action: model.action,
      call: 'create',
      options: model.options,
      label: text(language, 'addPasskeyButton'),
      cancelled: text(language, 'addPasskeyCancelled'),
    }),
    links(link(model.skip, text(language, 'skip'))),
  )
}
