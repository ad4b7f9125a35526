import { MAXIMUM_VALUE_LENGTH, toNumber } from './attribute-constraints.ts'
import type { SchemaAttribute } from './attributes.ts'
import { fault } from './errors.ts'

const LOCAL_PART = /^[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u
const LABEL = /^[\p{L}\p{M}\p{N}-]+$/u

const isLabel = (label: string) => LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-')

/**
 * Whether `text` is one e-mail address: `local@domain`, with letters of any script (RFC 6531) and
 * domains of one label too, as on private networks. Quotes, comments, lists, spaces, control and
 * invisible characters are refused, so that an address cannot become two of them or a header.
 */
export const isEmail = (text: string): boolean => {
  const at = text.indexOf('@')
  return (
    at > 0 &&
    LOCAL_PART.test(text.slice(0, at)) &&
    text
      .slice(at + 1)
      .split('.')
      .every(isLabel)
  )
}

/** Whether `text` is a phone number as E.164 has it: `+`, then 2 to 15 digits. */
export const isPhoneNumber = (text: string): boolean => /^\+\d{2,15}$/.test(text)

/** ISO 8601. What the service takes for a DateTime is unverified. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/** The texts of String are recorded, the others unverified. */
const texts = {
  short: (length: number) => `String must be no shorter than ${length} characters`,
  long: (length: number) => `String must be no longer than ${length} characters`,
  low: (value: string) => `Number must be no less than ${value}`,
  high: (value: string) => `Number must be no greater than ${value}`,
  number: 'Value must be a number',
  boolean: 'Value must be true or false',
  dateTime: 'Value must be a date and time of ISO 8601',
}

const stringFault = ({ stringAttributeConstraints }: SchemaAttribute, value: string) => {
  const { minLength = '0', maxLength = `${MAXIMUM_VALUE_LENGTH}` } = stringAttributeConstraints ?? {}
  if (value.length < Number(minLength)) return texts.short(Number(minLength))
  return value.length > Number(maxLength) ? texts.long(Number(maxLength)) : undefined
}

const numberFault = ({ numberAttributeConstraints }: SchemaAttribute, value: string) => {
  const { minValue, maxValue } = numberAttributeConstraints ?? {}
  const number = toNumber(value)
  if (number === undefined) return texts.number
  if (minValue !== undefined && number < Number(minValue)) return texts.low(minValue)
  return maxValue !== undefined && number > Number(maxValue) ? texts.high(maxValue) : undefined
}

/** What is wrong with a value of each type. */
const faults = {
  String: stringFault,
  Number: numberFault,
  DateTime: (_, value) => (DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : texts.dateTime),
  Boolean: (_, value) => (/^(?:true|false)$/i.test(value) ? undefined : texts.boolean),
} satisfies Record<
  SchemaAttribute['attributeDataType'],
  (attribute: SchemaAttribute, value: string) => string | undefined
>

/** In the service's words, why `attribute` cannot have `value`; undefined when it can. */
export const valueFault = (attribute: SchemaAttribute, value: string): string | undefined =>
  value.length > MAXIMUM_VALUE_LENGTH
    ? texts.long(MAXIMUM_VALUE_LENGTH)
    : faults[attribute.attributeDataType](attribute, value)

/** Raises InvalidParameterException for an address that is none; other attributes have no form. */
export const checkAddress = (name: string, value: string): void => {
  if (name === 'email' && !isEmail(value)) throw fault('InvalidParameterException', 'Invalid email address format.')
  if (name === 'phone_number' && !isPhoneNumber(value)) {
    throw fault('InvalidParameterException', 'Invalid phone number format.')
  }
}

/**
 * `value` as it is stored. Clients write booleans in any case (`True`), and what reads them, above
 * all the `_verified` flags, must be able to rely on `true`.
 */
export const storedValue = (attribute: SchemaAttribute, value: string): string =>
  attribute.attributeDataType === 'Boolean' ? value.toLowerCase() : value
