import type { Context } from '../../context.ts'
import { selfSignedCertificate } from '../../domain/certificate.ts'
import type { IdentityProvider, ProviderDetails } from '../../domain/identity-provider.ts'
import { checkDetails } from '../../domain/identity-provider-rules.ts'
import { providerTypes } from '../../domain/identity-provider-types.ts'
import { needsDiscovery } from '../../domain/oidc-discovery.ts'
import { readSamlMetadata } from '../../domain/saml-metadata.ts'
import { discover, fetchMetadata } from './remote.ts'
import { openSecret, sealDetails } from './secrets.ts'

/** Certificates of pools live as long as the service's own. */
const CERTIFICATE_YEARS = 10

type Named = Pick<IdentityProvider, 'poolId' | 'name' | 'type'>
type Settled = Pick<IdentityProvider, 'details' | 'sealedSecrets' | 'saml'>

/** The key to which a SAML provider may encrypt: made once, and kept by updates. */
const encryptionKey = async (ctx: Context, { poolId }: Named, before: IdentityProvider | undefined) => {
  const kept = before?.details.ActiveEncryptionCertificate
  const key = before && openSecret(ctx, before, 'encryption_private_key')
  if (kept && key) return { ActiveEncryptionCertificate: kept, encryption_private_key: key }
  const { privateKey } = await ctx.compute.rsaKeyPair()
  const from = ctx.now()
  const until = new Date(from)
  until.setUTCFullYear(until.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = selfSignedCertificate({
    privateKey,
    name: poolId,
    serial: ctx.random(16),
    from,
    until: until.getTime(),
  })
  return { ActiveEncryptionCertificate: certificate, encryption_private_key: privateKey }
}

const settleSaml = async (
  ctx: Context,
  named: Named,
  stated: ProviderDetails,
  before: IdentityProvider | undefined,
): Promise<Settled> => {
  const { SSORedirectBindingURI: _on, SLORedirectBindingURI: _off, ...own } = stated // these are the metadata's to say
  const xml = stated.MetadataURL ? await fetchMetadata(ctx, stated.MetadataURL) : (stated.MetadataFile ?? '')
  const saml = readSamlMetadata(xml, ctx.now())
  const details = {
    ...own,
    SSORedirectBindingURI: saml.signOnUrl,
    ...(saml.signOutUrl !== undefined && { SLORedirectBindingURI: saml.signOutUrl }),
    ...(await encryptionKey(ctx, named, before)),
  }
  return { ...sealDetails(ctx, named, details), saml }
}

/**
 * The details of a provider as they are stored: checked, completed by what the service knows of the type
 * and by what the provider's own servers tell, the secrets sealed. Asks those servers, so that it is
 * nothing for a transaction. Raises InvalidParameterException.
 */
export const settleDetails = async (
  ctx: Context,
  named: Named,
  stated: ProviderDetails,
  before?: IdentityProvider,
): Promise<Settled> => {
  checkDetails(named.type, { details: stated, local: ctx.settings.localProviders })
  if (named.type === 'SAML') return settleSaml(ctx, named, stated, before)
  const isOpen = named.type === 'OIDC' && needsDiscovery(stated)
  const details = { ...(isOpen ? await discover(ctx, stated) : stated), ...providerTypes[named.type].fixed?.(stated) }
  return { ...sealDetails(ctx, named, details), saml: undefined }
}
