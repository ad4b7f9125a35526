import type { Compute } from './compute/index.ts'
import type { PasswordMode } from './domain/credential.ts'
import type { Sealer } from './domain/sealing.ts'
import type { KeyRing } from './keys/ring.ts'
import type { Outbound } from './outbound/index.ts'
import type { Store } from './store/index.ts'

/** What the program logs with: structured fields, then the message. Never secrets. */
export type Logger = Record<'debug' | 'info' | 'warn' | 'error', (fields: object, message: string) => void>

/** What flows and operations need to know of the configuration. */
export type Settings = {
  /** Twelve digits. */
  readonly accountId: string
  /** Where clients reach this server, without a slash at the end. */
  readonly publicUrl: string
  /** How tokens name their issuer: below the public URL, or in the form of AWS. */
  readonly issuer: 'public-url' | 'aws'
  /** What new pools keep of passwords. */
  readonly passwordMode: PasswordMode
  /** Replaces every code that would be sent. In dev mode only. */
  readonly devCode: string | undefined
  /** Whether messages without a transport are kept in the inbox. In dev mode only. */
  readonly keepsInbox: boolean
  /** Whether identity providers that run beside this server may do without TLS. In dev mode only. */
  readonly localProviders: boolean
  /** Whether the per-user limits on attempts and messages are enforced. Lockout always is. */
  readonly limits: boolean
  /** How many users a file of an import may have. */
  readonly importRows: number
  /** Requests per second by category that are free; undefined where requests are not limited. */
  readonly quotas: Readonly<Record<string, number>> | undefined
  /** The Regions that are served; undefined serves any. */
  readonly regions: readonly string[] | undefined
}

/** Everything that acts on the world, handed down from `main.ts`. */
export type Context = {
  readonly store: Store
  readonly sealer: Sealer
  readonly compute: Compute
  readonly keys: KeyRing
  readonly outbound: Outbound
  readonly settings: Settings
  readonly log: Logger
  /** Epoch milliseconds. */
  now(): number
  random(bytes: number): Buffer
}
