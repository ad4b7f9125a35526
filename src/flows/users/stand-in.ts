import type { Context } from '../../context.ts'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import { addressForm, nameKey } from '../../domain/sign-in-names.ts'
import { noMfa, type User } from '../../domain/user.ts'
import { uuid } from '../tokens/issue.ts'
import { lookUpKey } from './names.ts'

/** A UUID that a name always has in a pool: what it is for keeps two of them apart. */
const steadyUuid = (ctx: Context, pool: Pool, purpose: string, name: string) => {
  const mac = Buffer.from(ctx.sealer.mac(`${purpose}|${pool.id}`, lookUpKey(pool, name)), 'base64url')
  return uuid({ random: (bytes) => mac.subarray(0, bytes) })
}

/**
 * The user name of nobody: what its user's would look like. That is the name itself where it can be
 * one, or else a UUID like any other.
 */
const usernameOf = (ctx: Context, pool: Pool, name: string): string => {
  const { usernameAttributes = [], aliasAttributes = [] } = pool.settings
  const form = addressForm(name)
  const isAlias = form !== undefined && aliasAttributes.includes(form)
  if (usernameAttributes.length === 0 && !isAlias) return nameKey(name, isCaseSensitive(pool))
  return steadyUuid(ctx, pool, 'fake-name', name)
}

/**
 * Who stands in for a name that nobody has, so that a sign-in asks what it would ask a user: the same
 * on every node and day. It is in no store, has no password, and its addresses reach nobody.
 */
export const standInUser = (ctx: Context, pool: Pool, name: string): User => ({
  poolId: pool.id,
  sub: steadyUuid(ctx, pool, 'fake-sub', name),
  username: usernameOf(ctx, pool, name),
  status: 'CONFIRMED',
  enabled: true,
  attributes: new Map([
    ['email', name],
    ['phone_number', name],
  ]),
  mfa: noMfa,
  passwordVersion: 0,
  temporaryUntil: undefined,
  signedOutAt: 0,
  revision: 0,
  createdAt: 0,
  updatedAt: 0,
})
