import { X509Certificate } from 'node:crypto'
import { DOMParser, type Document, type Element, onWarningStopParsing } from '@xmldom/xmldom'
import { fault } from './errors.ts'
import { isPlain, type SamlIdentity } from './identity-provider.ts'
import { unverifiedProviderTexts as unverified } from './identity-provider-texts.ts'

/** What the XML of a metadata document may be long. */
export const MAX_METADATA_BYTES = 256 * 1024
/** What the service takes of a certificate. */
const MAX_CERTIFICATE_LENGTH = 4096

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

const invalid = (text: string) => fault('InvalidParameterException', text)

const childrenOf = (parent: Element, namespace: string, name: string): Element[] =>
  [...parent.childNodes].filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE && node.localName === name && node.namespaceURI === namespace,
  )

const parse = (xml: string): Document => {
  if (Buffer.byteLength(xml) > MAX_METADATA_BYTES) throw invalid(unverified.metadataSize)
  // No parser gets to see a DTD: neither external entities nor those that grow.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw invalid(unverified.metadataDoctype)
  try {
    return new DOMParser({ onError: onWarningStopParsing }).parseFromString(xml.trim(), 'text/xml')
  } catch {
    throw invalid('Unable to unmarshall metadata')
  }
}

/** The one entity that is an identity provider: the document itself, or one among others in it. */
const findEntity = (root: Element | null): { entity: Element; role: Element } => {
  const isList = root?.localName === 'EntitiesDescriptor' && root.namespaceURI === METADATA
  const isOne = root?.localName === 'EntityDescriptor' && root.namespaceURI === METADATA
  const entities = root && isList ? childrenOf(root, METADATA, 'EntityDescriptor') : []
  const found = (root && isOne ? [root] : entities).flatMap((entity) =>
    childrenOf(entity, METADATA, 'IDPSSODescriptor').map((role) => ({ entity, role })),
  )
  const [first, ...others] = found
  if (!first || others.length > 0) throw invalid(unverified.metadataRole)
  return first
}

const redirectTo = (role: Element, service: string): string | undefined =>
  childrenOf(role, METADATA, service)
    .filter((element) => element.getAttribute('Binding') === REDIRECT)
    .map((element) => element.getAttribute('Location')?.trim() ?? '')
    .find((url) => isPlain(url) && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))

/** Keys that are of no stated use sign as well as encrypt (SAML metadata, section 2.4.1.1). */
const signingCertificates = (role: Element): string[] =>
  childrenOf(role, METADATA, 'KeyDescriptor')
    .filter((key) => (key.getAttribute('use') || 'signing') === 'signing')
    .flatMap((key) => childrenOf(key, SIGNATURE, 'KeyInfo'))
    .flatMap((info) => childrenOf(info, SIGNATURE, 'X509Data'))
    .flatMap((data) => childrenOf(data, SIGNATURE, 'X509Certificate'))
    .map((certificate) => (certificate.textContent ?? '').replace(/\s/g, ''))

const expiryOf = (certificate: string): number => {
  if (certificate.length > MAX_CERTIFICATE_LENGTH) throw invalid(unverified.metadataCertificate)
  try {
    return Date.parse(new X509Certificate(Buffer.from(certificate, 'base64')).validTo)
  } catch {
    throw invalid(unverified.metadataCertificate)
  }
}

/**
 * Reads a metadata document of a SAML 2.0 identity provider. Raises InvalidParameterException where it
 * is none, is unsafe to read, or leaves out what sign-in needs: where to send browsers, and a
 * certificate that is valid at `now`.
 */
export const readSamlMetadata = (xml: string, now: number): SamlIdentity => {
  const { entity, role } = findEntity(parse(xml).documentElement)
  const entityId = entity.getAttribute('entityID')?.trim()
  // By a character reference there could be a NUL in it, which no column of a database can hold.
  const isText = entityId && entityId.length <= 1024 && !/[\p{Cc}\p{Cs}]/u.test(entityId)
  if (!isText) throw invalid(unverified.metadataRole)
  const signOnUrl = redirectTo(role, 'SingleSignOnService')
  if (!signOnUrl) throw invalid(unverified.metadataRedirect)
  const certificates = [...new Set(signingCertificates(role))]
  if (certificates.length === 0) throw invalid(unverified.metadataKeys)
  const expiries = certificates.map(expiryOf)
  if (expiries.every((expiry) => expiry <= now)) throw invalid('Signing certificates are expired')
  return { entityId, signOnUrl, signOutUrl: redirectTo(role, 'SingleLogoutService'), certificates, readAt: now }
}
