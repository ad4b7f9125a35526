import type { Field } from './field.ts'
import { type Language, text } from './text.ts'

/** What people sign in with in a pool. */
export type UsernameKind = 'username' | 'email' | 'phone' | 'email-or-phone' | 'any'

const labels = {
  username: 'username',
  email: 'email',
  phone: 'phone',
  'email-or-phone': 'emailOrPhone',
  any: 'anyUsername',
} as const

/** The field of a user's name. Its type is text, as the names that an administrator gave may be others. */
export const usernameField = (
  language: Language,
  { usernameKind, username, autocomplete }: { usernameKind: UsernameKind; username: string; autocomplete: string },
): Field => ({
  name: 'username',
  label: text(language, labels[usernameKind]),
  value: username,
  autocomplete,
  maxLength: 2048,
  ...(usernameKind === 'email' && { inputmode: 'email' }),
  ...(usernameKind === 'phone' && { inputmode: 'tel' }),
})
