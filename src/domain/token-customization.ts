import type { GroupClaims } from './claims.ts'
import {
  isPlainObject,
  readObject,
  readText,
  readTextList,
  readValues,
  type TriggerResponse,
  unrecognizable,
} from './trigger-reply.ts'

/** The version of the event of PreTokenGeneration, which decides what its function may answer. */
export type TokenEventVersion = '1' | '2' | '3'

/** What a function changes of the claims of one token. */
export type ClaimChanges = {
  readonly set: ReadonlyMap<string, unknown>
  readonly suppressed: ReadonlySet<string>
}

/** What a function changes of a sign-in's tokens. */
export type TokenCustomization = {
  readonly id: ClaimChanges
  readonly access: ClaimChanges & {
    readonly addedScopes: readonly string[]
    readonly suppressedScopes: readonly string[]
  }
  /** In place of the user's groups and roles; undefined leaves these. */
  readonly groups: GroupClaims | undefined
}

const noChanges: ClaimChanges = { set: new Map(), suppressed: new Set() }

/** The tokens as they are. */
export const noCustomization: TokenCustomization = {
  id: noChanges,
  access: { ...noChanges, addedScopes: [], suppressedScopes: [] },
  groups: undefined,
}

/** How many claims and scopes a function may change together. */
const MAX_CHANGES = 5000

/** Claims of the service's own, which no function has a say in; so is whatever else begins with `cognito:`. */
const reserved: ReadonlySet<string> = new Set([
  ...['acr', 'amr', 'at_hash', 'auth_time', 'azp', 'client_id', 'device_key', 'event_id', 'exp', 'iat', 'identities'],
  ...['iss', 'jti', 'nbf', 'nonce', 'origin_jti', 'scope', 'sub', 'token_use', 'username', 'version'],
])

const GROUPS = 'cognito:groups'
/** What goes with the groups. */
const groupClaimNames = [GROUPS, 'cognito:roles', 'cognito:preferred_role']

const isReserved = (name: string) => reserved.has(name) || name.startsWith('cognito:')

/** A device's own claims can be left out and not be made. */
const maySet = (name: string) => !isReserved(name) && !name.startsWith('dev:') && name !== 'aud'
const maySuppress = (name: string) => name === GROUPS || (!isReserved(name) && name !== 'aud')

/** Claims of ID tokens whose form others rely on: no lists, and nothing made up. */
const simpleInIdTokens: ReadonlySet<string> = new Set([
  'address',
  'email_verified',
  'phone_number_verified',
  'updated_at',
])

type Values = ReadonlyMap<string, unknown>

const setOf = (values: Values, mayChange: (name: string, value: unknown) => boolean): Values =>
  new Map([...values].filter(([name, value]) => mayChange(name, value)))

const suppressedOf = (changes: TriggerResponse): ReadonlySet<string> =>
  new Set(readTextList(changes, 'claimsToSuppress').filter(maySuppress))

/** Groups in place of the user's. An empty answer leaves the user none. */
const readGroups = (details: TriggerResponse): GroupClaims | undefined => {
  if (!details.has('groupOverrideDetails')) return undefined
  const override = readObject(details, 'groupOverrideDetails')
  return {
    groups: override ? [...readTextList(override, 'groupsToOverride')] : [],
    roles: override ? [...readTextList(override, 'iamRolesToOverride')] : [],
    preferredRole: override && readText(override, 'preferredRole'),
  }
}

/** The first version knows texts, and the ID token alone. */
const readFirst = (details: TriggerResponse): TokenCustomization => {
  const values = readValues(details, 'claimsToAddOrOverride')
  if ([...values.values()].some((value) => typeof value !== 'string')) throw unrecognizable()
  const id = { set: setOf(values, maySet), suppressed: suppressedOf(details) }
  return { ...noCustomization, id, groups: readGroups(details) }
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
const isClaimValue = (value: unknown) =>
  isScalar(value) || isPlainObject(value) || (Array.isArray(value) && value.every(isScalar))

const readScopes = (changes: TriggerResponse, name: string): readonly string[] => {
  const scopes = readTextList(changes, name)
  if (scopes.some((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))) throw unrecognizable()
  return scopes
}

const readChanges = (changes: TriggerResponse, mayChange: (name: string, value: unknown) => boolean): ClaimChanges => {
  const values = readValues(changes, 'claimsToAddOrOverride')
  if (![...values.values()].every(isClaimValue)) throw unrecognizable()
  return { set: setOf(values, mayChange), suppressed: suppressedOf(changes) }
}

const readLater = (details: TriggerResponse, clientId: string): TokenCustomization => {
  const [forId, forAccess] = [readObject(details, 'idTokenGeneration'), readObject(details, 'accessTokenGeneration')]
  // An access token may tell for whom it is, and for nobody else than its client.
  const inAccess = (name: string, value: unknown) => maySet(name) || (name === 'aud' && value === clientId)
  const inId = (name: string, value: unknown) => maySet(name) && (isScalar(value) || !simpleInIdTokens.has(name))
  return {
    id: forId ? readChanges(forId, inId) : noChanges,
    access: {
      ...(forAccess ? readChanges(forAccess, inAccess) : noChanges),
      addedScopes: forAccess ? readScopes(forAccess, 'scopesToAdd') : [],
      suppressedScopes: forAccess ? readScopes(forAccess, 'scopesToSuppress') : [],
    },
    groups: readGroups(details),
  }
}

const sizeOf = ({ id, access }: TokenCustomization) =>
  id.set.size +
  id.suppressed.size +
  access.set.size +
  access.suppressed.size +
  access.addedScopes.length +
  access.suppressedScopes.length

/**
 * Reads what PreTokenGeneration answered. Changes to claims of the service's own are passed over.
 * Raises InvalidLambdaResponseException for an answer of another form, or of more changes than a token may have.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const readCustomization = (
  response: TriggerResponse,
  version: TokenEventVersion,
  clientId: string,
): TokenCustomization => {
  const details = readObject(response, version === '1' ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails')
  if (!details) return noCustomization
  const customization = version === '1' ? readFirst(details) : readLater(details, clientId)
  if (sizeOf(customization) > MAX_CHANGES) throw unrecognizable()
  return customization
}

type Claims = Readonly<Record<string, unknown>>

/** The claims with a function's changes. What it suppresses is left out, whatever else it says. */
export const changeClaims = (claims: Claims, { set, suppressed }: ClaimChanges): Record<string, unknown> => {
  const changed: Record<string, unknown> = Object.assign(Object.create(null), claims, Object.fromEntries(set))
  for (const name of suppressed) delete changed[name]
  if (suppressed.has(GROUPS)) for (const name of groupClaimNames) delete changed[name]
  return changed
}

/** The scopes of an access token with a function's changes, each once. */
export const changeScopes = (scope: string, { addedScopes, suppressedScopes }: TokenCustomization['access']): string =>
  [...new Set([...scope.split(' '), ...addedScopes])]
    .filter((one) => one !== '' && !suppressedScopes.includes(one))
    .join(' ')
