import type { Context } from '../../context.ts'
import type { Branding } from '../../domain/branding.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'

/** The error of a branding that the pool does not have. */
export const noBranding = (id: string) => fault('ResourceNotFoundException', unverifiedBrandingTexts.branding(id))

/** A branding of the pool. */
export const requireBranding = async (ctx: Context, pool: Pool, id: string): Promise<Branding> => {
  const branding = await ctx.store.brandings.find(pool.id, id)
  if (!branding) throw noBranding(id)
  return branding
}
