import { type ConstraintsInput, readConstraints } from './attribute-constraints.ts'
import {
  type AttributeDataType,
  findAttribute,
  isStandard,
  type Schema,
  type SchemaAttribute,
  standardAttributes,
} from './attributes.ts'
import { fault } from './errors.ts'

/** An attribute as CreateUserPool or AddCustomAttributes states it; the name has no prefix. */
export type SchemaAttributeInput = ConstraintsInput & {
  readonly name?: string | undefined
  readonly attributeDataType?: AttributeDataType | undefined
  readonly developerOnlyAttribute?: boolean | undefined
  readonly mutable?: boolean | undefined
  readonly required?: boolean | undefined
}

/** Custom attributes that a pool may have at most. */
const MAXIMUM_CUSTOM_ATTRIBUTES = 50

const texts = {
  name: (path: string) =>
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  fixed: (name: string) =>
    `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${name}`,
  /** Unverified. */
  sub: 'You can not change Mutable or Required for standard schema attribute sub',
  type: 'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
  required: 'Required custom attributes are not supported currently.',
  duplicate: (name: string) => `Duplicate custom attribute names ${name} are not allowed in a user pool schema.`,
  /** The service leaves out `dev:` where it names the newcomer. */
  taken: (shortName: string, name: string) => `custom:${shortName}: Existing attribute already has name ${name}.`,
  /** Unverified, as is the error's name. */
  full: `A user pool cannot have more than ${MAXIMUM_CUSTOM_ATTRIBUTES} custom attributes.`,
}

const invalid = (text: string) => fault('InvalidParameterException', text)

const requireName = (input: SchemaAttributeInput, path: string) => {
  if (input.name === undefined) throw invalid(texts.name(path))
  return input.name
}

/** The flags that tell a verified address are nobody's to define: under their names one gets a custom attribute. */
const findRedefinable = (name: string) =>
  name.endsWith('_verified') ? undefined : findAttribute(standardAttributes, name)

const redefine = (standard: SchemaAttribute, input: SchemaAttributeInput): SchemaAttribute => {
  const { name, attributeDataType } = standard
  if ((input.attributeDataType ?? attributeDataType) !== attributeDataType || input.developerOnlyAttribute) {
    throw invalid(texts.fixed(name))
  }
  const { mutable = standard.mutable, required = standard.required } = input
  if (name === 'sub' && (mutable || !required)) throw invalid(texts.sub)
  return { ...standard, mutable, required, ...readConstraints(name, input, standard) }
}

/** Custom attributes are mutable unless told otherwise: the console's default; the API's is unverified. */
const define = (shortName: string, input: SchemaAttributeInput): SchemaAttribute => {
  const { attributeDataType, developerOnlyAttribute = false, mutable = true } = input
  if (attributeDataType === undefined) throw invalid(texts.type)
  if (input.required) throw invalid(texts.required)
  const name = `${developerOnlyAttribute ? 'dev:' : ''}custom:${shortName}`
  const constraints = readConstraints(name, input, { attributeDataType })
  return { name, attributeDataType, developerOnlyAttribute, mutable, required: false, ...constraints }
}

/**
 * The schema of a new pool: the standard attributes, as `input` changes them, then its custom ones.
 * Raises InvalidParameterException. That names have 1 to 20 characters and lists at most 50 members
 * is the request shape's to check.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const buildSchema = (input: readonly SchemaAttributeInput[] = []): Schema => {
  const stated = new Map<string, SchemaAttribute>()
  for (const [index, member] of input.entries()) {
    const name = requireName(member, `schema.${index + 1}.member.name`)
    const standard = findRedefinable(name)
    const attribute = standard ? redefine(standard, member) : define(name, member)
    if (stated.has(attribute.name)) throw invalid(texts.duplicate(attribute.name))
    stated.set(attribute.name, attribute)
  }
  const custom = [...stated.values()].filter(({ name }) => !isStandard(name))
  return [...standardAttributes.map((standard) => stated.get(standard.name) ?? standard), ...custom]
}

/**
 * `schema` with the custom attributes of `input` at its end; a standard name makes a custom
 * attribute of that name. Raises InvalidParameterException, for names in use above all, and
 * LimitExceededException beyond 50 custom attributes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html
 */
export const addCustomAttributes = (schema: Schema, input: readonly SchemaAttributeInput[]): Schema => {
  const extended = [...schema]
  for (const [index, member] of input.entries()) {
    const shortName = requireName(member, `customAttributes.${index + 1}.member.name`)
    const attribute = define(shortName, member)
    if (findAttribute(extended, attribute.name)) throw invalid(texts.taken(shortName, attribute.name))
    extended.push(attribute)
  }
  if (extended.length - standardAttributes.length > MAXIMUM_CUSTOM_ATTRIBUTES) {
    throw fault('LimitExceededException', texts.full)
  }
  return extended
}
