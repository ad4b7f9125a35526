/**
 * What is told of a family of operations that write and read one kind of resource, so that its round
 * trips can be made: values for every member of its requests, and where descriptions show something else.
 */
export type Members = Record<string, unknown>

/** Sends a request and gives the answer; throws for an error. */
export type Call = (operation: string, input: Members) => Promise<Members>

const DESCRIBED = Symbol('described')
const REFUSED = Symbol('refused')

/** A value that is described as another. */
export const as = (stated: unknown, shown: unknown) => ({ [DESCRIBED]: true, stated, shown })

/** A request that is refused, with this error. */
export const refused = (error: string = 'InvalidParameterException') => ({ [REFUSED]: true, error })

/** A sample taken apart: what a request states, and what a description shows. */
export const sampleOf = (sample: unknown): { stated: unknown; shown: unknown } =>
  typeof sample === 'object' && sample !== null && DESCRIBED in sample
    ? (sample as unknown as { stated: unknown; shown: unknown })
    : { stated: sample, shown: sample }

/** The error that is expected, if one is. */
export const errorOf = (expected: unknown): string | undefined =>
  typeof expected === 'object' && expected !== null && REFUSED in expected
    ? (expected as unknown as { error: string }).error
    : undefined

export type Member = {
  /** Values that it may have, two at least where it can be changed to another. None of them is the default alone. */
  samples: readonly unknown[]
  /** What a description shows of a member that was never stated, undefined being nothing; or that it has to be stated. */
  initial?: unknown
  /** What an update without it does; otherwise it goes back to what it was initially. */
  omitted?: 'kept'
  /** What is stated together with it, because it needs that. */
  beside?: Members
  /** Empty values, by path, that are not described as what they are: what is shown instead, or a refusal. */
  empties?: Readonly<Record<string, unknown>>
  /** Where descriptions have another name for it. */
  shownAs?: string
  /** How to find it in a description, where that is more than a name. */
  read?: (described: Members) => unknown
}

/** A path that no sample has, with all below it, and why; what is refused of it for now. */
export type Exception = { why: string; refused?: { stated: Members } }

export type Family = {
  name: string
  create: string
  update?: string
  describe: string
  /** Where the description is in what `describe` answers. */
  shown: readonly string[]
  /** Members that name the resource. */
  keys: readonly string[]
  /** Makes what resource number `index` is to be in, and gives members for requests about it. */
  place: (call: Call, index: number) => Promise<Members>
  /** The members that name a resource, as its creation answers them. */
  named?: (answer: Members) => Members
  /** What each creation, and each update, has to state. */
  creating?: Members
  updating?: Members
  members: Readonly<Record<string, Member>>
  /** What of a description an update takes, where it does not take all of it. */
  writable?: (described: Members) => Members
  exceptions?: Readonly<Record<string, Exception>>
}

/** Gives the same to every call: for a pool that all resources of a family can share. */
export const once = <T>(make: (call: Call) => Promise<T>) => {
  let made: Promise<T> | undefined
  return (call: Call): Promise<T> => {
    made ??= make(call)
    return made
  }
}

const member = (value: unknown, name: string): Members => (value as Record<string, Members>)[name] ?? {}

/** Makes a pool and gives its id. */
export const newPool = async (call: Call, more: Members = {}) =>
  String(member(await call('CreateUserPool', { PoolName: 'round trips', ...more }), 'UserPool').Id)

/** Makes a client and gives its id. */
export const newClient = async (call: Call, UserPoolId: string) =>
  String(member(await call('CreateUserPoolClient', { UserPoolId, ClientName: 'app' }), 'UserPoolClient').ClientId)
