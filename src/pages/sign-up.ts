import { type AttributeField, attributeField } from './attribute-fields.ts'
import { type Failure, fields } from './field.ts'
import { answered, form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { newPasswordField, policyList, type ShownPolicy } from './password-fields.ts'
import { richText, text } from './text.ts'
import { type UsernameKind, usernameField } from './username.ts'

/** The page of a sign-up. */
export type SignUpModel = Failure & {
  readonly action: string
  readonly usernameKind: UsernameKind
  readonly username: string
  readonly fields: readonly AttributeField[]
  readonly asksPassword: boolean
  readonly policy: ShownPolicy
  /** Addresses of the client's documents. */
  readonly terms?: { readonly use: string; readonly privacy: string }
  readonly links: { readonly signIn: string }
}

const termsLine = ({ language }: Frame, { use, privacy }: { use: string; privacy: string }) => html`
<p class="legal legalText-customizable">${richText(language, 'terms', {
  use: link(use, text(language, 'termsOfUse')),
  privacy: link(privacy, text(language, 'privacyPolicy')),
})}</p>`

/** Asks for what a new user needs. Fields are `username`, `password` and `attribute.<name>`. */
export const signUpPage = (frame: Frame, model: SignUpModel): Html => {
  const { language } = frame
  const field = fields(model, 'username')
  return layout(
    frame,
    { title: text(language, 'signUpTitle'), error: model.error },
    form(
      frame,
      model.action,
      field(usernameField(language, { ...model, autocomplete: 'username' })),
      html`${model.fields.map((attribute) => field(attributeField(language, attribute)))}`,
      model.asksPassword && html`${field(newPasswordField(language, 'password'))}${policyList(language, model.policy)}`,
      model.terms && termsLine(frame, model.terms),
      submit(text(language, 'signUpButton')),
    ),
    links(answered(text(language, 'haveAccount'), link(model.links.signIn, text(language, 'signInButton')))),
  )
}
