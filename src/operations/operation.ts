/**
 * The operations of the API: one file each, named as on the wire, and `index.ts` as their registry.
 * An operation declares who may call it and what it takes, and answers; what two of them share is
 * in `flows` (with effects) or `domain` (without). None imports another.
 */
import type { Context } from '../context.ts'
import type { Client } from '../domain/client.ts'
import type { ServiceError } from '../domain/errors.ts'
import type { Pool } from '../domain/pool.ts'
import type { User } from '../domain/user.ts'
import type { Infer, StructureShape } from '../wire/schema.ts'
import type { QuotaCategory } from './quotas.ts'

/** What each kind of authorization puts into `ctx.caller`. */
export type Callers = {
  /** A signed request that an IAM policy allows. */
  iam: { readonly arn: string; readonly region: string }
  /** The holder of a user's access token, which is valid now. */
  token: {
    readonly pool: Pool
    readonly client: Client
    readonly user: User
    /** The token's family, while its client issues tokens that can be revoked. */
    readonly familyId: string | undefined
    /** The device that its sign-in was told of, or came from. */
    readonly deviceKey: string | undefined
  }
  /** Anyone; the operation itself checks what the request proves. */
  public: undefined
}

/** The largest request that most operations take, in bytes. */
export const MAX_REQUEST = 1024 * 1024

/** How callers of an operation are authorized. */
export type Auth = keyof Callers

/** Who sends a request, as far as the connection tells. */
export type Peer = { readonly ipAddress: string; readonly userAgent: string | undefined; readonly requestId: string }

/** What an operation's handler gets: the program's context, its caller and its peer. */
export type OperationContext<A extends Auth = Auth> = Context & {
  /** The operation's own name. */
  readonly operation: string
  readonly caller: Callers[A]
  readonly peer: Peer
}

/** An operation of the API. */
export type Operation<A extends Auth = Auth, S extends StructureShape = StructureShape, O = unknown> = {
  readonly auth: A
  readonly quota: QuotaCategory
  readonly input: S
  /** The largest request, in bytes, where it is not `MAX_REQUEST`. */
  readonly maxRequest?: number
  /** What the holder of a token hears who was deleted, where that is no UserNotFoundException. */
  readonly userGone?: () => ServiceError
  handle(input: Infer<S>, ctx: OperationContext<A>): Promise<O>
}

/** Declares an operation; its types follow from `auth` and `input`. */
export const operation = <const A extends Auth, S extends StructureShape, O>(
  declared: Operation<A, S, O>,
): Operation<A, S, O> => declared
