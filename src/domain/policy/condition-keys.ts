/** What is known of a request beyond its action and resource. Absent members are absent condition keys. */
export type RequestContext = {
  readonly principalArn: string
  /** Name of an IAM user; roles and the account itself have none. */
  readonly username?: string | undefined
  /** Address of the client, IPv4 or IPv6. */
  readonly sourceIp?: string | undefined
  readonly currentTime: number
  readonly secureTransport: boolean
  readonly requestedRegion?: string | undefined
  readonly userAgent?: string | undefined
  /** Tags of the pool that the request is about. */
  readonly resourceTags?: Tags | undefined
  /** Tags that the request sets. */
  readonly requestTags?: Tags | undefined
  /** Tag keys that the request names; by default those of `requestTags`. */
  readonly tagKeys?: readonly string[] | undefined
}

type Tags = Readonly<Record<string, string>>

/** Families of operators beyond strings, which apply to every key. */
export type ValueKind = 'arn' | 'bool' | 'date' | 'ip' | 'numeric'

/** A condition key: what it may be compared as, and its values in a request; none when the key is absent. */
export type ConditionKey = {
  readonly kinds: readonly ValueKind[]
  /** True of a key that may hold several values, which only the set operators can compare. */
  readonly multivalued?: true
  readonly read: (context: RequestContext) => readonly string[]
}

const optional = (value: string | undefined) => (value === undefined ? [] : [value])

// IAM compares instants by the second.
const epochSeconds = ({ currentTime }: RequestContext) => Math.floor(currentTime / 1000)

const keys: Readonly<Record<string, ConditionKey>> = {
  'aws:CurrentTime': {
    kinds: ['date'],
    read: (context) => [`${new Date(epochSeconds(context) * 1000).toISOString().slice(0, 19)}Z`],
  },
  'aws:EpochTime': { kinds: ['date', 'numeric'], read: (context) => [String(epochSeconds(context))] },
  'aws:PrincipalArn': { kinds: ['arn'], read: (context) => [context.principalArn] },
  'aws:RequestedRegion': { kinds: [], read: (context) => optional(context.requestedRegion) },
  'aws:SecureTransport': { kinds: ['bool'], read: (context) => [String(context.secureTransport)] },
  'aws:SourceIp': { kinds: ['ip'], read: (context) => optional(context.sourceIp) },
  'aws:TagKeys': {
    kinds: [],
    multivalued: true,
    read: ({ tagKeys, requestTags }) => tagKeys ?? Object.keys(requestTags ?? {}),
  },
  'aws:UserAgent': { kinds: [], read: (context) => optional(context.userAgent) },
  'aws:username': { kinds: [], read: (context) => optional(context.username) },
}

const tagSets: Readonly<Record<string, (context: RequestContext) => Tags | undefined>> = {
  'aws:RequestTag': (context) => context.requestTags,
  'aws:ResourceTag': (context) => context.resourceTags,
}

const byLowerCase = <T>(table: Readonly<Record<string, T>>) =>
  new Map(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]))

const keysByName = byLowerCase(keys)
const tagSetsByName = byLowerCase(tagSets)

/** Names of all condition keys, as messages list them. */
export const conditionKeyNames: readonly string[] = [
  ...Object.keys(keys),
  ...Object.keys(tagSets).map((name) => `${name}/<key>`),
].sort()

/** A policy's tag key matches in any case; of two tags that differ only in case, the one spelled alike, or else the first. */
const findTag = (tags: Tags, tagKey: string, lowerTagKey: string) => {
  if (Object.hasOwn(tags, tagKey)) return tags[tagKey]
  const name = Object.keys(tags)
    .sort()
    .find((candidate) => candidate.toLowerCase() === lowerTagKey)
  return name === undefined ? undefined : tags[name]
}

/**
 * The condition key `name`, in any case; undefined if there is no such key here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const findConditionKey = (name: string): ConditionKey | undefined => {
  const slash = name.indexOf('/')
  if (slash < 0) return keysByName.get(name.toLowerCase())
  const tagsOf = tagSetsByName.get(name.slice(0, slash).toLowerCase())
  const tagKey = name.slice(slash + 1)
  if (!tagsOf || tagKey === '' || tagKey.includes('${')) return undefined
  const lowerTagKey = tagKey.toLowerCase()
  return {
    kinds: ['arn', 'bool', 'date', 'ip', 'numeric'],
    read: (context) => optional(findTag(tagsOf(context) ?? {}, tagKey, lowerTagKey)),
  }
}
