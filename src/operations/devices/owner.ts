import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { User } from '../../domain/user.ts'
import { type TokenHolder, verifyAccessToken } from '../../flows/tokens/verify-access.ts'
import { findUser } from '../../flows/users/find.ts'

/** The holder of a token that the request's shape lets be absent. Raises NotAuthorizedException without one. */
export const requireHolder = async (ctx: Context, accessToken: string | undefined): Promise<TokenHolder> => {
  if (accessToken === undefined) throw fault('NotAuthorizedException', unverifiedTexts.accessToken)
  return verifyAccessToken(ctx, accessToken)
}

/** A user, for operations that declare ResourceNotFoundException and no UserNotFoundException. */
export const requireOwner = async (ctx: Context, pool: Pool, name: string): Promise<User> => {
  const user = await findUser(ctx, pool, name)
  if (!user) throw fault('ResourceNotFoundException', 'User does not exist.')
  return user
}
