import { choices } from './choices.ts'
import { link, links } from './form.ts'
import type { Frame } from './frame.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { text } from './text.ts'

const factors = {
  SMS_MFA: { name: 'factorSms', icon: 'message' },
  EMAIL_OTP: { name: 'factorEmail', icon: 'mail' },
  SOFTWARE_TOKEN_MFA: { name: 'factorApp', icon: 'app' },
} as const

/** A second step of a sign-in, as the API names it. */
export type Factor = keyof typeof factors

/** The pages on which people choose a second step. */
export type ChooseFactorModel = {
  readonly action: string
  readonly error?: string
  readonly factors: readonly Factor[]
  readonly links: { readonly back: string }
}

const page = (frame: Frame, model: ChooseFactorModel, name: 'chooseFactor' | 'setUpFactor'): Html => {
  const { language } = frame
  return layout(
    frame,
    {
      title: text(language, `${name}Title`),
      introduction: text(language, `${name}Introduction`),
      error: model.error,
      isErrorFocused: true,
    },
    choices(
      frame,
      model.action,
      model.factors.map((factor) => ({
        answer: factor,
        label: text(language, factors[factor].name),
        icon: factors[factor].icon,
      })),
    ),
    links(link(model.links.back, text(language, 'back'))),
  )
}

/** Asks which of a user's factors is to be the second step. */
export const chooseFactorPage = (frame: Frame, model: ChooseFactorModel): Html => page(frame, model, 'chooseFactor')

/** Asks which factor to set up, of a user who has none and needs one. */
export const setUpFactorPage = (frame: Frame, model: ChooseFactorModel): Html => page(frame, model, 'setUpFactor')
