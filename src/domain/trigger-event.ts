import { isVerified } from './attribute-checks.ts'
import type { Pool } from './pool.ts'
import { allAttributes, type User } from './user.ts'

/** What a trigger's function is given. It gives the same back, with its answer in `response`. */
export type TriggerEvent = {
  readonly version: string
  readonly region: string
  readonly userPoolId: string
  readonly userName: string
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string | null }
  readonly triggerSource: string
  readonly request: Readonly<Record<string, unknown>>
  /** Every member that the trigger may set, as it is if nobody sets it; absent where no answer is taken. */
  readonly response?: Readonly<Record<string, unknown>>
}

/** In place of the app client's id where an administrator's request brings a message about. */
export const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE'

const SDK = /^aws-sdk-(js|nodejs|ios|android|java|dotnet|go|php|ruby)\/(\d{1,4})(\.\d{1,6}){1,3}(?=[\s;,]|$)/i
const UNKNOWN_SDK = 'aws-sdk-unknown-unknown'

/** The caller's SDK by its User-Agent. The service does not know version 3 of that for JavaScript. */
export const sdkVersion = (userAgent: string | undefined): string => {
  const [found, name = '', major] = SDK.exec(userAgent ?? '') ?? []
  if (found === undefined || (name.toLowerCase() === 'js' && Number(major) >= 3)) return UNKNOWN_SDK
  return found.toLowerCase().replace('/', '-')
}

const aliases = ['email', 'phone_number'] as const

/** An address that is an alias by now: of pools with aliases, and verified. */
const activeAliases = (pool: Pool, { attributes }: User): [name: string, value: string][] =>
  aliases
    .filter((name) => pool.settings.aliasAttributes?.includes(name) && isVerified(attributes, name))
    .map((name) => [`cognito:${name}_alias`, attributes.get(name) ?? ''])

/**
 * `request.userAttributes` of a user who exists: all attributes and what the service adds, as texts.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const eventAttributes = (pool: Pool, user: User): Readonly<Record<string, string>> => {
  const [sub, ...attributes] = allAttributes(user)
  const signedOut: [string, string][] = user.signedOutAt > 0 ? [['cognito:token_nbf', `${user.signedOutAt}`]] : []
  return Object.fromEntries([
    ...(sub ? [sub] : []),
    ['cognito:user_status', user.status],
    ...activeAliases(pool, user),
    ...signedOut,
    ...attributes,
  ])
}
