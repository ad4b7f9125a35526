import type { Context } from '../../context.ts'
import { type IdentityProvider, type ProviderDetails, secretDetails } from '../../domain/identity-provider.ts'

type ProviderName = Pick<IdentityProvider, 'poolId' | 'name'>

const sealContext = ({ poolId, name }: ProviderName, detail: string) => `provider-secret|${poolId}|${name}/${detail}`

/** Details as they are stored: those that are secret sealed, each for its place, and apart from the others. */
export const sealDetails = (
  ctx: Pick<Context, 'sealer'>,
  provider: ProviderName,
  stated: ProviderDetails,
): Pick<IdentityProvider, 'details' | 'sealedSecrets'> => {
  const details = { ...stated }
  const sealedSecrets: Record<string, string> = {}
  for (const name of secretDetails) {
    const secret = details[name]
    delete details[name]
    if (secret) sealedSecrets[name] = ctx.sealer.seal(sealContext(provider, name), secret)
  }
  return { details, sealedSecrets }
}

/** One of a provider's secrets; undefined where it has none. */
export const openSecret = (
  ctx: Pick<Context, 'sealer'>,
  provider: ProviderName & Pick<IdentityProvider, 'sealedSecrets'>,
  name: (typeof secretDetails)[number],
): string | undefined => {
  const sealed = provider.sealedSecrets[name]
  if (sealed === undefined) return undefined
  const secret = ctx.sealer.open(sealContext(provider, name), sealed)
  if (secret === undefined) throw new Error(`The ${name} of identity provider ${provider.name} does not open`)
  return secret
}
