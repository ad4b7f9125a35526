import type { Field } from './field.ts'
import { attributeLabel, type Language, text } from './text.ts'

/** An attribute that people are asked for. */
export type AttributeField = {
  readonly name: string
  readonly type: 'text' | 'email' | 'tel' | 'date' | 'number' | 'url'
  readonly required: boolean
  readonly value: string
  readonly minLength?: number
  readonly maxLength?: number
}

/** What browsers fill in, of the standard attributes. */
const autocompletes: Readonly<Record<string, string>> = {
  address: 'street-address',
  birthdate: 'bday',
  email: 'email',
  family_name: 'family-name',
  gender: 'sex',
  given_name: 'given-name',
  locale: 'language',
  middle_name: 'additional-name',
  name: 'name',
  nickname: 'nickname',
  phone_number: 'tel',
  picture: 'photo',
  website: 'url',
}

/** The name of an attribute's field. */
export const attributeFieldName = (name: string): string => `attribute.${name}`

/** The field that asks for an attribute. */
export const attributeField = (language: Language, attribute: AttributeField): Field => {
  const { name, type, required, value, minLength, maxLength } = attribute
  const label = attributeLabel(language, name)
  return {
    name: attributeFieldName(name),
    label: required ? label : text(language, 'optional', { label }),
    type,
    value,
    autocomplete: (Object.hasOwn(autocompletes, name) ? autocompletes[name] : undefined) ?? 'off',
    isOptional: !required,
    minLength,
    maxLength,
    hint: type === 'tel' ? text(language, 'phoneHint') : undefined,
  }
}
