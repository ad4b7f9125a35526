/**
 * Messages about identity providers whose wording, on the real service, nobody has reported yet. The
 * recorded ones stand beside their rules.
 */
export const unverifiedProviderTexts = {
  acrMapping: 'AcrMapping is supported for OIDC identity providers only.',
  apiVersion: (value: string) => `Invalid api_version: ${value}`,
  detailLength: (name: string) => `The value of ${name} is too long.`,
  discovered: (name: string) => `The discovery document has no valid ${name}.`,
  discoveredIssuer: (issuer: string) => `The issuer of the discovery document is not ${issuer}`,
  flag: (name: string) => `${name} must be true or false.`,
  identifierTaken: (identifier: string) => `The identifier ${identifier} is already in use in the user pool.`,
  identifierTwice: (identifier: string) => `Duplicate identifier: ${identifier}`,
  identifierUnknown: (identifier: string) => `Identity provider with identifier ${identifier} does not exist.`,
  limit: 'Maximum number of identity providers has been reached.',
  metadataCertificate: 'The metadata has an invalid signing certificate.',
  metadataDoctype: 'Metadata must not contain a document type declaration.',
  metadataKeys: 'The metadata has no signing certificate.',
  metadataRedirect: 'The metadata has no single sign-on service with the HTTP-Redirect binding.',
  metadataRole: 'The metadata must describe one SAML 2.0 identity provider.',
  metadataSize: 'The metadata is too large.',
  metadataUrl: 'MetadataURL must start with https://',
  name: 'ProviderName must consist of letters, marks, numbers, punctuation and symbols.',
  signingAlgorithm: (value: string) => `Invalid RequestSigningAlgorithm: ${value}`,
  unknown: (name: string) => `Identity provider ${name} does not exist.`,

  linkAttribute: (name: string) => `Invalid ProviderAttributeName: ${name}`,
  linkElsewhere: 'SourceUser is already linked to another user.',
  linkLimit: 'A user cannot have more than 5 linked identities.',
  linkNothing: (member: string) => `${member} must not be empty.`,
  linkValue: 'Invalid ProviderAttributeValue.',
} as const
