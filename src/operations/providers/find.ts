import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { IdentityProvider } from '../../domain/identity-provider.ts'
import { unverifiedProviderTexts } from '../../domain/identity-provider-texts.ts'

/** A provider of the pool. Raises ResourceNotFoundException. */
export const requireProvider = async (
  ctx: Pick<Context, 'store'>,
  { id }: { readonly id: string },
  name: string,
): Promise<IdentityProvider> => {
  const provider = await ctx.store.identityProviders.find(id, name)
  if (!provider) throw fault('ResourceNotFoundException', unverifiedProviderTexts.unknown(name))
  return provider
}
