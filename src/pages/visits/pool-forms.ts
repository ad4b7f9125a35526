import { type SchemaAttribute, writableAttributes } from '../../domain/attributes.ts'
import type { AuthorizationRequest } from '../../domain/authorization-request.ts'
import { allowsEntry } from '../../domain/entry.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Attributes } from '../../domain/user.ts'
import { type AttributeField, attributeFieldName } from '../attribute-fields.ts'
import type { UsernameKind } from '../username.ts'
import type { Visit } from './visit.ts'

type Place = Pick<AuthorizationRequest, 'pool' | 'client'>

/** What people sign in with. */
export const usernameKind = ({ settings }: Pool): UsernameKind => {
  const names = settings.usernameAttributes ?? []
  if (names.length > 1) return 'email-or-phone'
  if (names.includes('email')) return 'email'
  if (names.includes('phone_number')) return 'phone'
  return (settings.aliasAttributes ?? []).length > 0 ? 'any' : 'username'
}

/** What people sign up with: an alias is an attribute of its own then. */
export const newUsernameKind = (pool: Pool): UsernameKind => {
  const kind = usernameKind(pool)
  return kind === 'any' ? 'username' : kind
}

/** Whether users choose how to sign in after they have said who they are. */
export const offersChoice = ({ pool, client }: Place, isManaged: boolean): boolean =>
  isManaged && allowsEntry(client, 'choice') && pool.settings.policies.signInPolicy.allowedFirstAuthFactors.length > 1

const types: Readonly<Record<string, AttributeField['type']>> = {
  email: 'email',
  phone_number: 'tel',
  birthdate: 'date',
  website: 'url',
  picture: 'url',
  profile: 'url',
}

const typeOf = ({ name, attributeDataType }: SchemaAttribute): AttributeField['type'] => {
  if (attributeDataType === 'Number') return 'number'
  return (Object.hasOwn(types, name) ? types[name] : undefined) ?? 'text'
}

/** A field for an attribute, with what was typed into it. */
export const toField = (attribute: SchemaAttribute, value: string): AttributeField => {
  const { minLength, maxLength } = attribute.stringAttributeConstraints ?? {}
  return {
    name: attribute.name,
    type: typeOf(attribute),
    required: true,
    value,
    ...(minLength !== undefined && minLength !== '0' && { minLength: Number(minLength) }),
    ...(maxLength !== undefined && { maxLength: Math.min(Number(maxLength), 2048) }),
  }
}

/** Attributes that a sign-up asks for beside the name: required ones, and the address that is to prove itself. */
export const signUpAttributes = ({ pool, client }: Place): readonly SchemaAttribute[] => {
  const { usernameAttributes = [], autoVerifiedAttributes = [] } = pool.settings
  const named = usernameAttributes.length === 1 ? usernameAttributes[0] : undefined
  const writable = writableAttributes(pool.schema, client.settings.writeAttributes)
  const required = pool.schema.filter(({ name, required }) => required && name !== 'sub' && name !== named)
  const addresses = [...required.map(({ name }) => name), ...usernameAttributes]
  const hasAddress = addresses.some((name) => autoVerifiedAttributes.some((verified) => verified === name))
  const verified = hasAddress ? undefined : autoVerifiedAttributes[0]
  return pool.schema.filter(
    (attribute) => writable.has(attribute.name) && (required.includes(attribute) || attribute.name === verified),
  )
}

/** The attributes of a form, those that were given. */
export const givenAttributes = ({ form }: Visit, attributes: readonly SchemaAttribute[]): Attributes => {
  const given = attributes.map(({ name }) => [name, form.get(attributeFieldName(name))] as const)
  return new Map(given.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
