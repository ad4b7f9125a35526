import type { PasswordPolicy } from '../domain/password-policy.ts'
import type { Field } from './field.ts'
import { type Html, html } from './html.ts'
import { type Language, text } from './text.ts'

/** What of a pool's policy people are told before they choose a password. */
export type ShownPolicy = Pick<
  PasswordPolicy,
  'minimumLength' | 'requireUppercase' | 'requireLowercase' | 'requireNumbers' | 'requireSymbols'
>

const POLICY_ID = 'policy'

/** The field of a password that the user has. */
export const passwordField = (language: Language): Field => ({
  name: 'password',
  label: text(language, 'password'),
  type: 'password',
  autocomplete: 'current-password',
  maxLength: 256,
})

/** The field of a password that the user chooses, which `policyList` explains. */
export const newPasswordField = (language: Language, label: 'password' | 'newPassword'): Field => ({
  name: 'password',
  label: text(language, label),
  type: 'password',
  autocomplete: 'new-password',
  maxLength: 256,
  describedBy: POLICY_ID,
})

/** What a new password needs. */
export const policyList = (language: Language, policy: ShownPolicy): Html => {
  const lines = [
    text(language, 'policyLength', { count: policy.minimumLength }),
    policy.requireUppercase && text(language, 'policyUppercase'),
    policy.requireLowercase && text(language, 'policyLowercase'),
    policy.requireNumbers && text(language, 'policyNumber'),
    policy.requireSymbols && text(language, 'policySymbol'),
  ].filter((line) => line !== false)
  return html`
<div class="policy" id="${POLICY_ID}">
<p>${text(language, 'policyTitle')}</p>
<ul>${lines.map((line) => html`<li class="passwordCheck-notValid-customizable">${line}</li>`)}</ul>
</div>`
}
