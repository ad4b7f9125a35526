import { fault } from './errors.ts'
import { isEndpoint, type ProviderDetails } from './identity-provider.ts'
import { oidcEndpoints } from './identity-provider-rules.ts'
import { unverifiedProviderTexts as unverified } from './identity-provider-texts.ts'

/** What the service says when an issuer has no discovery document. */
export const NO_DISCOVERY = 'Unable to contact well-known endpoint'

const invalid = (text: string) => fault('InvalidParameterException', text)
const withoutSlash = (url: string) => url.replace(/\/$/, '')

/** Where an issuer's discovery document is (OIDC Discovery section 4). */
export const discoveryUrl = (issuer: string): string => `${withoutSlash(issuer)}/.well-known/openid-configuration`

/** Whether the details leave out an endpoint, so that the discovery document must tell it. */
export const needsDiscovery = (details: ProviderDetails): boolean =>
  Object.values(oidcEndpoints).some((name) => !details[name])

const readDocument = (text: string): Record<string, unknown> => {
  try {
    const document: unknown = JSON.parse(text)
    if (document !== null && typeof document === 'object') return document as Record<string, unknown>
  } catch {
    // Not JSON: as good as nothing.
  }
  throw invalid(NO_DISCOVERY)
}

/**
 * The details with the endpoints that a discovery document tells beside those that were stated. Only
 * the one that answers claims of users may be missing. Raises InvalidParameterException for a document
 * of another issuer (OIDC Discovery section 4.3), or with endpoints that nobody may be sent to.
 */
export const withDiscovered = (
  details: ProviderDetails,
  text: string,
  { local }: { readonly local: boolean },
): ProviderDetails => {
  const document = readDocument(text)
  const issuer = details.oidc_issuer ?? ''
  if (typeof document.issuer !== 'string' || withoutSlash(document.issuer) !== withoutSlash(issuer)) {
    throw invalid(unverified.discoveredIssuer(issuer))
  }
  const completed: Record<string, string> = { ...details }
  for (const [name, detail] of Object.entries(oidcEndpoints)) {
    const url = document[name]
    if (completed[detail] || (url === undefined && name === 'userinfo_endpoint')) continue
    if (typeof url !== 'string' || url.length > 2048 || !isEndpoint(url, { local })) {
      throw invalid(unverified.discovered(name))
    }
    completed[detail] = url
  }
  return completed
}
