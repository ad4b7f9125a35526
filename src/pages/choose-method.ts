import { choices } from './choices.ts'
import { link, links } from './form.ts'
import type { Frame } from './frame.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { richText, text } from './text.ts'

const methods = {
  PASSWORD: { name: 'methodPassword', icon: 'lock' },
  EMAIL_OTP: { name: 'methodEmail', icon: 'mail' },
  SMS_OTP: { name: 'methodSms', icon: 'message' },
  WEB_AUTHN: { name: 'methodPasskey', icon: 'passkey' },
} as const

/** A way to sign in, as the API names it. */
export type Method = keyof typeof methods

/** The page on which people choose how to sign in. */
export type ChooseMethodModel = {
  readonly action: string
  readonly error?: string
  readonly username: string
  readonly methods: readonly Method[]
  readonly links: { readonly back: string }
}

/** Asks how somebody wants to sign in. */
export const chooseMethodPage = (frame: Frame, model: ChooseMethodModel): Html => {
  const { language } = frame
  return layout(
    frame,
    {
      title: text(language, 'chooseMethodTitle'),
      introduction: richText(language, 'signInAs', { username: html`<bdi>${model.username}</bdi>` }),
      error: model.error,
      isErrorFocused: true,
    },
    choices(
      frame,
      model.action,
      model.methods.map((method) => ({
        answer: method,
        label: text(language, methods[method].name),
        icon: methods[method].icon,
      })),
    ),
    links(link(model.links.back, text(language, 'useOtherAccount'))),
  )
}
