import type { Context } from '../../context.ts'
import type { SsoSession } from '../../domain/sso-session.ts'
import type { User } from '../../domain/user.ts'
import type { AgePosition, Page } from '../../store/rows.ts'
import type { ListedTokenSession } from '../../store/sessions.ts'

/** A session of a user's list: tokens of a client, or a browser with the sign-in pages. */
export type ListedSession =
  | { readonly kind: 'tokens'; readonly session: ListedTokenSession }
  | { readonly kind: 'browser'; readonly session: SsoSession }

const positionOf = (listed: ListedSession): AgePosition =>
  listed.kind === 'tokens'
    ? { at: listed.session.createdAt, id: listed.session.id }
    : { at: listed.session.authTime, id: listed.session.id }

/** The order of both queries: by age, and of one age by the bytes of ids. */
const newestFirst = (left: ListedSession, right: ListedSession): number => {
  const [a, b] = [positionOf(left), positionOf(right)]
  if (a.at !== b.at) return b.at - a.at
  return a.id < b.id ? 1 : -1
}

/** One page of the active sessions of a user, of both kinds and the newest first. */
export const listSessions = async (
  ctx: Pick<Context, 'store' | 'now'>,
  user: User,
  limit: number,
  after?: AgePosition,
): Promise<Page<ListedSession, AgePosition>> => {
  const now = ctx.now()
  const [tokens, browsers] = await Promise.all([
    ctx.store.sessions.list(user.poolId, user.sub, now, limit, after),
    ctx.store.ssoSessions.list(user, now, limit, after),
  ])
  const merged = [
    ...tokens.items.map((session): ListedSession => ({ kind: 'tokens', session })),
    ...browsers.items.map((session): ListedSession => ({ kind: 'browser', session })),
  ].sort(newestFirst)
  const items = merged.slice(0, limit)
  const last = items.at(-1)
  const isMore = merged.length > limit || tokens.next !== undefined || browsers.next !== undefined
  return { items, next: isMore && last ? positionOf(last) : undefined }
}
