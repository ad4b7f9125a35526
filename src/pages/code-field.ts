import type { Field } from './field.ts'
import { type Language, text } from './text.ts'

/** The field of a code that was sent or that an app shows. */
export const codeField = (language: Language): Field => ({
  name: 'code',
  label: text(language, 'code'),
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  maxLength: 2048,
  isCode: true,
})
