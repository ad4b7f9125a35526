import { isStandard, type Schema } from './attributes.ts'

/** A scope by which an ID token comes, and userInfo may be asked. */
export const OPENID = 'openid'

/** What each scope of OpenID Connect tells of a user; custom attributes count to the profile. */
const scopeAttributes: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  profile: [
    ...['name', 'family_name', 'given_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture'],
    ...['website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at', 'identities'],
  ],
}

/** Scopes that a client may use only where it reads both the address and whether it was verified. */
const wholeScopes = ['email', 'phone']

/**
 * Whether a client may read what its scopes are for.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export const readsScope = (scope: string, readable: ReadonlySet<string>): boolean =>
  scope
    .split(' ')
    .filter((name) => wholeScopes.includes(name))
    .every((name) => scopeAttributes[name]?.every((attribute) => readable.has(attribute)))

/**
 * The attributes that tokens of a scope tell of: those of the scopes that name some, of what the client
 * may read at all. Without any such scope it is everything, as for tokens of the API.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export const attributesInScope = (
  schema: Schema,
  scope: string,
  readable: ReadonlySet<string>,
): ReadonlySet<string> => {
  const named = scope.split(' ').filter((name) => Object.hasOwn(scopeAttributes, name))
  if (named.length === 0) return readable
  const custom = named.includes('profile') ? schema.map(({ name }) => name).filter((name) => !isStandard(name)) : []
  const told = ['sub', ...named.flatMap((name) => scopeAttributes[name] ?? []), ...custom]
  return new Set(told.filter((name) => readable.has(name)))
}
