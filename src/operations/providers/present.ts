import type { Context } from '../../context.ts'
import { defined } from '../../domain/defined.ts'
import type { IdentityProvider } from '../../domain/identity-provider.ts'
import { openSecret } from '../../flows/federation/secrets.ts'
import type { ProviderSummary } from '../../store/identity-providers.ts'
import { toTimestamp } from '../../wire/casing.ts'

/** A provider as IdentityProviderType. Of its secrets it tells the client's; private keys are never shown. */
export const toIdentityProvider = (ctx: Pick<Context, 'sealer'>, provider: IdentityProvider) =>
  defined({
    UserPoolId: provider.poolId,
    ProviderName: provider.name,
    ProviderType: provider.type,
    ProviderDetails: defined({ ...provider.details, client_secret: openSecret(ctx, provider, 'client_secret') }),
    AttributeMapping: provider.attributeMapping,
    IdpIdentifiers: [...provider.identifiers],
    AcrMapping: provider.acrMapping,
    LastModifiedDate: toTimestamp(provider.updatedAt),
    CreationDate: toTimestamp(provider.createdAt),
  })

/** A provider as ListIdentityProviders shows it. */
export const toProviderDescription = (provider: ProviderSummary) => ({
  ProviderName: provider.name,
  ProviderType: provider.type,
  LastModifiedDate: toTimestamp(provider.updatedAt),
  CreationDate: toTimestamp(provider.createdAt),
})
