import type { AttributeDataType, NumberConstraints, SchemaAttribute, StringConstraints } from './attributes.ts'
import { fault } from './errors.ts'

/** UTF-16 units that any attribute value may have at most. */
export const MAXIMUM_VALUE_LENGTH = 2048

/** All but the two recorded `cannot have` texts are unverified. */
const texts = {
  lengths: (name: string) => `Attribute ${name} cannot have a max length shorter than it's min length`,
  values: (name: string) => `Attribute ${name} cannot have a max value smaller than it's min value`,
  tooLong: (name: string) =>
    `user.${name}: String attributes cannot have a length of more than ${MAXIMUM_VALUE_LENGTH}`,
  negative: (name: string) => `user.${name}: String attributes cannot have a length of less than 0`,
  malformed: (kind: AttributeDataType, name: string) =>
    `Invalid ${kind}AttributeConstraints for schema attribute ${name}`,
}

const invalid = (text: string) => fault('InvalidParameterException', text)

/** The number that decimal text stands for, or undefined. No exponents, no spaces, nothing beyond a double. */
export const toNumber = (text: string): number | undefined => {
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

const bound = (kind: AttributeDataType, name: string, text: string | undefined) => {
  if (text === undefined) return undefined
  const value = toNumber(text)
  if (value === undefined || (kind === 'String' && !Number.isInteger(value))) throw invalid(texts.malformed(kind, name))
  return value
}

const isInverted = (low: number | undefined, high: number | undefined) =>
  low !== undefined && high !== undefined && low > high

/** Constraints as a request states them, for a type that may have none. */
export type ConstraintsInput = {
  readonly stringAttributeConstraints?: { readonly [K in keyof StringConstraints]?: string | undefined } | undefined
  readonly numberAttributeConstraints?: { readonly [K in keyof NumberConstraints]?: string | undefined } | undefined
}

const readLengths = (
  name: string,
  { minLength, maxLength }: { minLength?: string | undefined; maxLength?: string | undefined },
) => {
  const low = bound('String', name, minLength)
  const high = bound('String', name, maxLength)
  if (Math.min(low ?? 0, high ?? 0) < 0) throw invalid(texts.negative(name))
  if (Math.max(low ?? 0, high ?? 0) > MAXIMUM_VALUE_LENGTH) throw invalid(texts.tooLong(name))
  if (isInverted(low, high)) throw invalid(texts.lengths(name))
  return { ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }) }
}

const readRange = (
  name: string,
  { minValue, maxValue }: { minValue?: string | undefined; maxValue?: string | undefined },
) => {
  if (isInverted(bound('Number', name, minValue), bound('Number', name, maxValue))) throw invalid(texts.values(name))
  return { ...(minValue !== undefined && { minValue }), ...(maxValue !== undefined && { maxValue }) }
}

/**
 * The constraints of the attribute `name`, of the kind that fits `type`; those of the other kind
 * mean nothing and are dropped. Given ones replace `fallback` as a whole, and a String or Number
 * without any has empty ones. Raises InvalidParameterException for bounds that cannot be.
 */
export const readConstraints = (
  name: string,
  input: ConstraintsInput,
  fallback: Pick<SchemaAttribute, 'attributeDataType'> & ConstraintsInput,
): Pick<SchemaAttribute, 'stringAttributeConstraints' | 'numberAttributeConstraints'> => {
  if (fallback.attributeDataType === 'String') {
    const given = input.stringAttributeConstraints ?? fallback.stringAttributeConstraints ?? {}
    return { stringAttributeConstraints: readLengths(name, given) }
  }
  if (fallback.attributeDataType === 'Number') {
    const given = input.numberAttributeConstraints ?? fallback.numberAttributeConstraints ?? {}
    return { numberAttributeConstraints: readRange(name, given) }
  }
  return {}
}
