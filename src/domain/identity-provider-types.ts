import type { ProviderDetails, ProviderType } from './identity-provider.ts'

type Rules = {
  /** The claim that the service takes for the user name unless the mapping says otherwise. */
  readonly subject?: string
  readonly required: readonly string[]
  /** What is said when one of these is missing or blank. */
  readonly missing?: string
  /** Where its servers are, which nobody may change. */
  readonly fixed?: (details: ProviderDetails) => ProviderDetails
}

const social = {
  required: ['client_id', 'client_secret', 'authorize_scopes'],
  missing: 'clientId, clientSecret and authorizeScopes are all required idp details.',
}

/** The version of Facebook's API, which stands in its URLs. */
export const facebookVersion = (details: ProviderDetails): string => details.api_version || 'v17.0'

const facebook = (details: ProviderDetails): ProviderDetails => {
  const version = facebookVersion(details)
  return {
    api_version: version,
    authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
    token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
    attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
    attributes_url_add_attributes: 'true',
    token_request_method: 'GET',
  }
}

/**
 * All there is to know of each type's details.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
export const providerTypes: Readonly<Record<ProviderType, Rules>> = {
  Facebook: { ...social, subject: 'id', fixed: facebook },
  Google: {
    ...social,
    subject: 'sub',
    fixed: () => ({
      authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
      token_url: 'https://www.googleapis.com/oauth2/v4/token',
      attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
      attributes_url_add_attributes: 'true',
      oidc_issuer: 'https://accounts.google.com',
      token_request_method: 'POST',
    }),
  },
  LoginWithAmazon: {
    ...social,
    subject: 'user_id',
    fixed: () => ({
      authorize_url: 'https://www.amazon.com/ap/oa',
      token_url: 'https://api.amazon.com/auth/o2/token',
      attributes_url: 'https://api.amazon.com/user/profile',
      attributes_url_add_attributes: 'false',
      token_request_method: 'POST',
    }),
  },
  SignInWithApple: {
    subject: 'sub',
    required: ['client_id', 'private_key', 'team_id', 'key_id'],
    missing: 'clientId, privateKey, teamId, and keyId are all required idp details.',
    fixed: () => ({
      authorize_url: 'https://appleid.apple.com/auth/authorize',
      token_url: 'https://appleid.apple.com/auth/token',
      oidc_issuer: 'https://appleid.apple.com',
      attributes_url_add_attributes: 'false',
      token_request_method: 'POST',
    }),
  },
  OIDC: {
    subject: 'sub',
    required: ['client_id', 'authorize_scopes', 'oidc_issuer', 'attributes_request_method'],
    missing: 'clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.',
    fixed: () => ({ attributes_url_add_attributes: 'false' }),
  },
  SAML: { required: [] },
}

/** Whether the type is a company, of which a pool has one provider at most, named like the type. */
export const isSocial = (type: ProviderType): boolean => type !== 'SAML' && type !== 'OIDC'
