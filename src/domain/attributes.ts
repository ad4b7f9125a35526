import { fault } from './errors.ts'

/** The type of an attribute's values, which are all stored and sent as text. */
export type AttributeDataType = 'String' | 'Number' | 'DateTime' | 'Boolean'

/** Bounds of a String's length in UTF-16 units; decimal text, as on the wire. */
export type StringConstraints = { readonly minLength?: string; readonly maxLength?: string }

/** Bounds of a Number; decimal text, as on the wire. */
export type NumberConstraints = { readonly minValue?: string; readonly maxValue?: string }

/** One attribute that users of a pool may have. */
export type SchemaAttribute = {
  /** The full name: `email`, `custom:x` or `dev:custom:x`. */
  readonly name: string
  readonly attributeDataType: AttributeDataType
  /** Only administrators write it. */
  readonly developerOnlyAttribute: boolean
  /** Without it, the value is written once, when the user is created. */
  readonly mutable: boolean
  readonly required: boolean
  /** Present exactly for Strings. */
  readonly stringAttributeConstraints?: StringConstraints
  /** Present exactly for Numbers. */
  readonly numberAttributeConstraints?: NumberConstraints
}

/** What a pool knows of its users' attributes: the standard ones in order, then the custom ones as added. */
export type Schema = readonly SchemaAttribute[]

const base = { developerOnlyAttribute: false, mutable: true, required: false }

const text = (name: string, minLength = '0', maxLength = '2048'): SchemaAttribute => ({
  name,
  attributeDataType: 'String',
  ...base,
  stringAttributeConstraints: { minLength, maxLength },
})

const flag = (name: string): SchemaAttribute => ({ name, attributeDataType: 'Boolean', ...base })

/**
 * The 20 attributes of every pool, in the order in which the service lists them.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export const standardAttributes: Schema = [
  { ...text('sub', '1'), mutable: false, required: true },
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'].map((name) => text(name)),
  ...['profile', 'picture', 'website', 'email'].map((name) => text(name)),
  flag('email_verified'),
  text('gender'),
  text('birthdate', '10', '10'),
  ...['zoneinfo', 'locale', 'phone_number'].map((name) => text(name)),
  flag('phone_number_verified'),
  text('address'),
  { name: 'updated_at', attributeDataType: 'Number', ...base, numberAttributeConstraints: { minValue: '0' } },
]

const standardNames: ReadonlySet<string> = new Set(standardAttributes.map(({ name }) => name))

/** Whether every pool has the attribute. */
export const isStandard = (name: string): boolean => standardNames.has(name)

/** The attribute called `name`, which may be any text, `__proto__` included. */
export const findAttribute = (schema: Schema, name: string): SchemaAttribute | undefined =>
  schema.find((attribute) => attribute.name === name)

/** What a user is told of themselves whatever the client lists (unverified): who they are, and by whose word. */
const alwaysReadable = ['sub', 'identities']

/** What users never write, whatever the client lists; nor anything of administrators' own. */
const neverWritable: ReadonlySet<string> = new Set(['sub', 'identities', 'email_verified', 'phone_number_verified'])

const isListed = (list: readonly string[] | undefined, { name, developerOnlyAttribute }: SchemaAttribute) =>
  list ? list.includes(name) : !developerOnlyAttribute

const names = (attributes: readonly SchemaAttribute[]) => attributes.map(({ name }) => name)

/**
 * The attributes that a client's user may see. A client without ReadAttributes reads everything but
 * developer-only ones; documentation promises it the standard ones, and custom ones come in practice
 * (unverified).
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const readableAttributes = (schema: Schema, readAttributes?: readonly string[]): ReadonlySet<string> =>
  new Set([...alwaysReadable, ...names(schema.filter((attribute) => isListed(readAttributes, attribute)))])

/** The attributes that a client's user may write; without WriteAttributes, all that are ever writable. */
export const writableAttributes = (schema: Schema, writeAttributes?: readonly string[]): ReadonlySet<string> =>
  new Set(
    names(
      schema.filter(
        (attribute) =>
          isListed(writeAttributes, attribute) &&
          !attribute.developerOnlyAttribute &&
          !neverWritable.has(attribute.name),
      ),
    ),
  )

/** Raises NotAuthorizedException unless a user may write all of `attributes`; unknown names are not writable. */
export const assertWritable = (writable: ReadonlySet<string>, attributes: Iterable<string>): void => {
  for (const name of attributes) {
    if (!writable.has(name)) throw fault('NotAuthorizedException', 'A client attempted to write unauthorized attribute')
  }
}
