import { type AttributeField, attributeField } from './attribute-fields.ts'
import { type Failure, fields } from './field.ts'
import { form, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { graphics } from './graphic.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { newPasswordField, policyList, type ShownPolicy } from './password-fields.ts'
import { text } from './text.ts'

/** The page of a password that has to be changed. */
export type NewPasswordModel = Failure & {
  readonly action: string
  readonly policy: ShownPolicy
  /** Required attributes that the user lacks. */
  readonly attributes: readonly AttributeField[]
}

/** Asks for a new password, and for what the user lacks. Fields are `password` and `attribute.<name>`. */
export const newPasswordPage = (frame: Frame, model: NewPasswordModel): Html => {
  const { language } = frame
  const field = fields(model, 'password')
  return layout(
    frame,
    {
      title: text(language, 'newPasswordTitle'),
      introduction: text(language, 'newPasswordIntroduction'),
      error: model.error,
      graphic: graphics.password,
    },
    form(
      frame,
      model.action,
      field(newPasswordField(language, 'newPassword')),
      policyList(language, model.policy),
      html`${model.attributes.map((attribute) => field(attributeField(language, attribute)))}`,
      submit(text(language, 'changePassword')),
    ),
  )
}
