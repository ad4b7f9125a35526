/**
 * Compile-time only: what operations take and answer fits what the official SDK sends and reads.
 * `tsc` fails here with the names of those that do not.
 */
import type { CognitoIdentityProvider, ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider'
import type * as operations from '../../src/operations/index.ts'
import type { Infer } from '../../src/wire/schema.ts'

type Operations = typeof operations
type Name = keyof Operations

/** The SDK's type as JSON has it: dates are numbers of seconds, bytes are base64. */
type Wire<T> = T extends ExplicitAuthFlowsType
  ? T | 'ALLOW_CLIENT_TOKEN_AUTH' // which the service documents, and the SDK does not know
  : T extends Date
    ? number
    : T extends Uint8Array
      ? string
      : T extends readonly (infer I)[]
        ? Wire<I>[]
        : T extends object
          ? { [K in keyof T]: Wire<T[K]> }
          : T

type Method<N extends Name> = CognitoIdentityProvider[Uncapitalize<N> & keyof CognitoIdentityProvider]
/** The first overload, which gives a promise. */
type Signature<M> = M extends {
  (args: infer I, options?: never): Promise<infer O>
  (args: never, callback: never): void
  (args: never, options: never, callback: never): void
}
  ? { input: I; output: O }
  : never

type Answer<N extends Name> = Awaited<ReturnType<Operations[N]['handle']>>
type Expected<N extends Name> = Wire<Omit<Signature<Method<N>>['output'], '$metadata'>>

/** Operations whose answer the SDK could not read, or would not show whole. */
type Misfits = {
  [N in Name]: Answer<N> extends Expected<N> ? (keyof Answer<N> extends keyof Expected<N> ? never : N) : N
}[Name]

/** Operations that the SDK would call with members that the shape does not read as they are. */
type Unreadable = {
  [N in Name]: keyof Infer<Operations[N]['input']> extends keyof Signature<Method<N>>['input'] ? never : N
}[Name]

export const answersFit: [Misfits] extends [never] ? true : Misfits = true
export const inputsFit: [Unreadable] extends [never] ? true : Unreadable = true
