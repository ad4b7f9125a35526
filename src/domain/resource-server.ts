/** A level of access to a resource server. */
export type ResourceServerScope = { readonly scopeName: string; readonly scopeDescription: string }

/** An API that takes a pool's access tokens, and the scopes that it knows. */
export type ResourceServer = {
  readonly poolId: string
  readonly identifier: string
  readonly name: string
  readonly scopes: readonly ResourceServerScope[]
  readonly createdAt: number
}

/** The name of a scope in tokens and in the settings of clients. No scope name has a slash. */
const fullName = (identifier: string, scopeName: string) => `${identifier}/${scopeName}`

/** The full names of all scopes of a resource server. */
export const fullScopeNames = ({ identifier, scopes }: Pick<ResourceServer, 'identifier' | 'scopes'>): string[] =>
  scopes.map(({ scopeName }) => fullName(identifier, scopeName))

/** The identifier of the resource server that a full name speaks of; undefined for a scope of none. */
export const identifierIn = (fullScopeName: string): string | undefined => {
  const end = fullScopeName.lastIndexOf('/')
  return end > 0 ? fullScopeName.slice(0, end) : undefined
}

/** The service's own resource servers and scopes bear such names: nobody else may define them. */
export const isReserved = (identifier: string): boolean => /^aws\.cognito([./]|$)/.test(identifier)

/** The first scope name that a list has twice. */
export const repeatedScope = (scopes: readonly ResourceServerScope[]): string | undefined => {
  const seen = new Set<string>()
  return scopes.find(({ scopeName }) => seen.size === seen.add(scopeName).size)?.scopeName
}
