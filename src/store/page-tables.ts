/** The tables of what users see: where the pages of pools are, and how they look. */
export type PageTables = {
  /** Domains of pages: of a pool one of each kind. */
  domains: {
    pool_id: string
    domain: string
    kind: string
    managed_login_version: number
    custom_domain_config: string | null
    routing: string | null
    created_at: number
    updated_at: number
  }
  /** The look of the classic pages: for one client, or for all that have none of their own. */
  ui_customizations: {
    pool_id: string
    scope: string
    client_id: string | null
    css: string | null
    image: string | null
    created_at: number
    updated_at: number
  }
  /** The look of managed login, one for a client, and the images in it. */
  brandings: {
    pool_id: string
    branding_id: string
    client_id: string
    uses_provided_values: number
    settings: string
    created_at: number
    updated_at: number
  }
  branding_assets: {
    pool_id: string
    branding_id: string
    position: number
    category: string
    color_mode: string
    extension: string
    resource_id: string | null
    bytes: string
  }
  /** Links to terms of use and privacy policies, one of each for a client. */
  terms: {
    pool_id: string
    terms_id: string
    client_id: string
    name: string
    source: string
    enforcement: string
    links: string
    created_at: number
    updated_at: number
  }
  identity_providers: {
    pool_id: string
    name: string
    type: string
    details: string
    /** A JSON map of values that are sealed each by itself. */
    sealed_secrets: string
    saml: string | null
    attribute_mapping: string
    identifiers: string
    acr_mapping: string | null
    created_at: number
    updated_at: number
  }
  /** The identifiers of identity providers, one row for each. */
  identity_provider_identifiers: { pool_id: string; identifier: string; name: string }
}
