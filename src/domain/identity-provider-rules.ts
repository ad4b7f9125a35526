import { findAttribute, type Schema } from './attributes.ts'
import { fault } from './errors.ts'
import { isEndpoint, LOCAL_PROVIDER, type ProviderDetails, type ProviderType } from './identity-provider.ts'
import { unverifiedProviderTexts as unverified } from './identity-provider-texts.ts'
import { facebookVersion, isSocial, providerTypes } from './identity-provider-types.ts'
import { defaultAcrValues } from './pool.ts'
import { unverifiedTexts } from './unverified-texts.ts'

const invalid = (text: string) => fault('InvalidParameterException', text)

/** The endpoints of an OpenID provider, by the names that they have in discovery documents. */
export const oidcEndpoints: Readonly<Record<string, string>> = {
  authorization_endpoint: 'authorize_url',
  token_endpoint: 'token_url',
  userinfo_endpoint: 'attributes_url',
  jwks_uri: 'jwks_uri',
}

/** Details, and where `http` may be. */
type Stated = { readonly details: ProviderDetails; readonly local: boolean }

const flags = ['IDPSignout', 'IDPInit', 'EncryptedResponses']

const samlFault = ({ details, local }: Stated): string | undefined => {
  const { MetadataURL: url, MetadataFile: file, RequestSigningAlgorithm: algorithm } = details
  if (url && file) return 'Only one of the MetadataURL or MetadataFile should be provided.'
  if (!url && !file) return 'At least one of the MetadataURL or MetadataFile should be provided.'
  if (url && !isEndpoint(url, { local })) return unverified.metadataUrl
  const flag = flags.find((name) => !['true', 'false', undefined].includes(details[name]?.toLowerCase()))
  if (flag) return unverified.flag(flag)
  return algorithm === undefined || algorithm === 'rsa-sha256' ? undefined : unverified.signingAlgorithm(algorithm)
}

const oidcFault = ({ details, local }: Stated): string | undefined => {
  const method = details.attributes_request_method ?? ''
  if (method !== 'GET' && method !== 'POST') {
    return `1 validation error detected: Value '${method}' at 'attributesRequestMethod' failed to satisfy constraint: Member must satisfy enum value set: [POST, GET]`
  }
  const urls = ['oidc_issuer', ...Object.values(oidcEndpoints)].flatMap((name) => details[name] || [])
  return urls.every((url) => isEndpoint(url, { local })) ? undefined : 'OIDC endpoint must start with https://'
}

const facebookFault = ({ details }: Stated): string | undefined => {
  const version = facebookVersion(details)
  return /^v\d{1,3}\.\d{1,3}$/.test(version) ? undefined : unverified.apiVersion(version)
}

const ownFault: Partial<Record<ProviderType, (stated: Stated) => string | undefined>> = {
  SAML: samlFault,
  OIDC: oidcFault,
  Facebook: facebookFault,
}

/** Room for keys and scopes. Metadata has a limit of its own. */
const MAX_DETAIL_LENGTH = 4096

const tooLong = (details: ProviderDetails) =>
  Object.entries(details).find(([name, value]) => name !== 'MetadataFile' && value.length > MAX_DETAIL_LENGTH)?.[0]

/** Insists on what each type's details must have. Raises InvalidParameterException. */
export const checkDetails = (type: ProviderType, stated: Stated): void => {
  const { required, missing } = providerTypes[type]
  if (missing && required.some((name) => !stated.details[name]?.trim())) throw invalid(missing)
  const long = tooLong(stated.details)
  if (long !== undefined) throw invalid(unverified.detailLength(long))
  const text = ownFault[type]?.(stated)
  if (text !== undefined) throw invalid(text)
}

/**
 * Insists that companies have their own names, and nobody else theirs or the pool's, and that a name is one
 * by which other operations can call it. Raises InvalidParameterException.
 */
export const checkName = (name: string, type: ProviderType): void => {
  // The model lets a new name have any characters from the third on, which it does not let the others name.
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(name)) throw invalid(unverified.name)
  const isTaken = Object.hasOwn(providerTypes, name) && isSocial(name as ProviderType)
  const isReserved = isTaken || name.toLowerCase() === LOCAL_PROVIDER.toLowerCase()
  if (isSocial(type) ? name !== type : isReserved) throw invalid(`Provider ${name} cannot be of type ${type}.`)
}

/** Insists that a mapping names attributes of the pool, or `username`. Raises InvalidParameterException. */
export const checkMapping = (schema: Schema, mapping: ProviderDetails): void => {
  const unknown = Object.keys(mapping).filter(
    (name) => name !== 'username' && (name === 'sub' || !findAttribute(schema, name)),
  )
  if (unknown.length > 0) throw invalid(`AttributeMapping contains invalid mapping: [${unknown.join(', ')}]`)
}

/** The mapping with the user name's part, which the service adds where the type has a subject. */
export const withSubject = (type: ProviderType, mapping: ProviderDetails): ProviderDetails => {
  const { subject } = providerTypes[type]
  return subject === undefined ? mapping : { username: subject, ...mapping }
}

/** Insists on levels that there are and values without spaces, for OIDC alone. Raises InvalidParameterException. */
export const checkAcrMapping = (type: ProviderType, mapping: ProviderDetails | undefined): void => {
  if (mapping === undefined) return
  if (type !== 'OIDC') throw invalid(unverified.acrMapping)
  for (const [level, value] of Object.entries(mapping)) {
    if (!Object.hasOwn(defaultAcrValues, level)) throw invalid(unverifiedTexts.acrLevel(level))
    if (!/^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/.test(value)) throw invalid(unverifiedTexts.acrValue(level))
  }
}

/** Insists that a list names no identifier twice. Raises InvalidParameterException. */
export const checkIdentifiers = (identifiers: readonly string[]): void => {
  const seen = new Set<string>()
  const twice = identifiers.find((identifier) => seen.size === seen.add(identifier).size)
  if (twice !== undefined) throw invalid(unverified.identifierTwice(twice))
}
