import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Terms } from '../../domain/terms.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'

/** The error of terms that the pool does not have. */
export const noTerms = (id: string) => fault('ResourceNotFoundException', unverifiedBrandingTexts.terms(id))

/** Terms of the pool. */
export const requireTerms = async (ctx: Context, pool: Pool, id: string): Promise<Terms> => {
  const terms = await ctx.store.terms.find(pool.id, id)
  if (!terms) throw noTerms(id)
  return terms
}
