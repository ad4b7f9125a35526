import type { Context } from '../context.ts'
import type { Client } from '../domain/client.ts'
import { fault } from '../domain/errors.ts'
import type { Group } from '../domain/group.ts'
import type { Pool } from '../domain/pool.ts'
import { type Replica, requireEnabled } from '../domain/replica.ts'
import type { User } from '../domain/user.ts'
import { findUser } from '../flows/users/find.ts'
import type { OperationContext } from './operation.ts'

/** Whether the request was signed for another Region than the pool's own. */
export const isAbroad = (ctx: OperationContext<'iam'>, pool: Pool): boolean => ctx.caller.region !== pool.region

/** The replica of the pool, if it is in the Region that the request was signed for. */
export const replicaHere = async (ctx: OperationContext<'iam'>, pool: Pool): Promise<Replica | undefined> => {
  const replica = isAbroad(ctx, pool) ? await ctx.store.poolReplicas.find(pool.id) : undefined
  return replica?.region === ctx.caller.region ? replica : undefined
}

/**
 * The pool, which must be in the Region that the request was signed for, or have a replica there that
 * answers the operation.
 */
export const requirePool = async (ctx: OperationContext<'iam'>, poolId: string): Promise<Pool> => {
  const pool = await ctx.store.pools.find(poolId)
  if (pool && !isAbroad(ctx, pool)) return pool
  const replica = pool && (await replicaHere(ctx, pool))
  if (!replica) throw fault('ResourceNotFoundException', `User pool ${poolId} does not exist.`)
  requireEnabled(ctx.operation, replica)
  return pool
}

/** The pool as it shows itself in the Region that the request was signed for: a replica has tags of its own. */
export const regionalView = async (ctx: OperationContext<'iam'>, pool: Pool): Promise<Pool> => {
  const replica = await replicaHere(ctx, pool)
  return replica ? { ...pool, region: replica.region, tags: replica.tags } : pool
}

/** An app client of the pool. */
export const requireClient = async (ctx: Context, pool: Pool, clientId: string): Promise<Client> => {
  const client = await ctx.store.clients.find(pool.id, clientId)
  if (!client) throw fault('ResourceNotFoundException', `User pool client ${clientId} does not exist.`)
  return client
}

/** A client and its pool, by the client's id alone, as unsigned operations name them. */
export const requireClientAnywhere = async (
  ctx: Context,
  clientId: string,
): Promise<{ pool: Pool; client: Client }> => {
  const found = await ctx.store.clients.findWithPool(clientId)
  if (!found) throw fault('ResourceNotFoundException', `User pool client ${clientId} does not exist.`)
  return found
}

/** A user by user name, alias or `sub`. */
export const requireUser = async (ctx: Context, pool: Pool, name: string): Promise<User> => {
  const user = await findUser(ctx, pool, name)
  if (!user) throw fault('UserNotFoundException')
  return user
}

/** A group of the pool. */
export const requireGroup = async (ctx: Context, pool: Pool, name: string): Promise<Group> => {
  const group = await ctx.store.groups.find(pool.id, name)
  if (!group) throw fault('ResourceNotFoundException', 'Group not found.')
  return group
}
