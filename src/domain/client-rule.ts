import type { Client, ClientSettings } from './client.ts'
import type { ErrorName } from './errors.ts'
import type { Pool } from './pool.ts'

/** A client as it would be, and what it is part of. */
export type ClientCandidate = {
  readonly settings: ClientSettings
  readonly pool: Pool
  readonly hasSecret: boolean
  readonly registration?: Client['registration'] | undefined
  /** Scopes of the pool's resource servers: all that the settings may name, and maybe others. */
  readonly customScopes: ReadonlySet<string>
  /** Identity providers of the pool: all that the settings may name, and maybe others. */
  readonly providers: ReadonlySet<string>
  /** What the request does, as messages say it. */
  readonly doing: 'creating' | 'updating'
}

/** What must not be, and how the service says so. `error` is InvalidParameterException unless stated. */
export type ClientRule = {
  readonly text: string | ((candidate: ClientCandidate) => string)
  readonly error?: Extract<ErrorName, 'InvalidOAuthFlowException' | 'ScopeDoesNotExistException'>
  readonly broken: (candidate: ClientCandidate) => boolean
}
